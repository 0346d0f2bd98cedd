"""The one next step of a case for this viewer, the same on its page and in lists, and the other steps open to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from flask import url_for

from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.case_path import CaseAct, CaseState, acts_for
from puskesos.rules.intake import IntakeKind, Priority
from puskesos.rules.needs_action import STANDS
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.views.referral_shown import Waiting, is_ours_to_move, waiting_referral, waiting_step
from puskesos.views.track_next import way_words

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


class Standing(Protocol):
    """How a case stands, as its page and a row of a list know it: all that the next step goes by."""

    @property
    def case(self) -> Any: ...
    @property
    def check(self) -> Any: ...
    @property
    def open_assignment(self) -> Any: ...
    @property
    def names(self) -> Mapping[int, str]: ...
    @property
    def referrals(self) -> Sequence[Any]: ...
    @property
    def ways(self) -> Sequence[tuple[int, str, str]]: ...


@dataclass(frozen=True)
class Step:
    """What comes next: a sentence, the main button (when this viewer can take it), and other steps as (url, text).

    `still` says in a few words what has not happened.
    """

    text: str
    url: str = ""
    label: str = ""
    others: tuple[tuple[str, str], ...] = ()
    still: str = ""


def next_step(page: Standing, viewer: Viewer) -> Step:
    """The one next step as this viewer can take it, with the other steps and the guided way beside the case."""
    step = main_step(page, viewer)
    way, acts = way_words(page.ways), offered_acts(page, viewer)
    said = f"{step.text} {way}" if way and way not in step.text else step.text
    return replace(step, text=said, others=_links(page, acts, step.url))


def main_step(page: Standing, viewer: Viewer) -> Step:
    """The next step without what else may be done: the sentence and the one button."""
    other = _beside_the_path(page, viewer)
    if other:
        may = bool(other.endpoint) and other.permission is not None and viewer.can(other.permission)
        waits = "Menunggu laporan kunjungan diperiksa." if other.permission == Permission.REVIEW_VISIT else other.text
        address, label = (_url(other.endpoint, page), other.label) if may else ("", "")
        return Step(other.text if may else waits, address, label, still=other.still)
    text, act = _on_the_path(page)
    if act in offered_acts(page, viewer):
        return Step(text, _url(ENDPOINTS[act], page), act.label, still=STANDS[act])
    if act == CaseAct.PENUGASAN and CaseAct.CEK_DATA in offered_acts(page, viewer):
        said = "Isi cek data, atau tunggu koordinator menugaskan relawan."
        return Step(said, _url(ENDPOINTS[CaseAct.CEK_DATA], page), CaseAct.CEK_DATA.label, still=STANDS[act])
    if act == CaseAct.KELENGKAPAN and viewer.can(Permission.TICK_PAPERS):
        return Step(text, _url("case_papers.index", page), "Catat berkas", still=STANDS[act])
    return Step(WAITS_FOR_OTHERS.get(act, text), still=STANDS[act])


def offered_acts(page: Standing, viewer: Viewer) -> list[CaseAct]:
    """The acts of the table that are open to this viewer on this case."""
    return acts_for(
        page.case.state,
        {str(role) for role in viewer.roles},
        emergency=page.case.priority == Priority.DARURAT,
        task_open=page.open_assignment is not None,
        undecided=page.case.decision_pending,
    )


def _on_the_path(page: Standing) -> tuple[str, CaseAct]:
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


def _beside_the_path(page: Standing, viewer: Viewer) -> Waiting | None:
    """What the case waits for outside its own table: the end it has, its volunteer, its offices, its guided way."""
    state, task = CaseState(page.case.state), page.open_assignment
    if state in ENDED:
        endpoint = "" if state == CaseState.BATAL else "papers.case_sheet_file"
        return Waiting(ENDED[state], endpoint, "Cetak lembar kasus", Permission.PRINT_CASE_SHEET, "")
    if task is not None:
        name = page.names.get(task.volunteer_id, "relawan")
        if task.state == AssignmentState.DILAPORKAN:
            said, still = f"Periksa laporan {name}.", f"laporan {name} belum diperiksa"
            return Waiting(said, "visit.review", "Periksa laporan", Permission.REVIEW_VISIT, still)
        if state == CaseState.KUNJUNGAN:
            said = f"Menunggu laporan {name} ({AssignmentState(task.state).label.lower()})."
            return Waiting(said, "", "", None, f"laporan {name} belum ada")
    return _after_the_decision(page, viewer)


def _after_the_decision(page: Standing, viewer: Viewer) -> Waiting | None:
    """A letter to send or an answer to tell comes first; the koordinator's own decision, where it is due, before it."""
    state, is_undecided = page.case.state, page.case.decision_pending
    if state not in {CaseState.DIRUJUK, CaseState.DILAYANI} or (is_undecided and viewer.can(Permission.DECIDE)):
        return None
    if is_ours_to_move(page.referrals):
        return waiting_step(page.referrals)
    if is_undecided:
        return None
    if state == CaseState.DIRUJUK:
        return waiting_step(page.referrals) if page.referrals else None
    if not (way := way_words(page.ways)):
        return None
    return Waiting(f"Sedang dilayani. {way}", "track.show", "Buka jalur", Permission.SEE_CASES, "jalur masih berjalan")


def _links(page: Standing, acts: list[CaseAct], main: str) -> tuple[tuple[str, str], ...]:
    links = [(_url(ENDPOINTS[act], page), _label(page, act)) for act in acts if act in ENDPOINTS]
    return tuple(link for link in links if link[0] != main)


def _label(page: Standing, act: CaseAct) -> str:
    """The act's words here: deciding a referred case means deciding otherwise."""
    if act == CaseAct.PENETAPAN and page.case.state == CaseState.DIRUJUK:
        return "Tetapkan lain"
    return act.label


def _url(endpoint: str, page: Standing) -> str:
    if endpoint == "visit.review" and page.open_assignment:
        return url_for(endpoint, number=page.open_assignment.number)
    if endpoint == "referral.show" and (referral := waiting_referral(page.referrals)):
        return url_for(endpoint, number=page.case.number, referral_number=referral.number)
    if endpoint == "track.show":
        return url_for(endpoint, number=page.case.number, track_id=page.ways[0][0])
    return url_for(endpoint, number=page.case.number)
