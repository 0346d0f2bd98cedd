"""A month's report as it leaves the screen: its figures with corrections and definitions, and who signs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from puskesos.models.hub import Hub
from puskesos.queries.letter_settings import Signer, acknowledger_of
from puskesos.queries.report import MonthFigures, figures_of
from puskesos.queries.report_corrections import open_corrections
from puskesos.queries.user import koordinators_of
from puskesos.rules.activity import Month
from puskesos.rules.letter import LetterKind
from puskesos.rules.report import DEFINITIONS
from puskesos.rules.report_balance import Correction
from puskesos.rules.report_kept import Kept
from puskesos.rules.report_tables import Table

# Whose word the head of the village or district puts under the hub's papers most likely goes under its report too.
ACKNOWLEDGED_AS = (
    LetterKind.PENGANTAR, LetterKind.REKOMENDASI, LetterKind.TUGAS, LetterKind.BERITA_ACARA, LetterKind.RUJUKAN,
)  # fmt: skip


@dataclass(frozen=True)
class MonthPaper:
    """`definitions` by the stored word of what is counted, as they were when the month was closed."""

    figures: MonthFigures
    tables: Sequence[Table]
    corrections: Sequence[Correction]
    definitions: Mapping[str, str]

    @property
    def month(self) -> Month:
        return self.figures.month

    @property
    def fingerprint(self) -> str:
        """Of a closed month; empty while it is open."""
        return self.figures.report.fingerprint if self.figures.report else ""


def month_paper(hub: Hub, month: Month) -> MonthPaper:
    """The month as it was closed, else as it is now."""
    figures = figures_of(hub, month)
    if figures.report is None:
        now = {str(one): text for one, text in DEFINITIONS.items()}
        return MonthPaper(figures, figures.tables, open_corrections(hub, month), now)
    kept = Kept.from_bytes(bytes(figures.report.content))
    return MonthPaper(figures, figures.tables, kept.corrections, kept.definitions)


def report_signers(hub: Hub, closed_by: str) -> tuple[Signer | None, Signer | None]:
    """Who acknowledges, and the koordinator: who closed the report, else the hub's only one. None: dotted room."""
    known = (acknowledger_of(hub, kind) for kind in ACKNOWLEDGED_AS)
    people = koordinators_of(hub.id)
    name = closed_by or (people[0].name if len(people) == 1 else "")
    return next(filter(None, known), None), Signer(name, f"Koordinator {hub.name}") if name else None
