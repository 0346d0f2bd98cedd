"""How a case reads on its page: the one next step for this viewer, the history's lines, advice on the data check."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from puskesos.catalogue import load
from puskesos.formatting import show_moment
from puskesos.models.case import DataCheck
from puskesos.models.person import Person
from puskesos.queries.case_page import CasePage
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CLOSED_STATES, CaseState, transitions_from
from puskesos.rules.data_check import decile_advice
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer


@dataclass(frozen=True)
class Step:
    """What comes next: a sentence, the main button (when this viewer can take it), and other steps as (url, text)."""

    text: str
    url: str = ""
    label: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HistoryLine:
    """One line of the timeline."""

    when: str
    who: str
    text: str
    detail: str


_WAITS_FOR_OTHERS = {  # what somebody reads who may not take the step
    Permission.ASSIGN: "Menunggu koordinator menugaskan relawan.",
    Permission.REVIEW_VISIT: "Menunggu laporan kunjungan diperiksa.",
    Permission.CHECK_DATA: "Menunggu cek data.",
    Permission.RECOMMEND: "Menunggu rekomendasi back office.",
}


Waiting = tuple[str, str, str, Permission | None]

# What a case in this state waits for: sentence, endpoint, button, and who may take the step.
_DATA_CHECK: Waiting = ("Isi cek data.", "case_work.check_data", "Isi cek data", Permission.CHECK_DATA)
_WAITING_FOR: dict[CaseState, Waiting] = {
    CaseState.PERLU_PERBAIKAN: (
        "Menunggu berkas dari keluarga. Catat berkas yang datang, lalu lanjutkan.",
        "case_decision.complete",
        "Berkas sudah lengkap",
        Permission.REGISTER_CASE,
    ),
    CaseState.PENANGANAN: (
        "Beri rekomendasi, atau langsung tetapkan.",
        "case_work.recommend",
        "Beri rekomendasi",
        Permission.RECOMMEND,
    ),
    CaseState.MENUNGGU_PENETAPAN: (
        "Menunggu penetapan koordinator.",
        "case_decision.decide",
        "Tetapkan",
        Permission.DECIDE,
    ),
    CaseState.DILAYANI: (
        "Sedang dilayani. Tutup kasus bila layanan sudah diterima.",
        "case_decision.close",
        "Tutup kasus",
        Permission.DECIDE,
    ),
    CaseState.DIRUJUK: (
        "Menunggu jawaban instansi. Tutup kasus bila sudah ada hasil.",
        "case_decision.close",
        "Tutup kasus",
        Permission.DECIDE,
    ),
    CaseState.SELESAI: (
        "Kasus selesai.",
        "papers.case_sheet_file",
        "Cetak lembar kasus",
        Permission.PRINT_CASE_SHEET,
    ),
    CaseState.DITOLAK: (
        "Kasus tidak dapat dilayani.",
        "papers.case_sheet_file",
        "Cetak lembar kasus",
        Permission.PRINT_CASE_SHEET,
    ),
    CaseState.BATAL: ("Kasus dibatalkan.", "", "", None),
}


def next_step(page: CasePage, viewer: Viewer) -> Step:
    """The one next step as this viewer can take it."""
    state = CaseState(page.case.state)
    text, endpoint, label, permission = _waiting(page, state)
    others = tuple(_others(page, state, viewer))
    if endpoint and permission and viewer.can(permission):
        url = _url(endpoint, page)
        return Step(text, url, label, tuple(other for other in others if other[0] != url))
    return Step(_WAITS_FOR_OTHERS.get(permission, text), others=others)


def history_lines(page: CasePage, zone: str) -> list[HistoryLine]:
    """The events, newest first, ready to show."""
    return [
        HistoryLine(
            when=show_moment(event.at, zone),
            who=f"{event.actor_name} ({event.actor_role})",
            text=_move_text(event.from_state, event.to_state),
            detail=event.text,
        )
        for event in page.events
    ]


def advice_on(check: DataCheck | Person | None) -> list[str]:
    """What the decile says about programs, from the catalogue's limits; advice, never a verdict."""
    if check is None or check.decile is None:
        return []
    programs = load("programs")
    limits = {row["name"]: row["decile_limit"] for row in programs if row.get("decile_limit")}
    doubtful = {row["name"]: row["doubtful_decile"] for row in programs if row.get("doubtful_decile")}
    return decile_advice(check.decile, limits, doubtful=doubtful)


def _waiting(page: CasePage, state: CaseState) -> Waiting:
    """What the case waits for: sentence, endpoint, button, and who may."""
    task = page.open_assignment
    if state == CaseState.KUNJUNGAN and task is not None:
        name = page.names.get(task.volunteer_id, "relawan")
        if task.state == AssignmentState.DILAPORKAN:
            return f"Periksa laporan {name}.", "visit.review", "Periksa laporan", Permission.REVIEW_VISIT
        return f"Menunggu laporan {name} ({AssignmentState(task.state).label.lower()}).", "", "", None
    if state == CaseState.TERDAFTAR and page.check is None:
        return (
            "Tugaskan relawan untuk berkunjung, atau isi cek data bila kunjungan tidak perlu.",
            "assignment.new",
            "Tugaskan relawan",
            Permission.ASSIGN,
        )
    return _WAITING_FOR.get(state, _DATA_CHECK)


def _others(page: CasePage, state: CaseState, viewer: Viewer) -> list[tuple[str, str]]:
    """The other steps this viewer may take from here, by the transition table."""
    roles = {str(role) for role in viewer.roles}
    offered: list[tuple[str, str]] = []
    if (
        state in {CaseState.TERDAFTAR, CaseState.KUNJUNGAN}
        and not page.open_assignment
        and viewer.can(Permission.CHECK_DATA)
    ):
        offered.append((_url("case_work.check_data", page), "Isi cek data"))
    if (
        state in {CaseState.PENANGANAN, CaseState.KUNJUNGAN}
        and not page.open_assignment
        and viewer.can(Permission.ASSIGN)
    ):
        offered.append((_url("assignment.new", page), "Tugaskan relawan"))
    if state == CaseState.PENANGANAN and viewer.can(Permission.DECIDE):
        offered.append((_url("case_decision.decide", page), "Tetapkan"))
    for step in transitions_from(state):
        if not step.is_open_to(roles):
            continue
        if step.target == CaseState.PENANGANAN and (state in CLOSED_STATES or state == CaseState.MENUNGGU_PENETAPAN):
            endpoint = "case_decision.reopen" if state in CLOSED_STATES else "case_decision.send_back"
            offered.append((_url(endpoint, page), step.label))
        elif step.target == CaseState.PERLU_PERBAIKAN:
            offered.append((_url("case_decision.incomplete", page), step.label))
        elif step.target == CaseState.BATAL:
            offered.append((_url("case_decision.cancel", page), step.label))
    return offered


def _url(endpoint: str, page: CasePage) -> str:
    if endpoint == "visit.review" and page.open_assignment:
        return url_for(endpoint, number=page.open_assignment.number)
    return url_for(endpoint, number=page.case.number)


def _move_text(source: str, target: str) -> str:
    if not target:
        return ""
    label = CaseState(target).label
    return f"→ {label}" if source else label
