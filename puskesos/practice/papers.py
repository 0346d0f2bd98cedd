"""The papers of the practice hub's cases: shown at the counter, brought later, promised, or not needed."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import Any

from puskesos.actions.case_papers import tick_paper
from puskesos.models.case import Case, CaseDocument
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.papers import MISSING, PaperOwner
from puskesos.rules.viewer import Viewer

SHOWN_AT_COUNTER = ("KTP", "KK", "KTP orang tua", "Surat pengantar", "KTP/KIA", "Identitas pelapor")
NOT_NEEDED = "Sudah ada di Dinas Sosial."
PROMISED_IN = 3  # working days


def bring_papers(case: Case, *, actor: Viewer, chance: Random, now: datetime) -> None:
    """Everything that was missing is shown."""
    for paper in _missing(case):
        shown = chance.choice(("asli", "fotokopi", "fotokopi", "foto"))
        tick_paper(case, paper.position, state="ada", form=shown, actor=actor, now=now)


def promise_papers(case: Case, *, actor: Viewer, now: datetime, today: date) -> tuple[int, ...]:
    """One missing paper is promised for a day; of many, one does not apply to this family. Returns what is
    still missing, by position."""
    missing = _missing(case)
    promised: dict[str, Any] = {"state": "menyusul", "promised_on": add_working_days(today, PROMISED_IN)}
    stands = [promised, {"state": "tidak_berlaku", "note": NOT_NEEDED}]
    for paper, how in zip(missing, stands[: 2 if len(missing) > 2 else 1], strict=False):
        tick_paper(case, paper.position, **how, actor=actor, now=now)
    return tuple(paper.position for paper in _missing(case))


def _missing(case: Case) -> list[CaseDocument]:
    papers = CaseDocument.select().where(
        CaseDocument.case == case,
        CaseDocument.owner == str(PaperOwner.KELUARGA),
        CaseDocument.state.in_([str(one) for one in MISSING]),
    )
    return list(papers.order_by(CaseDocument.position))
