"""Help at once with the decision to follow, and that decision."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app

from puskesos import clock
from puskesos.actions.case_emergency import decide_afterwards, help_first
from puskesos.errors import RuleBroken
from puskesos.forms.case_path import AfterForm, HelpForm
from puskesos.queries.case_acts import must_refer
from puskesos.queries.case_page import papers_of
from puskesos.rules.case_path import CaseState, DecisionChoice
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import case_url, current_hub, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.case_shown import protection
from puskesos.views.referral_shown import first_referral, offer_referral

blueprint = Blueprint("case_emergency", __name__, url_prefix="/kasus/<case:number>")


@blueprint.route("/penanganan-segera", methods=["GET", "POST"])
@requires(Permission.HELP_FIRST)
def help_now(number: str) -> Response:
    case = load_case(number)
    way = DecisionChoice.RUJUK if must_refer(case) else DecisionChoice.LAYANI
    first = {"version": case.version, "officer": viewer().name, "choice": str(way)}
    form = open_form(HelpForm, data=first | first_referral(case, hub_today()) | protection(case))
    form.today, form.zone = hub_today(), current_hub().zone
    form.offer_ways()
    offer_referral(form, case, papers_of(case))
    if form.validate_on_submit():
        try:
            version, secret = form.expected_version(), current_app.config["SETTINGS"].secret
            help_first(case, form.entry(), version=version, actor=viewer(), now=clock.now(), secret=secret)
            return done(case_url(case), "Penanganan dicatat. Koordinator menetapkan menyusul.", draft="segera")
        except RuleBroken as problem:
            form.carry(problem)
    title = "Rujuk segera" if must_refer(case) else "Tangani sekarang"
    return respond("case/emergency.html", status=form_status(), case=case, form=form, title=title)


@blueprint.route("/penetapan-susulan", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_after(number: str) -> Response:
    case = load_case(number)
    target = max(case.due_on, hub_today() + timedelta(days=1))
    form = open_form(AfterForm, data={"version": case.version, "target_on": target})
    form.today = hub_today()
    is_served = case.state != CaseState.DIRUJUK
    if not is_served:
        del form.officer, form.target_on
    if form.validate_on_submit():
        try:
            decide_afterwards(case, form.entry(), version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(case_url(case), "Penetapan disimpan.", draft="penetapan-susulan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/decision_after.html", status=form_status(), case=case, form=form, is_served=is_served)
