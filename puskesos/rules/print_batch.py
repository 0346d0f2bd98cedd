"""Many papers at once: which kinds of batches there are, of which papers they consist, how they leave."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from puskesos.rules.code import Code
from puskesos.rules.permissions import Permission

KEPT_FOR = timedelta(days=1)
MOST_PAPERS = 500
MOST_UNFINISHED = 3  # of one person


class BatchKind(Code):
    """What a batch is made of."""

    PILIHAN = "pilihan", "Kasus pilihan"
    BELUM_DICETAK = "belum_dicetak", "Yang belum dicetak"
    TANDA_TERIMA = "tanda_terima", "Tanda terima sebulan"
    HARI_RELAWAN = "hari_relawan", "Hari seorang relawan"


class BatchPaper(Code):
    """A paper that a batch may hold; the word ends the paper's own address."""

    LEMBAR_KASUS = "lembar-kasus", "Lembar kasus"
    TANDA_TERIMA = "tanda-terima", "Tanda terima"
    PERLU_DIBAWA = "perlu-dibawa", "Yang perlu dibawa"
    LEMBAR_KUNJUNGAN = "lembar-kunjungan", "Lembar kunjungan"
    RUTE = "rute", "Rute hari ini"
    SURAT = "surat", "Surat bernomor"


ABOUT = {  # what a paper's number belongs to, as the audit trail calls it
    BatchPaper.LEMBAR_KASUS: "case",
    BatchPaper.TANDA_TERIMA: "case",
    BatchPaper.PERLU_DIBAWA: "case",
    BatchPaper.LEMBAR_KUNJUNGAN: "assignment",
    BatchPaper.RUTE: "user",
    BatchPaper.SURAT: "letter",
}
DAILY = (BatchPaper.TANDA_TERIMA, BatchPaper.LEMBAR_KASUS)  # what every case gets on its first day
NEEDED = {  # besides the right to ask for batches at all
    BatchPaper.LEMBAR_KASUS: Permission.PRINT_CASE_SHEET,
    BatchPaper.TANDA_TERIMA: Permission.PRINT_RECEIPT,
    BatchPaper.PERLU_DIBAWA: Permission.PRINT_RECEIPT,
    BatchPaper.LEMBAR_KUNJUNGAN: Permission.ASSIGN,
    BatchPaper.RUTE: Permission.ASSIGN,
    BatchPaper.SURAT: Permission.SEE_LETTERS,
}


class BatchForm(Code):
    """How a batch leaves."""

    PDF = "pdf", "Satu PDF"
    ZIP = "zip", "ZIP dengan satu PDF per kertas"


@dataclass(frozen=True)
class Part:
    """One paper of a batch and what it is about: number of case or task, or id of volunteer or letter."""

    paper: BatchPaper
    about: str

    @property
    def file_name(self) -> str:
        """Its name in a ZIP."""
        return f"{self.paper}-{self.about}.pdf"


def parts_of_cases(numbers: Iterable[str], papers: Sequence[BatchPaper]) -> list[Part]:
    """These papers of each case, case by case; a number that comes twice counts once."""
    return [Part(paper, number) for number in dict.fromkeys(numbers) for paper in papers]


def count_papers(parts: Iterable[Part]) -> list[tuple[str, int]]:
    """How many of each paper, by its label, in the order in which they come."""
    return [(paper.label, number) for paper, number in Counter(part.paper for part in parts).items()]


def write_parts(parts: Sequence[Part]) -> str:
    """The parts as a column holds them."""
    return json.dumps([[str(part.paper), part.about] for part in parts])


def read_parts(text: str) -> list[Part]:
    """What `write_parts` wrote."""
    return [Part(BatchPaper(paper), about) for paper, about in json.loads(text)]


def batch_file_name(kind: BatchKind, form: BatchForm, day: date) -> str:
    """Kind and day; nothing of anybody."""
    return f"{str(kind).replace('_', '-')}-{day:%Y%m%d}.{form}"
