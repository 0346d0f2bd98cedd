"""Letters: a referral's letter made for the first time by a warm worker, and the same letter printed again."""

from __future__ import annotations

from pathlib import Path

from puskesos import clock
from puskesos.actions.referral import ReferralEntry, write_referral
from puskesos.bench.reading import Stage
from puskesos.bench.residents import case_number_at
from puskesos.bench.verdicts import Missing, Row, timed_row
from puskesos.config import load_settings
from puskesos.database import database
from puskesos.models import Case
from puskesos.rules.referral import LegalBasis
from puskesos.rules.viewer import Viewer

LETTERS = 12
REASON = "Siswa tidak masuk sejak tiga bulan lalu karena ikut melaut. Ibu setuju, ayah belum pulang melaut. " * 4


def write_letters(stage: Stage, data: Path, koordinator: Viewer) -> list[str]:
    """The addresses of fresh letters, on the connected database."""
    secret, addresses = load_settings(data).secret, []
    for position in range(LETTERS):
        case = Case.get(Case.number == case_number_at(500 + position % stage.cases, stage.today))
        entry = ReferralEntry(
            wanted="Kembali bersekolah atau paket B",
            reason=REASON,
            basis=str(LegalBasis.PUBLIK),
            officer="Bayu",
            letter_on=stage.today,
            agency_name="Dinas Pendidikan",
        )
        with database.atomic():
            made = write_referral(case, entry, secret=secret, actor=koordinator, now=clock.now())
        addresses.append(f"/kasus/{case.number}/rujukan/{made.number}/surat.pdf")
    return addresses


def measure_letters(stage: Stage, addresses: list[str]) -> list[Row | Missing]:
    """The first letter warms the worker's memory of letters; all are fetched twice."""
    first, again = ([stage.koordinator.get(address) for address in addresses] for _ in range(2))
    if any(answer.status != 200 or not answer.text.startswith("%PDF") for answer in [*first, *again]):
        return [Missing("referral letter", "the letter's address gave no PDF (is Pango installed?)")]
    warm, kept = ([answer.milliseconds for answer in answers] for answers in (first[1:], again))
    return [
        timed_row("referral letter, warm", stage.people, warm, must=200, aim=150, part=0.5),
        timed_row("referral letter, printed again", stage.people, kept, must=10, aim=5, part=0.5),
    ]
