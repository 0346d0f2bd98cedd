"""What a case waits for, as the sentence and the deed for whoever looks: nobody reads of a button they do not have."""

from __future__ import annotations

from collections.abc import Collection

from puskesos.models.case import Case
from puskesos.rules.case_path import CaseAct, CaseState
from puskesos.rules.intake import QUESTIONS, Priority
from puskesos.rules.needs_action import STANDS

Way = tuple[CaseAct, str]  # a deed, and the sentence that names it
A = CaseAct
EMERGENCY: tuple[Way, ...] = (
    (A.PENUGASAN, "Darurat: tolong dahulu. Kirim relawan, atau tangani sekarang."),
    (A.SEGERA, "Darurat: tolong dahulu. Tangani sekarang."),
)
ASKED: Way = (A.INFORMASI, "Jawab pertanyaannya, atau tangani bila perlu bantuan.")
UNCHECKED: Way = (A.CEK_DATA, "Layanan ini tidak memerlukan cek data. Teruskan ke back office.")
CHECKED: Way = (A.CEK_DATA, "Isi cek data.")
VIOLENCE: Way = (A.SEGERA, "Kasus kekerasan: rujuk sekarang, jangan menunggu berkas atau kunjungan.")
TICKED = "Menunggu berkas dari keluarga. Catat berkas yang datang."
UNDECIDED: Way = (A.SUSULAN, "Sudah ditangani karena darurat. Penetapan menyusul.")
WAYS: dict[CaseState, tuple[Way, ...]] = {  # the first deed that is open is the main one
    CaseState.TERDAFTAR: (
        (A.PENUGASAN, "Tugaskan relawan untuk berkunjung, atau isi cek data bila kunjungan tidak perlu."),
        (A.CEK_DATA, "Isi cek data, atau usulkan kunjungan kepada koordinator."),
    ),
    CaseState.PERLU_PERBAIKAN: (
        (A.KELENGKAPAN, "Menunggu berkas dari keluarga. Catat berkas yang datang, lalu lanjutkan."),
    ),
    CaseState.KUNJUNGAN: ((A.CEK_DATA, "Isi cek data."),),
    CaseState.PENANGANAN: (
        (A.PENETAPAN, "Beri rekomendasi, atau langsung tetapkan."),
        (A.REKOMENDASI, "Beri rekomendasi."),
    ),
    CaseState.MENUNGGU_PENETAPAN: ((A.PENETAPAN, "Menunggu penetapan."),),
    CaseState.DILAYANI: (
        (A.PENUTUPAN, "Sedang dilayani. Tutup kasus bila layanan sudah diterima."),
        (A.USUL_TUTUP, "Sedang dilayani. Usulkan tutup bila layanan sudah diterima."),
    ),
    CaseState.DIRUJUK: (
        (A.PENUTUPAN, "Menunggu jawaban instansi. Tutup kasus bila sudah ada hasil."),
        (A.USUL_TUTUP, "Menunggu jawaban instansi. Usulkan tutup bila sudah ada hasil."),
    ),
}
OTHERWISE = {  # what somebody reads to whom none of these is open
    CaseState.TERDAFTAR: "Menunggu koordinator menugaskan relawan.",
    CaseState.PERLU_PERBAIKAN: "Menunggu berkas dari keluarga.",
    CaseState.KUNJUNGAN: "Menunggu cek data.",
    CaseState.PENANGANAN: "Menunggu rekomendasi back office.",
    CaseState.MENUNGGU_PENETAPAN: "Menunggu penetapan koordinator.",
    CaseState.DILAYANI: "Sedang dilayani.",
    CaseState.DIRUJUK: "Menunggu jawaban instansi.",
}
MAIN_OF = {(CaseState.PENANGANAN, A.PENETAPAN): A.REKOMENDASI}  # the sentence names both; advice comes first


def way_of(case: Case, acts: Collection[CaseAct], *, checked: bool, skips_check: bool) -> tuple[str, CaseAct | None]:
    """The sentence for somebody with these deeds, and the deed of the main button if there is one."""
    state = CaseState(case.state)
    if case.decision_pending:
        said = "Sudah ditangani; menunggu penetapan koordinator."
        return next(((text, act) for act, text in (UNDECIDED,) if act in acts), (said, None))
    act, text = next(((act, text) for act, text in _ways(case, state, checked, skips_check) if act in acts), (None, ""))
    return text or OTHERWISE[state], MAIN_OF.get((state, act), act) if act else None


def still_waits(case: Case, acts: Collection[CaseAct], *, checked: bool, skips_check: bool) -> str:
    """What has not happened yet, in a few words, when these deeds are open."""
    state = CaseState(case.state)
    _, act = way_of(case, acts, checked=checked, skips_check=skips_check)
    if state == CaseState.TERDAFTAR and act != A.INFORMASI:
        return STANDS[A.PENUGASAN]
    return STANDS[act or WAYS[state][0][0]]


def _ways(case: Case, state: CaseState, checked: bool, skips_check: bool) -> tuple[Way, ...]:
    usual = WAYS[state]
    if state != CaseState.TERDAFTAR:
        return usual
    if case.kind in QUESTIONS:
        usual = (ASKED, *usual)
    if case.priority == Priority.DARURAT:
        return (*EMERGENCY, *usual)
    if skips_check:
        return (ASKED, UNCHECKED)
    return (CHECKED, *usual) if checked else usual
