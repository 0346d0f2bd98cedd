"""How many working days each step of a case may take, by priority (domain.md 7.2, the rest our own defaults).
A hub may set other numbers; 0 is the same day."""

from collections.abc import Mapping

from puskesos.rules.case_path import CaseState
from puskesos.rules.code import Code
from puskesos.rules.intake import Priority

MOST_DAYS = 60


class Step(Code):
    """Langkah yang dibatasi waktunya: the open states of a case, and when the koordinator hears that one stands still.

    All days count from the beginning of the step, those of ESKALASI too; no step is handed on within its own limit.
    """

    TERDAFTAR = "terdaftar", "Terdaftar: kontak pertama"
    PERLU_PERBAIKAN = "perlu_perbaikan", "Berkas kurang: keluarga melengkapi"
    KUNJUNGAN = "kunjungan", "Kunjungan lapangan: laporan relawan"
    PENANGANAN = "penanganan", "Penanganan BO: rekomendasi"
    MENUNGGU_PENETAPAN = "menunggu_penetapan", "Menunggu penetapan: keputusan koordinator"
    DILAYANI = "dilayani", "Dilayani di Puskesos: sampai kasus ditutup"
    DIRUJUK = "dirujuk", "Dirujuk: jawaban instansi diteruskan"
    ESKALASI = "eskalasi", "Diteruskan ke koordinator bila langkah tidak maju"


P = Priority
DEFAULT_DAYS: Mapping[tuple[str, str], int] = {
    (step, priority): days
    for step, by_priority in {
        Step.TERDAFTAR: {P.DARURAT: 0, P.SEGERA: 0, P.BIASA: 2},
        Step.PERLU_PERBAIKAN: {P.DARURAT: 1, P.SEGERA: 3, P.BIASA: 10},
        Step.KUNJUNGAN: {P.DARURAT: 0, P.SEGERA: 1, P.BIASA: 3},
        Step.PENANGANAN: {P.DARURAT: 0, P.SEGERA: 1, P.BIASA: 3},
        Step.MENUNGGU_PENETAPAN: {P.DARURAT: 0, P.SEGERA: 1, P.BIASA: 2},
        Step.DILAYANI: {P.DARURAT: 1, P.SEGERA: 3, P.BIASA: 10},
        Step.DIRUJUK: {P.DARURAT: 1, P.SEGERA: 2, P.BIASA: 5},
        Step.ESKALASI: {P.DARURAT: 0, P.SEGERA: 1, P.BIASA: 3},
    }.items()
    for priority, days in by_priority.items()
}


def step_of(state: str) -> Step | None:
    """The step whose limit counts in a state of a case; None for drafts and closed cases."""
    return Step(state) if state in set(CaseState) & set(Step) else None
