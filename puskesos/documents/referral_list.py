"""The list of referrals on paper, office by office with the longest awaited first: to phone through, and to file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from puskesos.documents.paper import Letterhead, imprint, letterhead, render, shorten
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_any_phone, show_short_date
from puskesos.models.hub import Hub
from puskesos.rules.deadlines import due_words
from puskesos.rules.referral import is_unanswered
from puskesos.rules.referral_path import ReferralState

MOST_PAGES = 12
Line = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class ReferralSheet:
    """Ready texts; `offices` pairs an office with its lines of letter, day, client, state and answer."""

    head: Letterhead
    about: str
    offices: list[tuple[str, list[Line]]]
    left: int


def referral_list_html(
    rows: Sequence[Any],
    about: str,
    *,
    left: int,
    hub: Hub,
    days_off: frozenset[date],
    today: date,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper of rows that come office by office; `about` says what was asked for, `left` counts what has no room."""
    marks = imprint(hub, f"RUJUKAN-{today:%Y%m%d}", restricted=False, printed_by=printed_by, now=now)
    offices = [
        (_office(group[0]), [_line(row, today, days_off) for row in group])
        for group in (list(found) for _, found in groupby(rows, lambda row: row.agency_id))
    ]
    sheet = ReferralSheet(letterhead(hub), about, offices, left)
    return render("daftar-rujukan", "Daftar rujukan", marks, screen=screen, sheet=sheet, **frame)


def referral_list_pdf(html: str) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(html, most_pages=MOST_PAGES)


def _office(row: Any) -> str:
    return row.agency_name + (f" · {show_any_phone(row.agency_phone)}" if row.agency_phone else "")


def _line(row: Any, today: date, days_off: frozenset[date]) -> Line:
    letter = f"{row.letter_number}\n{row.number}"
    client = f"{shorten(row.client_name, 60)}\n{row.case_number}"
    day = show_short_date(row.sent_on or row.letter_on)
    return letter, day, client, ReferralState(row.state).label, _answer(row, today, days_off)


def _answer(row: Any, today: date, days_off: frozenset[date]) -> str:
    """By when the answer is awaited and how that stands; room to write in what has none to wait for."""
    if not is_unanswered(row.state):
        return ""
    return f"paling lambat {show_short_date(row.answer_due_on)}\n{due_words(row.answer_due_on, today, days_off).text}"
