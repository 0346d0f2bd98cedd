"""Rujukan: the list of letters that wait for an answer, one referral, and a further one."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, request, url_for

from puskesos import clock
from puskesos.actions.referral import refer_further
from puskesos.errors import RuleBroken
from puskesos.forms.base import clean_line
from puskesos.forms.referral import ReferralForm
from puskesos.queries.agency import list_agencies
from puskesos.queries.case_page import papers_of
from puskesos.queries.referral import (
    PAGE,
    TO_TELL,
    WAITING,
    ReferralFilter,
    count_referrals,
    events_of,
    list_referrals,
    waiting_by_agency,
)
from puskesos.rules.permissions import Permission
from puskesos.rules.referral import is_unanswered, must_tell_family
from puskesos.rules.referral_path import ReferralState
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.referral_shown import (
    first_referral,
    keys_of,
    load_referral,
    log_lines,
    offer_referral,
    open_steps,
)

blueprint = Blueprint("referral", __name__)
STATES = [(WAITING, "Belum dijawab"), (TO_TELL, "Jawaban belum disampaikan"), *ReferralState.choices()]


@blueprint.get("/rujukan")
@requires(Permission.SEE_CASES)
def index() -> Response:
    wanted, today = _filter(), hub_today()
    rows = list_referrals(viewer(), wanted, today, after=_after())
    shown = rows[:PAGE]
    return respond(
        "referral/index.html",
        "referral/_rows.html",
        rows=shown,
        older=_older(shown[-1]) if len(rows) > PAGE else None,
        total=count_referrals(viewer(), wanted, today),
        wanted=wanted,
        states=[*STATES, ("", "Semua status")],
        agencies=[("", "Semua instansi"), *((str(one.id), one.name) for one in list_agencies(viewer().hub_id))],
        owing=waiting_by_agency(viewer()) if wanted.is_first_look and not _after() else [],
        today=today,
    )


@blueprint.route("/kasus/<case:number>/rujukan/baru", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def new(number: str) -> Response:
    case, today = load_case(number), hub_today()
    form = open_form(ReferralForm, data={"version": case.version} | first_referral(today))
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
        is_waiting=is_unanswered(referral.state),
        is_untold=must_tell_family(referral.state, referral.told_family_on),
    )


def _filter() -> ReferralFilter:
    given = request.args
    state, agency = given.get("status", WAITING), given.get("instansi", "")
    return ReferralFilter(
        text=clean_line(given.get("cari"))[:60],
        state=state if state in {"", WAITING, TO_TELL, *ReferralState} else WAITING,
        agency=int(agency) if agency.isascii() and agency.isdigit() and len(agency) < 10 else None,
        late=given.get("lewat") == "1",
    )


def _older(last: object) -> str:
    """The way to the next page, which begins after this row."""
    kept = {name: value for name, value in request.args.items() if name != "setelah"}
    return url_for("referral.index", **kept | {"setelah": f"{last.answer_due_on:%Y-%m-%d}.{last.id}"})


def _after() -> tuple[date, int] | None:
    """The last row of the page before, from "2026-11-21.42"; nonsense starts from the beginning."""
    day, _, row_id = request.args.get("setelah", "").partition(".")
    try:
        return (date.fromisoformat(day), int(row_id)) if row_id.isdecimal() and len(row_id) < 10 else None
    except ValueError:
        return None
