"""Beranda by role: the counter's day, what needs action, or the volunteer's "Hari ini"."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, redirect

from puskesos.queries.assignment import own_open
from puskesos.queries.registry_findings import count_findings
from puskesos.queries.waiting import BACK_OFFICE_STATES, KOORDINATOR_STATES, cases_in, cases_of_day, reports_to_review
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseState
from puskesos.rules.deadlines import due_words
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import Role
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import hub_today, respond
from puskesos.views.registry_check_shown import WORDS

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def show() -> Response:
    if viewer().is_volunteer:
        return _volunteer_day()
    if viewer().roles == {Role.ADMIN}:
        return redirect("/pengaturan", 303)
    today = hub_today()
    findings = count_findings(viewer()) if viewer().has_role(Role.KOORDINATOR) else {}
    shown = {"lists": _lists(today), "findings": findings, "check_words": WORDS}
    return respond("home/staff.html", **shown, today=today, due_words=due_words)


def _lists(today: date) -> list[dict[str, Any]]:
    """The lists of Beranda for the viewer's roles, most urgent first: title, rows, and what to say when empty."""
    person = viewer()
    lists: list[dict[str, Any]] = []
    if person.has_role(Role.KOORDINATOR):
        lists += [
            _list("Menunggu penetapan", cases_in(person, KOORDINATOR_STATES[:1]), "Tidak ada yang menunggu penetapan."),
            _list("Laporan kunjungan masuk", reports_to_review(person), "Semua laporan sudah diperiksa."),
            _list(
                "Sedang dilayani atau dirujuk", cases_in(person, KOORDINATOR_STATES[1:]), "Tidak ada layanan berjalan."
            ),
        ]
    if person.has_role(Role.BO):
        rows = cases_in(person, BACK_OFFICE_STATES, area=person.area)
        lists.append(_list("Perlu dikerjakan back office", rows, "Tidak ada kasus yang menunggu back office."))
        if not person.has_role(Role.KOORDINATOR):
            lists.append(_list("Laporan kunjungan masuk", reports_to_review(person), "Semua laporan sudah diperiksa."))
    if person.has_role(Role.FO):
        waiting = cases_in(person, (CaseState.PERLU_PERBAIKAN,))
        lists += [
            _list("Menunggu berkas dari keluarga", waiting, "Tidak ada yang menunggu berkas."),
            _list("Didaftarkan hari ini", cases_of_day(person, today), "Belum ada pendaftaran hari ini."),
        ]
    return lists


def _list(title: str, rows: list[Any], empty: str) -> dict[str, Any]:
    return {"title": title, "rows": rows, "empty": empty}


def _volunteer_day() -> Response:
    today = hub_today()
    tasks = own_open(viewer())
    waiting = [task for task in tasks if task.task_state != AssignmentState.DILAPORKAN]
    week_end = today + timedelta(days=6 - today.weekday() or 7)
    parts = [
        ("Lewat", [task for task in waiting if task.due_on < today]),
        ("Hari ini", [task for task in waiting if task.due_on == today]),
        ("Minggu ini", [task for task in waiting if today < task.due_on <= week_end]),
        ("Nanti", [task for task in waiting if task.due_on > week_end]),
    ]
    return respond(
        "home/volunteer.html",
        parts=[(title, _by_place(rows)) for title, rows in parts if rows],
        count=len(waiting),
        fresh=sum(task.task_state == AssignmentState.DITUGASKAN for task in waiting),
        sent=len(tasks) - len(waiting),
        today=today,
        due_words=due_words,
    )


def _by_place(tasks: list[Any]) -> list[tuple[str, list[Any]]]:
    """Tasks grouped by village and RT/RW, so that one walk serves several."""

    def place(task: Any) -> tuple[str, str, str]:
        return task.village_name, task.rw, task.rt

    groups = []
    for (village, rw, rt), rows in groupby(sorted(tasks, key=place), key=place):
        where = "/".join(part for part in (f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if part)
        groups.append((", ".join(part for part in (village, where) if part), list(rows)))
    return groups
