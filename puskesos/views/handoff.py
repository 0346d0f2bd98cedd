"""Telling volunteers by WhatsApp, from the koordinator's own phone: words, link, and the note that it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, url_for
from markupsafe import Markup

from puskesos import clock
from puskesos.actions.handoff import note_handoff
from puskesos.documents.paper import qr_image
from puskesos.errors import RuleBroken
from puskesos.formatting import show_short_date, whatsapp_link
from puskesos.forms.assigning import SentForm
from puskesos.models.assignment import Assignment
from puskesos.models.user import User
from puskesos.queries.volunteer import untold_tasks_of
from puskesos.rules.handoff import MOST_TOLD, handoff_words
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, current_hub, done, form_status, load_assignment, open_form, respond
from puskesos.views.assigning import load_volunteer
from puskesos.views.assigning_shown import sent_numbers
from puskesos.views.printed_address import address_for_staff

blueprint = Blueprint("handoff", __name__)
LONGEST_QR = 900  # letters that a phone's camera still reads from a screen


@blueprint.route("/penugasan/<task:number>/kabar", methods=["GET", "POST"])
@requires(Permission.DISPATCH)
def task(number: str) -> Response:
    told = load_assignment(number)
    return _tell(told.volunteer, [told], case_url(told.case), [number])


@blueprint.route("/relawan/<id:volunteer_id>/kabar", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def volunteer(volunteer_id: int) -> Response:
    user = load_volunteer(volunteer_id)
    tasks = untold_tasks_of(user.id, viewer(), MOST_TOLD)
    return _tell(user, tasks, url_for("volunteer.index"), sent_numbers("tugas", MOST_TOLD))


def _tell(user: User, tasks: Sequence[Assignment], back: str, numbers: Sequence[str]) -> Response:
    form = open_form(SentForm)
    if form.validate_on_submit():
        try:
            count = note_handoff(numbers, key=form.submission_key(), actor=viewer(), now=clock.now())
            return done(back, f"Tercatat: {count} tugas dikabarkan kepada {user.name}.")
        except RuleBroken as problem:
            form.carry(problem)
    text = handoff_words(current_hub().handoff_text, [facts_of(task) for task in tasks])
    link = wa_link(user.phone, text) if tasks else ""
    shown = {"user": user, "tasks": tasks, "back": back, "text": text, "link": link, "qr": _qr(link)}
    return respond("handoff/tell.html", status=form_status(), form=form, **shown)


def facts_of(task: Assignment) -> dict[str, str]:
    """What the message may say of a task: nothing names the client or tells what the case is about."""
    path, address = url_for("task.show", number=task.number), address_for_staff()
    link = f"{address.rstrip('/')}{path}" if address else "Semua tugas di aplikasi Puskesos"
    due, village = show_short_date(task.due_on), task.case.village.name
    return {"nomor": task.number, "batas": due, "tautan": link, "desa": village, "hub": current_hub().name}


def wa_link(phone: str, text: str) -> str:
    """A wa.me link with the text; empty when the number is no mobile number."""
    link = whatsapp_link(phone)
    return f"{link}?{urlencode({'text': text}, quote_via=quote)}" if link else ""


def _qr(link: str) -> Markup | None:
    return qr_image(link) if link and len(link) <= LONGEST_QR else None
