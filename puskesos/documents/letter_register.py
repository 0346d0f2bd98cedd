"""The register of letters on paper (buku agenda surat keluar), by number; void ones with their reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from puskesos.documents.paper import Letterhead, imprint, letterhead, render, shorten
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_short_date
from puskesos.models.hub import Hub
from puskesos.rules.letter import LetterKind, LetterState

MOST_PAGES = 30
Line = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class RegisterSheet:
    """Ready texts; each line is number, day, kind and subject, addressee, remark."""

    head: Letterhead
    about: str
    lines: list[Line]
    left: int


def letter_register_html(
    rows: Sequence[Any],
    about: str,
    *,
    left: int,
    hub: Hub,
    today: date,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper of numbered letters; `about` says what was asked for, `left` counts what has no room."""
    marks = imprint(hub, f"BUKU-SURAT-{today:%Y%m%d}", restricted=False, printed_by=printed_by, now=now)
    sheet = RegisterSheet(letterhead(hub), about, [_line(row) for row in rows], left)
    return render("buku-surat", "Buku surat", marks, screen=screen, sheet=sheet, **frame)


def letter_register_pdf(html: str) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(html, most_pages=MOST_PAGES)


def _line(row: Any) -> Line:
    what = f"{LetterKind(row.kind).label}: {shorten(row.subject, 80)}"
    void = (
        f"{LetterState.BATAL.label.upper()}. {shorten(row.void_reason, 80)}" if row.state == LetterState.BATAL else ""
    )
    return row.number, show_short_date(row.dated_on), what, shorten(row.addressee, 60), void
