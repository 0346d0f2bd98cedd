"""Who is assigned to what and since when, volunteer by volunteer: to go through together. No names of clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from puskesos.documents.paper import Letterhead, imprint, letterhead, render, shorten
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_short_date
from puskesos.models.hub import Hub
from puskesos.rules.assignment_path import AssignmentKind, AssignmentState
from puskesos.rules.deadlines import due_words

MOST_LINES = 200
MOST_PAGES = 16
Line = tuple[str, str, str, str]


@dataclass(frozen=True)
class WorkSheet:
    """Ready texts; `volunteers` pairs a name and count with lines of task, case, state and due date."""

    head: Letterhead
    about: str
    volunteers: list[tuple[str, list[Line]]]
    left: int


def assigned_work_html(
    rows: Sequence[Any],
    *,
    hub: Hub,
    days_off: frozenset[date],
    today: date,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper of rows that come volunteer by volunteer; beyond MOST_LINES they are only counted."""
    marks = imprint(hub, f"PENUGASAN-{today:%Y%m%d}", restricted=False, printed_by=printed_by, now=now)
    groups = [list(group) for _, group in groupby(rows[:MOST_LINES], lambda row: row.volunteer)]
    volunteers = [(_title(group), [_line(row, hub, today, days_off) for row in group]) for group in groups]
    about = f"Tugas yang masih terbuka per {show_short_date(today)}: {len(rows)}."
    sheet = WorkSheet(letterhead(hub), about, volunteers, max(0, len(rows) - MOST_LINES))
    return render("daftar-penugasan", "Daftar penugasan", marks, screen=screen, sheet=sheet, **frame)


def assigned_work_pdf(html: str) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(html, most_pages=MOST_PAGES)


def _title(group: Sequence[Any]) -> str:
    return f"{shorten(group[0].volunteer_name, 60)} · {len(group)} tugas"


def _line(row: Any, hub: Hub, today: date, days_off: frozenset[date]) -> Line:
    about = "Terbatas" if row.restricted else shorten(row.service_name, 60)
    since = show_short_date(row.created_at.astimezone(ZoneInfo(hub.zone)).date())
    due = f"{show_short_date(row.due_on)}\n{due_words(row.due_on, today, days_off).text}"
    task = f"{row.number}\n{AssignmentKind(row.kind).label}"
    case = f"{row.case_number}\n{about} · {row.village_name}"
    return task, case, f"{AssignmentState(row.state).label}\nditugaskan {since}", due
