"""Handing work on: several cards of the board at once, a task to another volunteer, and telling it by WhatsApp."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.reassigning import MOST_AT_ONCE, Handout, Transfer, hand_out, note_handoff, transfer_tasks
from puskesos.errors import RuleBroken
from puskesos.formatting import show_date, whatsapp_link
from puskesos.forms.assigning import ManyForm, TransferForm
from puskesos.forms.assignment import EmptyForm
from puskesos.forms.choices import offer
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.queries.suggestion import cases_to_hand_out, suggestions_for
from puskesos.rules.handoff import handoff_words
from puskesos.rules.permissions import Permission
from puskesos.rules.suggestion import share_out
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import (
    case_url,
    current_hub,
    done,
    form_status,
    hub_today,
    load_assignment,
    open_form,
    respond,
)
from puskesos.views.assignment import report_due

blueprint = Blueprint("assigning", __name__)


@blueprint.route("/papan/penugasan", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def many() -> Response:
    cases = cases_to_hand_out(viewer(), request.values.getlist("kasus"), MOST_AT_ONCE)
    today, due = hub_today(), {case.id: report_due(case.priority) for case in cases}
    told = suggestions_for(viewer(), cases, current_hub(), today, until=max(due.values(), default=today))
    form = open_form(ManyForm)
    chosen = _chosen([case.id for case in cases], share_out([case.id for case in cases], told))
    if form.validate_on_submit():
        try:
            handouts = _handouts(cases, chosen, due)
            once = {"key": form.submission_key(), "actor": viewer(), "now": clock.now(), "today": today}
            count = hand_out(handouts, form.kind.data, form.instruction.data or "", **once)
            return done(url_for("board.show"), f"{count} kasus ditugaskan.", draft="tugaskan-banyak")
        except RuleBroken as problem:
            form.carry(problem)
    context = {"cases": cases, "told": told, "chosen": chosen, "due": due}
    return respond("assigning/many.html", status=form_status(), form=form, **context)


@blueprint.route("/penugasan/<task:number>/pengalihan", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def transfer(number: str) -> Response:
    task, today = load_assignment(number), hub_today()
    first = {"version": task.version, "due_on": max(task.due_on, today)}
    form = open_form(TransferForm, data=first)
    told = suggestions_for(
        viewer(), [task.case], current_hub(), today, until=first["due_on"], without={task.volunteer_id}
    )[task.case_id]
    form.volunteer.choices = offer([("", "Pilih relawan")] + [(str(x.candidate.id), x.candidate.name) for x in told])
    if form.validate_on_submit():
        try:
            one = Transfer(task.id, form.expected_version(), int(form.volunteer.data), form.due_on.data)
            once = {"key": form.submission_key(), "actor": viewer(), "now": clock.now(), "today": today}
            transfer_tasks([one], form.reason.data, **once)
            return done(case_url(task.case), f"{number} dialihkan.", draft="pengalihan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("assigning/transfer.html", status=form_status(), task=task, form=form, told=told)


@blueprint.route("/penugasan/<task:number>/kabar", methods=["GET", "POST"])
@requires(Permission.DISPATCH)
def tell(number: str) -> Response:
    task = load_assignment(number)
    form = EmptyForm()
    if form.validate_on_submit():
        note_handoff(task, actor=viewer(), now=clock.now())
        return done(case_url(task.case), f"Tercatat: {number} dikabarkan lewat WhatsApp.")
    text = _words(task)
    return respond("assigning/tell.html", task=task, form=form, text=text, link=_link(task, text))


def _words(task: Assignment) -> str:
    """What the volunteer is sent: nothing in it names the client or says what the case is about."""
    hub = current_hub()
    link = url_for("task.show", number=task.number, _external=True)
    facts = {"nomor": task.number, "desa": task.case.village.name, "batas": show_date(task.due_on)}
    return handoff_words(hub.handoff_text, facts | {"tautan": link, "hub": hub.name})


def _link(task: Assignment, text: str) -> str:
    link = whatsapp_link(task.volunteer.phone)
    return f"{link}?{urlencode({'text': text}, quote_via=quote)}" if link else ""


def _chosen(ids: list[int], proposed: dict[int, int]) -> dict[int, int]:
    """Whom each goes to: as posted, else as proposed; 0 leaves one out."""
    if request.method != "POST":
        return proposed
    return {number: _whole(request.form.get(f"to-{number}", "")) for number in ids}


def _handouts(cases: list[Case], chosen: dict[int, int], due: dict[int, date]) -> list[Handout]:
    return [
        Handout(case.id, _whole(request.form.get(f"version-{case.id}", "")), chosen[case.id], due[case.id])
        for case in cases
        if chosen.get(case.id)
    ]


def _whole(text: str) -> int:
    """A number as posted; 0, which is nobody and always stale, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
