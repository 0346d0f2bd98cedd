"""How a volunteer's month reads on screen: by day, the newest first; which months lie beside it; and its paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for

from puskesos import clock
from puskesos.documents.activity_report import activity_report_html, activity_report_pdf
from puskesos.models.user import User
from puskesos.queries.activity import VolunteerMonth, month_of
from puskesos.queries.hub import villages_of_volunteers
from puskesos.queries.user import koordinators_of
from puskesos.rules.activity import ActivityKind, Month, beside, read_month
from puskesos.rules.assignment_path import VisitOutcome
from puskesos.rules.dates import show_date
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, hub_today
from puskesos.views.printed import send_paper, show_paper


@dataclass(frozen=True)
class DayLine:
    """One visit or activity of a day; `activity_id` is None for a visit, whose case `number` is told instead."""

    day: date
    kind: str
    place: str
    remarks: tuple[str, ...]
    number: str = ""
    activity_id: int | None = None

    @property
    def told(self) -> str:
        """Place and remarks in one line."""
        return " · ".join(part for part in (self.place, *self.remarks) if part)


def asked_month() -> Month:
    """The month that the address names, else this one."""
    return read_month(request.args.get("bulan", ""), hub_today())


def shown_month(user_id: int, month: Month) -> dict[str, object]:
    """What the pages of a month need: the month, its days, and the months beside it."""
    seen, (before, after) = month_of(user_id, month, current_hub().zone), beside(month, hub_today())
    return {"seen": seen, "month": month, "days": days_of(seen), "before": before, "after": after}


def days_of(seen: VolunteerMonth) -> list[tuple[date, list[DayLine]]]:
    """What was done, day by day, the newest day first."""
    lines = sorted([*_visit_lines(seen), *_activity_lines(seen)], key=lambda line: line.day, reverse=True)
    return [(day, list(rows)) for day, rows in groupby(lines, key=lambda line: line.day)]


def month_page(user: User, month: Month, *, back: tuple[str, str], pdf: str) -> Response:
    """The month as print-ready HTML."""
    html = _html(user, month, screen=True, back=back, pdf=pdf)
    return show_paper(html, ("user", user.id), f"laporan-kegiatan {month}")


def month_file(user: User, month: Month, *, instead: str) -> Response:
    """The month as PDF; without an engine for it the print-ready page at `instead`."""
    where = {"name": f"laporan-kegiatan-{month}-{user.username}", "instead": instead}
    paper = f"laporan-kegiatan.pdf {month}"
    return send_paper(lambda: activity_report_pdf(_html(user, month)), ("user", user.id), paper, **where)


def months_back(endpoint: str, month: Month, **values: Any) -> str:
    """The address of a month's page."""
    return url_for(endpoint, bulan=str(month), **values)


def _html(user: User, month: Month, *, screen: bool = False, **frame: object) -> str:
    hub = current_hub()
    chiefs = koordinators_of(hub.id)
    return activity_report_html(
        month_of(user.id, month, hub.zone),
        user,
        hub,
        villages=villages_of_volunteers(hub.id).get(user.id, []),
        koordinator=chiefs[0].name if len(chiefs) == 1 else "",
        signed_on=show_date(min(month.last, hub_today())),
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        **frame,
    )


def _visit_lines(seen: VolunteerMonth) -> list[DayLine]:
    zone = ZoneInfo(current_hub().zone)
    return [
        DayLine(
            row.visited_at.astimezone(zone).date(),
            ActivityKind(row.kind).label,
            row.village,
            (VisitOutcome(row.outcome).label, "laporan disetujui" if row.approved else ""),
            number=row.number,
        )
        for row in seen.visits
    ]


def _activity_lines(seen: VolunteerMonth) -> list[DayLine]:
    return [
        DayLine(
            row.day,
            ActivityKind(row.kind).label,
            ", ".join(part for part in (row.place, row.village_name) if part),
            (row.note.rstrip("."), f"Kendala: {row.obstacle}" if row.obstacle else ""),
            activity_id=row.id,
        )
        for row in seen.activities
    ]
