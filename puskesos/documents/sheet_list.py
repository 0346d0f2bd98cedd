"""Sheets that are out and not yet back, on paper: to ask for them on the phone or at the weekly meeting.

Clients stand by initials, for the list lies on a desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from puskesos.documents.paper import Letterhead, imprint, letterhead, render, shorten
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_short_date
from puskesos.models.hub import Hub
from puskesos.queries.sheet import MOST_PRINTED
from puskesos.rules.letter_code import show_code
from puskesos.rules.names import initials
from puskesos.rules.sheet import SheetPaper

MOST_PAGES = 16
Line = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class SheetList:
    """Ready texts: how many, and per sheet code and kind, case, village, volunteer, since when."""

    head: Letterhead
    about: str
    rows: list[Line]
    has_more: bool


def sheet_list_html(
    rows: Sequence[Any], *, hub: Hub, printed_by: str, now: datetime, screen: bool = False, **frame: object
) -> str:
    """The paper of rows as queries.sheet.sheets_out gives them."""
    local = now.astimezone(ZoneInfo(hub.zone))
    marks = imprint(hub, f"LEMBAR-{local:%Y%m%d}", restricted=False, printed_by=printed_by, now=now)
    shown = rows[:MOST_PRINTED]
    about = f"Lembar yang sudah dicetak dan belum kembali per {show_short_date(local.date())}: {len(shown)}."
    listed = SheetList(letterhead(hub), about, [_line(row, hub, now) for row in shown], len(rows) > MOST_PRINTED)
    return render("daftar-lembar", "Lembar di luar", marks, screen=screen, sheet=listed, **frame)


def sheet_list_pdf(html: str) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(html, most_pages=MOST_PAGES)


def _line(row: Any, hub: Hub, now: datetime) -> Line:
    client = row.client_name if row.restricted else initials(row.client_name)
    day = row.first_printed_at.astimezone(ZoneInfo(hub.zone)).date()
    who = f"{shorten(row.volunteer_name, 40)}\n{row.task}" if row.task else "–"
    since = f"{show_short_date(day)}\n{(now - row.first_printed_at).days} hari"
    kind = f"{show_code(row.code)}\n{SheetPaper(row.paper).label}"
    return kind, f"{row.number}\n{client}", row.village_name, who, since
