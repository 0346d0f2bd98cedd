"""Ends that need no decision before them: information given, not to be served at all, cancelled or a duplicate."""

from __future__ import annotations

from flask import Blueprint, Response

from puskesos import clock
from puskesos.actions.case_closing import answer_on_the_spot
from puskesos.actions.case_decision import decide_case, step_case
from puskesos.actions.case_link import cancel_duplicate
from puskesos.errors import RuleBroken
from puskesos.forms.case_path import CancelForm, InformationForm, RefusalForm
from puskesos.models.case import Case
from puskesos.rules.case_path import CaseAct
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.case_linked import named_case

blueprint = Blueprint("case_ending", __name__, url_prefix="/kasus/<case:number>")


@blueprint.route("/informasi", methods=["GET", "POST"])
@requires(Permission.ANSWER_AT_ONCE)
def inform(number: str) -> Response:
    case = load_case(number)
    form = open_form(InformationForm, data={"version": case.version})
    if form.validate_on_submit():
        try:
            version = form.expected_version()
            answer_on_the_spot(case, form.text.data, version=version, actor=viewer(), now=clock.now())
            return done(case_url(case), "Informasi dicatat. Kasus selesai.", draft="informasi")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/information.html", status=form_status(), case=case, form=form)


@blueprint.route("/penolakan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def refuse(number: str) -> Response:
    case = load_case(number)
    form = open_form(RefusalForm, data={"version": case.version})
    if form.validate_on_submit():
        try:
            moment = {"version": form.expected_version(), "actor": viewer(), "now": clock.now()}
            decide_case(case, form.entry(), act=CaseAct.PENOLAKAN, **moment)
            return done(case_url(case), "Kasus ditutup: tidak dapat dilayani.", draft="penolakan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/refusal.html", status=form_status(), case=case, form=form)


@blueprint.route("/pembatalan", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def cancel(number: str) -> Response:
    case = load_case(number)
    form = open_form(CancelForm, data={"version": case.version})
    if form.validate_on_submit():
        try:
            _cancel(case, form)
            said = "Kasus dibatalkan sebagai duplikat." if form.is_duplicate else "Kasus dibatalkan."
            return done(case_url(case), said, draft="pembatalan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/cancelling.html", status=form_status(), case=case, form=form)


def _cancel(case: Case, form: CancelForm) -> None:
    moment = {"version": form.expected_version(), "actor": viewer(), "now": clock.now(), "today": hub_today()}
    if form.is_duplicate:
        kept = named_case(form.duplicate_of.data, "duplicate_of")
        cancel_duplicate(case, kept, form.reason.data, **moment)
    else:
        step_case(case, CaseAct.PEMBATALAN, reason=form.reason.data, **moment)
