"""The handover on paper: what waits, line by line, with room for two signatures; restricted cases by initials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from puskesos.documents.paper import Letterhead, clock_time, imprint, letterhead, render, shorten, squeeze
from puskesos.documents.printing import TooManyPages, print_pdf
from puskesos.models.handover import Handover
from puskesos.models.hub import Hub
from puskesos.rules.handover import MOST_LINES

MOST_PAGES = 2
MOST_NOTE = 1500
MOST_TEXT = 150
LINES_TRIED = (MOST_LINES, 16, 10)  # per part, until the paper fits


class PrintedLine(Protocol):
    """A line with the name as the person who prints may read it."""

    @property
    def number(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def text(self) -> str: ...


class PrintedPart(Protocol):
    """A part of the handover with its lines."""

    @property
    def title(self) -> str: ...

    @property
    def lines(self) -> Sequence[PrintedLine]: ...

    @property
    def more(self) -> int: ...


@dataclass(frozen=True)
class HandoverSheet:
    """Ready texts; `parts` hold a title and rows of number, name and words."""

    head: Letterhead
    facts: list[tuple[str, str]]
    note: str
    parts: list[tuple[str, list[tuple[str, str, str]]]]
    giver: str


def handover_html(
    handover: Handover,
    parts: Sequence[PrintedPart],
    *,
    hub: Hub,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    most: int = MOST_LINES,
    **frame: object,
) -> str:
    """The paper of a handover with the names that the person printing may read."""
    marks = imprint(hub, f"ST-{handover.id}", restricted=False, printed_by=printed_by, now=now)
    sheet = HandoverSheet(
        head=letterhead(hub),
        facts=[
            ("Dari", handover.user.name),
            ("Diserahkan", clock_time(handover.created_at, hub.zone)),
            ("Mencatat sejak", clock_time(handover.since, hub.zone)),
        ],
        note=squeeze(handover.note, MOST_NOTE),
        parts=[_part(part, most) for part in parts],
        giver=handover.user.name,
    )
    return render("serah-terima", "Serah terima", marks, screen=screen, sheet=sheet, **frame)


def handover_pdf(
    handover: Handover, parts: Sequence[PrintedPart], *, hub: Hub, printed_by: str, now: datetime
) -> bytes:
    """PDF bytes of at most two pages: a very long handover names fewer cases per part, and says how many it leaves.

    Raises PrintingUnavailable, TooManyPages.
    """
    facts = {"hub": hub, "printed_by": printed_by, "now": now}
    for most in LINES_TRIED[:-1]:
        try:
            return print_pdf(handover_html(handover, parts, **facts, most=most), most_pages=MOST_PAGES)
        except TooManyPages:
            continue
    return print_pdf(handover_html(handover, parts, **facts, most=LINES_TRIED[-1]), most_pages=MOST_PAGES)


def _part(part: PrintedPart, most: int) -> tuple[str, list[tuple[str, str, str]]]:
    left = part.more + max(0, len(part.lines) - most)
    title = f"{part.title} (dan {left} lagi di aplikasi)" if left else part.title
    return title, [_row(line) for line in part.lines[:most]]


def _row(line: PrintedLine) -> tuple[str, str, str]:
    return line.number, shorten(line.name, 40), shorten(line.text, MOST_TEXT)
