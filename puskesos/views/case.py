"""Kasus: the list with its filters, the page of one case, and correcting what was taken at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.case_content import change_content
from puskesos.actions.person import change_person, reveal_number
from puskesos.errors import RuleBroken
from puskesos.forms.base import clean_line
from puskesos.forms.case import ContentForm, RevealForm
from puskesos.forms.choices import offer, village_choices
from puskesos.forms.person import IdentityForm
from puskesos.models.case import Case
from puskesos.models.hub import Service
from puskesos.queries.case import PAGE, CaseFilter, count_cases, earlier_cases_of, list_cases
from puskesos.queries.case_link import links_of
from puskesos.queries.case_page import load_case_page
from puskesos.queries.hub import list_services, list_villages, names_of_programs
from puskesos.rules.case_path import CaseState
from puskesos.rules.intake import Area, Priority
from puskesos.rules.permissions import Permission
from puskesos.rules.track import SUGGESTED
from puskesos.security.guard import requires, viewer
from puskesos.security.looks import saw
from puskesos.views.answer import case_url, current_hub, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.attachment_shown import attachment_lines
from puskesos.views.case_shown import case_advice
from puskesos.views.case_step import may_say_reached, next_step
from puskesos.views.clock_shown import case_clock
from puskesos.views.history_shown import history_entries, older_url
from puskesos.views.track_shown import card_window, lines_of
from puskesos.views.welfare_shown import case_welfare

blueprint = Blueprint("case", __name__, url_prefix="/kasus")
LISTED = frozenset(CaseState) - {CaseState.DRAF}  # drafts stand under Laporan lapangan
FILTERED = ("cari", "status", "desa", "bidang", "prioritas", "lewat")  # an empty one says "all" and must stay

NEWEST = 10  # lines of the history on the page; the others stand on their own


@blueprint.get("")
@requires(Permission.SEE_CASES)
def index() -> Response:
    wanted = read_filter(request.args)
    today = hub_today()
    rows = list_cases(viewer(), wanted, today, after=_after())
    older = None
    if len(rows) > PAGE:
        last = rows[PAGE - 1]
        older = url_for("case.index", **(_arguments() | {"setelah": f"{last.due_on:%Y-%m-%d}.{last.id}"}))
    return respond(
        "case_list/index.html",
        "case_list/_rows.html",
        rows=rows[:PAGE],
        older=older,
        total=count_cases(viewer(), wanted, today),
        kept=_arguments(),
        wanted=wanted,
        villages=village_choices(list_villages(viewer().hub_id), "Semua desa"),
        states=[("terbuka", "Semua yang terbuka"), *((state, state.label) for state in CaseState if state in LISTED)],
        areas=Area.choices(),
        priorities=Priority.choices(),
        today=today,
    )


@blueprint.get("/<case:number>")
@requires(Permission.SEE_CASES)
def show(number: str) -> Response:
    case = load_case(number)
    saw("case", case.number, actor=viewer(), now=clock.now())
    return _page(case)


@blueprint.route("/<case:number>/identitas", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def edit_identity(number: str) -> Response:
    case = load_case(number)
    person = case.client
    form = open_form(IdentityForm, data=IdentityForm.known(person, hub_today()) | {"version": person.version})
    form.village.choices = offer(village_choices(list_villages(viewer().hub_id)))
    form.today, form.regency_code = hub_today(), current_hub().code[:5]
    form.keep(person)
    if form.validate_on_submit():
        try:
            changed = change_person(
                person,
                form.identity(),
                case=case,
                actor=viewer(),
                now=clock.now(),
                version=form.expected_version(),
            )
            said = f"Diperbaiki: {', '.join(changed)}." if changed else "Tidak ada yang berubah."
            return done(case_url(case), said, draft="identitas")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/identity.html", status=form_status(), case=case, form=form)


@blueprint.route("/<case:number>/isian", methods=["GET", "POST"])
@requires(Permission.EDIT_IDENTITY)
def edit(number: str) -> Response:
    case = load_case(number)
    form = open_form(ContentForm, obj=case, data={"village": str(case.village_id), "service": str(case.service_id)})
    form.offer(list_villages(viewer().hub_id), _services_for(case), case.state)
    form.today = hub_today()
    if form.validate_on_submit():
        try:
            change_content(case, form.changes(), version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(case_url(case), "Isian kasus diperbaiki.", draft="isian")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("case/edit.html", status=form_status(), case=case, form=form)


@blueprint.route("/<case:number>/nomor", methods=["GET", "POST"])
@requires(Permission.REVEAL_NUMBER)
def reveal(number: str) -> Response:
    case = load_case(number)
    form = open_form(RevealForm)
    shown = None
    if form.validate_on_submit():
        try:
            shown = reveal_number(case.client, form.number.data, form.reason.data, actor=viewer(), now=clock.now())
        except RuleBroken as problem:
            form.carry(problem)
    status = 200 if shown is not None else form_status()
    return respond("case/reveal.html", "case/_number.html", status=status, case=case, form=form, shown=shown)


def _services_for(case: Case) -> list[Service]:
    """The services on offer, and the case's own when it no longer is."""
    offered = list_services(case.hub_id)
    return offered if any(one.id == case.service_id for one in offered) else [*offered, case.service]


def _page(case: Case) -> Response:
    page = load_case_page(case, events=NEWEST, viewer=viewer())
    today, zone = hub_today(), current_hub().zone
    files = attachment_lines(page.attachments, page.names, zone)
    return respond(
        "case/show.html",
        page=page,
        case=case,
        today=today,
        step=next_step(page, viewer()),
        case_clock=case_clock(case, page.referrals, today, has_ways=bool(page.tracks)),
        history=history_entries(case, page.events, page.corrections, viewer(), zone, clock.now()),
        older_history=older_url(page),
        attachments=[one for one in files if not one.removed],
        removed=[one for one in files if one.removed],
        advice=case_advice(page.check, case),
        earlier=earlier_cases_of(viewer(), case),
        links=links_of(viewer(), case) if page.has_links else [],
        tracks=lines_of(page.tracks, viewer(), current_hub(), today),
        suggested=SUGGESTED.get(case.service.code),
        card_window=card_window(case.client, current_hub(), today),
        programs=names_of_programs(case.hub_id) if page.memberships else {},
        welfare=case_welfare(viewer(), case, today, is_any=page.has_welfare),
        may_say_reached=may_say_reached(page, viewer()),
    )


def read_filter(given: Mapping[str, str]) -> CaseFilter:
    """The filter that the list's address tells."""
    village = given.get("desa", "")
    return CaseFilter(
        text=clean_line(given.get("cari"))[:60],
        state=given.get("status", "terbuka")
        if given.get("status", "terbuka") in {"terbuka", "", *CaseState}
        else "terbuka",
        village=int(village) if village.isascii() and village.isdigit() and len(village) < 10 else None,
        area=given.get("bidang", "") if given.get("bidang", "") in set(Area) else "",
        priority=given.get("prioritas", "") if given.get("prioritas", "") in set(Priority) else "",
        late=given.get("lewat") == "1",
    )


def _arguments() -> dict[str, str]:
    return {name: request.args[name] for name in FILTERED if name in request.args}


def _after() -> tuple[date, int] | None:
    """The last row of the page before, from "2026-11-21.42"; nonsense starts from the beginning."""
    day, _, row_id = request.args.get("setelah", "").partition(".")
    try:
        return (date.fromisoformat(day), int(row_id)) if row_id.isdigit() and len(row_id) < 10 else None
    except ValueError:
        return None
