"""The one next step of a case for this viewer, and the other steps that the table of steps opens to them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from puskesos.queries.case_page import CasePage
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseAct, CaseState, acts_for
from puskesos.rules.intake import IntakeKind, Priority
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.views.referral_shown import waiting_referral, waiting_step

Waiting = tuple[str, str, str, Permission | None]
ENDPOINTS = {
    CaseAct.PENUGASAN: "assignment.new",
    CaseAct.CEK_DATA: "case_work.check_data",
    CaseAct.KEKURANGAN: "case_decision.incomplete",
    CaseAct.KELENGKAPAN: "case_decision.complete",
    CaseAct.INFORMASI: "case_ending.inform",
    CaseAct.SEGERA: "case_emergency.help_now",
    CaseAct.REKOMENDASI: "case_work.recommend",
    CaseAct.PENETAPAN: "case_decision.decide",
    CaseAct.SUSULAN: "case_emergency.decide_after",
    CaseAct.PENGEMBALIAN: "case_decision.send_back",
    CaseAct.RUJUKAN: "referral.new",
    CaseAct.PENUTUPAN: "case_decision.close",
    CaseAct.PENOLAKAN: "case_ending.refuse",
    CaseAct.PEMBUKAAN: "case_decision.reopen",
    CaseAct.PEMBATALAN: "case_ending.cancel",
}
# What a case in this state waits for: the sentence, and the act that is its main button.
WAITING_FOR = {
    CaseState.PERLU_PERBAIKAN: (
        "Menunggu berkas dari keluarga. Catat berkas yang datang, lalu lanjutkan.",
        CaseAct.KELENGKAPAN,
    ),
    CaseState.KUNJUNGAN: ("Isi cek data.", CaseAct.CEK_DATA),
    CaseState.PENANGANAN: ("Beri rekomendasi, atau langsung tetapkan.", CaseAct.REKOMENDASI),
    CaseState.MENUNGGU_PENETAPAN: ("Menunggu penetapan koordinator.", CaseAct.PENETAPAN),
    CaseState.DILAYANI: ("Sedang dilayani. Tutup kasus bila layanan sudah diterima.", CaseAct.PENUTUPAN),
    CaseState.DIRUJUK: ("Menunggu jawaban instansi. Tutup kasus bila sudah ada hasil.", CaseAct.PENUTUPAN),
}
ENDED = {
    CaseState.SELESAI: "Kasus selesai.",
    CaseState.DITOLAK: "Kasus tidak dapat dilayani.",
    CaseState.BATAL: "Kasus dibatalkan.",
}
WAITS_FOR_OTHERS = {  # what somebody reads who may not take the step
    CaseAct.PENUGASAN: "Menunggu koordinator menugaskan relawan.",
    CaseAct.CEK_DATA: "Menunggu cek data.",
    CaseAct.REKOMENDASI: "Menunggu rekomendasi back office.",
    CaseAct.SUSULAN: "Sudah ditangani; menunggu penetapan koordinator.",
}
ASKED_ONLY = frozenset({IntakeKind.PERTANYAAN})


@dataclass(frozen=True)
class Step:
    """What comes next: a sentence, the main button (when this viewer can take it), and other steps as (url, text)."""

    text: str
    url: str = ""
    label: str = ""
    others: tuple[tuple[str, str], ...] = ()


def next_step(page: CasePage, viewer: Viewer) -> Step:
    """The one next step as this viewer can take it."""
    acts = offered_acts(page, viewer)
    other = _beside_the_path(page)
    if other:
        text, endpoint, label, permission = other
        may = bool(endpoint) and permission is not None and viewer.can(permission)
        main = _url(endpoint, page) if may else ""
        said = text if may or permission != Permission.REVIEW_VISIT else "Menunggu laporan kunjungan diperiksa."
        return Step(said, main, label if main else "", _links(page, acts, main))
    text, act = _on_the_path(page)
    if act in acts:
        main = _url(ENDPOINTS[act], page)
        return Step(text, main, act.label, _links(page, acts, main))
    return Step(WAITS_FOR_OTHERS.get(act, text), others=_links(page, acts, ""))


def offered_acts(page: CasePage, viewer: Viewer) -> list[CaseAct]:
    """The acts of the table that are open to this viewer on this case."""
    return acts_for(
        page.case.state,
        {str(role) for role in viewer.roles},
        emergency=page.case.priority == Priority.DARURAT,
        task_open=page.open_assignment is not None,
        undecided=page.case.decision_pending,
    )


def _on_the_path(page: CasePage) -> tuple[str, CaseAct]:
    state = CaseState(page.case.state)
    if page.case.decision_pending:
        return "Sudah ditangani karena darurat. Penetapan menyusul.", CaseAct.SUSULAN
    if state == CaseState.TERDAFTAR and page.case.kind in ASKED_ONLY:
        return "Jawab pertanyaannya, atau tangani bila perlu bantuan.", CaseAct.INFORMASI
    if state == CaseState.TERDAFTAR and page.case.priority == Priority.DARURAT:
        return "Darurat: tolong dahulu. Kirim relawan, atau tangani sekarang.", CaseAct.PENUGASAN
    if state == CaseState.TERDAFTAR and page.check is None:
        return "Tugaskan relawan untuk berkunjung, atau isi cek data bila kunjungan tidak perlu.", CaseAct.PENUGASAN
    return WAITING_FOR.get(state, WAITING_FOR[CaseState.KUNJUNGAN])


def _beside_the_path(page: CasePage) -> Waiting | None:
    """What the case waits for outside its own table: the end it has, its volunteer, its offices."""
    state, task = CaseState(page.case.state), page.open_assignment
    if state in ENDED:
        endpoint = "" if state == CaseState.BATAL else "papers.case_sheet_file"
        return ENDED[state], endpoint, "Cetak lembar kasus", Permission.PRINT_CASE_SHEET
    if task is not None:
        name = page.names.get(task.volunteer_id, "relawan")
        if task.state == AssignmentState.DILAPORKAN:
            return f"Periksa laporan {name}.", "visit.review", "Periksa laporan", Permission.REVIEW_VISIT
        if state == CaseState.KUNJUNGAN:
            return f"Menunggu laporan {name} ({AssignmentState(task.state).label.lower()}).", "", "", None
    if state == CaseState.DIRUJUK and page.referrals and not page.case.decision_pending:
        return waiting_step(page.referrals)
    return None


def _links(page: CasePage, acts: list[CaseAct], main: str) -> tuple[tuple[str, str], ...]:
    links = [(_url(ENDPOINTS[act], page), _label(page, act)) for act in acts if act in ENDPOINTS]
    return tuple(link for link in links if link[0] != main)


def _label(page: CasePage, act: CaseAct) -> str:
    """The act's words here: deciding a referred case means deciding otherwise, and one volunteer may be there."""
    if act == CaseAct.PENUGASAN and page.open_assignment is not None:
        return "Tugaskan relawan lain"
    if act == CaseAct.PENETAPAN and page.case.state == CaseState.DIRUJUK:
        return "Tetapkan lain"
    return act.label


def _url(endpoint: str, page: CasePage) -> str:
    if endpoint == "visit.review" and page.open_assignment:
        return url_for(endpoint, number=page.open_assignment.number)
    if endpoint == "referral.show" and (referral := waiting_referral(page.referrals)):
        return url_for(endpoint, number=page.case.number, referral_number=referral.number)
    return url_for(endpoint, number=page.case.number)
