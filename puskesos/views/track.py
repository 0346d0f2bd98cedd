"""Jalur: the list of all guided ways at work, one of them, and beginning one for a family."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.track import start_track
from puskesos.errors import RuleBroken
from puskesos.forms.choices import village_choices
from puskesos.forms.track import TrackForm, TrackSearchForm
from puskesos.models.case import Case
from puskesos.queries.hub import days_off, list_programs, list_villages
from puskesos.queries.track import elsewhere_too, family_of, log_of, people_on, people_running
from puskesos.queries.track_list import (
    PAGE,
    TO_ACT,
    TO_ENTER,
    TO_MEND,
    Clock,
    TrackFilter,
    count_people,
    counts_by_step,
    list_people,
)
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.permissions import Permission
from puskesos.rules.track import PATHS, RUNNING_STEPS, SUGGESTED, UNPROPOSED, TrackKind, TrackStep
from puskesos.rules.track_dates import last_open_day, next_monthly, proposal_window
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, load_case, open_form, respond
from puskesos.views.track_listed import sections_of
from puskesos.views.track_needs_shown import track_cutoffs_now
from puskesos.views.track_shown import (
    decile_remarks,
    groups_of,
    load_track,
    log_lines,
    path_items,
    track_url,
    wanted_words,
)

blueprint = Blueprint("track", __name__)
OTHER_STEPS = {TO_ACT: "Perlu ditindak", TO_ENTER: "Belum diusulkan lewat SIKS-NG", TO_MEND: "Perlu perbaikan desil"}


@blueprint.route("/jalur", methods=["GET", "POST"])
@requires(Permission.SEE_TRACKS)
def index() -> Response:
    search = TrackSearchForm()
    text = search.typed() if request.method == "POST" else ""
    wanted, hub, today = TrackFilter(text=text) if text else _filter(), current_hub(), hub_today()
    counts, hub_clock = counts_by_step(viewer()), Clock(today, hub.reactivation_months, track_cutoffs_now())
    rows = list_people(viewer(), wanted, hub_clock, after=None if text else _number("setelah"))
    return respond(
        "track/index.html",
        "track/_rows.html",
        sections=sections_of(rows[:PAGE], hub, today, to_mend=wanted.step == TO_MEND),
        older=_older(rows[PAGE - 1].id) if len(rows) > PAGE and not text else None,
        total=count_people(viewer(), wanted, hub_clock),
        wanted=wanted,
        search=search,
        steps=_step_options(counts),
        unproposed=sum(counts.get((kind, step), 0) for kind in TrackKind for step in UNPROPOSED[kind]),
        villages=village_choices(list_villages(hub.id), "Semua desa"),
        dates=_dates(),
        today=today,
    )


@blueprint.route("/kasus/<case:number>/jalur/baru", methods=["GET", "POST"])
@requires(Permission.HANDLE_TRACK)
def new(number: str) -> Response:
    case, today = load_case(number), hub_today()
    people, kind = family_of(viewer(), case), _kind(case)
    running = people_running(viewer(), [one.id for one in people], kind)
    first = TrackForm.first(people, case.client_id, running, today) | {"kind": kind}
    form = open_form(TrackForm.for_family(people), data=first)
    form.offer(list_programs(case.hub_id))
    form.kind.data = kind = TrackKind(form.kind.data) if form.kind.data in set(TrackKind) else kind
    if form.validate_on_submit():
        try:
            key, when = form.submission_key(), {"now": clock.now(), "today": today}
            made = start_track(case, form.entry(), key=key, actor=viewer(), **when)
            return done(track_url(case, made), "Jalur dimulai.", draft=f"jalur-{kind}")
        except RuleBroken as problem:
            form.carry(problem)
    shown = {"kind": kind, "people": people, "running": running, "dates": _dates(), "today": today}
    return respond("track/new.html", status=form_status(), case=case, form=form, **shown)


@blueprint.get("/kasus/<case:number>/jalur/<id:track_id>")
@requires(Permission.SEE_CASES)
def show(number: str, track_id: int) -> Response:
    case, hub, today = load_case(number), current_hub(), hub_today()
    track = load_track(case, track_id)
    members = people_on(viewer(), track)
    groups = groups_of(track, members, viewer(), hub, today)
    return respond(
        "track/show.html",
        case=case,
        track=track,
        kind=TrackKind(track.kind),
        groups=groups,
        path=path_items(track, groups),
        log=log_lines(log_of(viewer(), track), hub.zone),
        doubled=elsewhere_too(viewer(), track, members),
        wanted=wanted_words(track),
        remarks=decile_remarks(track, groups),
        is_open=case.state in OPEN_STATES,
        dates=_dates(),
        today=today,
    )


def _kind(case: Case) -> TrackKind:
    """What the form or the address asks for, else what the service suggests."""
    asked = request.form.get("kind") or request.args.get("jenis", "")
    return TrackKind(asked) if asked in set(TrackKind) else SUGGESTED.get(case.service.code, TrackKind.REAKTIVASI)


def _dates() -> dict[str, object]:
    """The next cut-off of DTSEN, the last open day before it, the day it is pulled, and when programs are proposed."""
    hub, today = current_hub(), hub_today()
    cut_off = next_monthly(hub.dtsen_cutoff_day, today)
    window = proposal_window(hub.proposal_from_day, hub.proposal_until_day, today)
    last = last_open_day(cut_off, today, days_off(hub.id))
    return {"cut_off": cut_off, "last": last, "pull": next_monthly(hub.dtsen_pull_day, today), "window": window}


def _filter() -> TrackFilter:
    given = request.args
    kind, step = given.get("jenis", ""), given.get("langkah", "")
    return TrackFilter(
        kind=kind if kind in set(TrackKind) else "",
        step=step if step in {*RUNNING_STEPS, *OTHER_STEPS} else "",
        village=_number("desa"),
        in_care=given.get("dirawat") == "1",
        late=given.get("lewat") == "1",
    )


def _step_options(counts: dict[tuple[str, str], int]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The steps by kind with how many people stand on each."""
    return [
        (kind.label, [(str(step), f"{step.label} ({counts.get((kind, step), 0)})") for step in _running(kind)])
        for kind in TrackKind
    ] + [("Yang lain", [*OTHER_STEPS.items()])]


def _running(kind: TrackKind) -> list[TrackStep]:
    return [step for step in PATHS[kind] if step in RUNNING_STEPS]


def _older(last: int) -> str:
    """The way to the next page, which begins after this row."""
    kept = {name: value for name, value in request.args.items() if name != "setelah" and value}
    return url_for("track.index", **kept | {"setelah": last})


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
