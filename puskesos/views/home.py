"""Beranda by role: the counter's day, what needs action, or the volunteer's "Hari ini"."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect

from puskesos import clock
from puskesos.documents.day_lines import own_lines, parts_of
from puskesos.queries.handover import unread_handovers
from puskesos.queries.kept import kept
from puskesos.queries.needs_action import PAGE, NeedFilter, list_needs
from puskesos.queries.registry_findings import count_findings
from puskesos.queries.restriction import unknown_emergencies
from puskesos.queries.waiting import BACK_OFFICE_STATES, KOORDINATOR_STATES, cases_in, cases_of_day
from puskesos.rules.case_path import CaseState
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import Role
from puskesos.rules.visit_day import BigStep
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import hub_due_words, hub_today, respond
from puskesos.views.day_shown import chips_of, fresh_tasks, narrowed
from puskesos.views.needs_shown import cutoffs_now, need_lines, tell_total
from puskesos.views.registry_check_shown import WORDS
from puskesos.views.track_needs_shown import track_need_lines

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def show() -> Response:
    if viewer().is_volunteer:
        return _volunteer_day()
    if viewer().roles == {Role.ADMIN}:
        return redirect("/pengaturan", 303)
    shown = kept(("beranda", viewer()), clock.now(), _gather)
    tell_total(shown["total"])
    return respond("home/staff.html", **shown, check_words=WORDS, due_words=hub_due_words)


def _gather() -> dict[str, Any]:
    """The work of this staff member: what needs action, then the lists by role."""
    person, today = viewer(), hub_today()
    needs = list_needs(person, cutoffs_now(), NeedFilter()) if person.can(Permission.SEE_NEEDS) else []
    return {
        "today": today,
        "lines": need_lines(needs[:PAGE], today),
        "total": needs[0].total if needs else 0,
        "emergencies": unknown_emergencies(person),
        "handovers": unread_handovers(person, clock.now()),
        "findings": count_findings(person) if person.has_role(Role.KOORDINATOR) else {},
        "ways": track_need_lines() if person.can(Permission.SEE_TRACKS) else [],
        "lists": _lists(today, {row.id for row in needs}),
    }


def _lists(today: date, told: set[int]) -> list[dict[str, Any]]:
    """The lists below "Perlu tindakan", without the cases told there: title, rows, and what to say when empty."""
    person = viewer()
    lists: list[dict[str, Any]] = []
    if person.has_role(Role.KOORDINATOR):
        rows = cases_in(person, KOORDINATOR_STATES)
        lists.append(_list("Sedang dilayani atau dirujuk", _rest(rows, told), "Tidak ada layanan lain yang berjalan."))
    if person.has_role(Role.BO):
        rows = cases_in(person, BACK_OFFICE_STATES, area=person.area)
        lists.append(_list("Dikerjakan back office", _rest(rows, told), "Tidak ada kasus lain di back office."))
    if person.has_role(Role.FO):
        waiting = cases_in(person, (CaseState.PERLU_PERBAIKAN,))
        lists += [
            _list("Menunggu berkas dari keluarga", waiting, "Tidak ada yang menunggu berkas."),
            _list("Didaftarkan hari ini", cases_of_day(person, today), "Belum ada pendaftaran hari ini."),
        ]
    return lists


def _rest(rows: list[Any], told: set[int]) -> list[Any]:
    return [row for row in rows if row.id not in told]


def _list(title: str, rows: list[Any], empty: str) -> dict[str, Any]:
    return {"title": title, "rows": rows, "empty": empty}


def _volunteer_day() -> Response:
    today = hub_today()
    lines = own_lines(viewer(), today)
    waiting = [line for line in lines if line.step != BigStep.LIHAT]
    shown = narrowed(waiting)
    return respond(
        "home/volunteer.html",
        parts=parts_of(shown, waiting),
        chips=chips_of(waiting),
        count=len(waiting),
        fresh=fresh_tasks(waiting),
        sent=[line for line in lines if line.step == BigStep.LIHAT],
        today=today,
        due_words=hub_due_words,
    )
