"""Rujukan: the list of letters that wait for an answer, one referral, and a further one."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, url_for

from puskesos import clock
from puskesos.actions.referral import refer_further
from puskesos.errors import RuleBroken
from puskesos.forms.referral import ReferralForm
from puskesos.queries.case_page import papers_of
from puskesos.queries.referral import PAGE, count_referrals, events_of, list_referrals, waiting_by_agency
from puskesos.rules.permissions import Permission
from puskesos.rules.referral import is_unanswered, must_tell_family
from puskesos.rules.referral_path import ReferralState
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.referral_listed import STATES, agency_groups, asked_after, asked_filter, nothing_found
from puskesos.views.referral_shown import (
    first_referral,
    keys_of,
    load_referral,
    log_lines,
    may_send,
    offer_referral,
    open_steps,
)

blueprint = Blueprint("referral", __name__)


@blueprint.get("/rujukan")
@requires(Permission.SEE_CASES)
def index() -> Response:
    wanted, today, after = asked_filter(), hub_today(), asked_after()
    rows = list_referrals(viewer(), wanted, today, after=after)
    shown = rows[:PAGE]
    return respond(
        "referral/index.html",
        "referral/_rows.html",
        rows=shown,
        older=_older(shown[-1]) if len(rows) > PAGE else None,
        total=count_referrals(viewer(), wanted, today),
        wanted=wanted,
        nothing=nothing_found(wanted),
        states=STATES,
        agencies=agency_groups(),
        owing=waiting_by_agency(viewer()) if wanted.is_first_look and not after else [],
        printed=url_for("referral_list.file", **_kept()),
        today=today,
    )


@blueprint.route("/kasus/<case:number>/rujukan/baru", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def new(number: str) -> Response:
    case, today = load_case(number), hub_today()
    form = open_form(ReferralForm, data={"version": case.version} | first_referral(case, today))
    form.today = today
    offer_referral(form, case, papers_of(case))
    if form.validate_on_submit():
        try:
            known = {"key": form.submission_key(), "version": form.expected_version()}
            secret = current_app.config["SETTINGS"].secret
            made = refer_further(case, form.referral(), secret=secret, actor=viewer(), now=clock.now(), **known)
            url = url_for("referral.show", number=number, referral_number=made)
            return done(url, f"Rujukan {made} dibuat.", draft="rujukan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("referral/new.html", status=form_status(), case=case, form=form)


@blueprint.get("/kasus/<case:number>/rujukan/<referral:referral_number>")
@requires(Permission.SEE_CASES)
def show(number: str, referral_number: str) -> Response:
    case = load_case(number)
    referral = load_referral(case, referral_number)
    may_handle = viewer().can(Permission.HANDLE_REFERRAL)
    return respond(
        "referral/show.html",
        case=case,
        referral=referral,
        state=ReferralState(referral.state),
        steps=open_steps(case, referral),
        log=log_lines(events_of(referral), current_hub().zone),
        keys=keys_of(referral) if may_handle else None,
        today=hub_today(),
        may_send=may_send(case),
        is_waiting=is_unanswered(referral.state),
        is_untold=must_tell_family(referral.state, referral.told_family_on),
    )


def _older(last: object) -> str:
    """The way to the next page, which begins after this row."""
    return url_for("referral.index", **_kept() | {"setelah": f"{last.answer_due_on:%Y-%m-%d}.{last.id}"})


def _kept() -> dict[str, str]:
    """What the list is narrowed to, without its page."""
    return {name: text for name, text in request.args.items() if name != "setelah"}
