"""What is asked before a batch of papers is printed."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField

from puskesos.forms.base import OnceForm
from puskesos.forms.choices import pick_one
from puskesos.rules.print_batch import BatchForm, BatchPaper

MOST_WANTED = 12_000  # letters: 500 case numbers and the rest of the address
PAPERS = {
    "case_sheet": BatchPaper.LEMBAR_KASUS,
    "receipt": BatchPaper.TANDA_TERIMA,
    "bring_list": BatchPaper.PERLU_DIBAWA,
}


class PrintBatchForm(OnceForm):
    """How the batch leaves; `wanted` carries what the address asked for, so that it outlasts a sign-in.

    The three papers count for chosen cases only; the other kinds know theirs.
    """

    wanted = HiddenField(filters=[lambda text: (text or "")[:MOST_WANTED]])
    case_sheet = BooleanField(BatchPaper.LEMBAR_KASUS.label, default=True)
    receipt = BooleanField(BatchPaper.TANDA_TERIMA.label)
    bring_list = BooleanField(BatchPaper.PERLU_DIBAWA.label)
    form = pick_one("Bentuk", BatchForm, thing="bentuk", default=str(BatchForm.PDF))
    double_sided = BooleanField(
        "Dicetak bolak-balik", description="Setiap kertas dimulai di lembar baru, supaya dua kasus tidak satu lembar."
    )

    def papers(self) -> list[BatchPaper]:
        """The papers that were ticked."""
        return [paper for name, paper in PAPERS.items() if self[name].data]
