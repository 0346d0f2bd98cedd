"""The day's route of a volunteer on paper: place by place and house by house, what to do and a box to tick.

A restricted case is a line with initials and the village; where it is stands in the app.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from puskesos.documents.day_lines import own_lines, parts_of
from puskesos.documents.paper import Letterhead, imprint, letterhead, render, shorten
from puskesos.formatting import show_any_phone, show_place, show_short_date, show_weekday
from puskesos.models.hub import Hub
from puskesos.rules.intake import Priority
from puskesos.rules.names import initials
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit import AssignmentKind
from puskesos.rules.visit_day import BigStep, DayPart

MOST_PAGES = 8
MOST_INSTRUCTION = 160
TITLE = "Rute hari ini"
WALKED = frozenset({DayPart.LEWAT, DayPart.HARI_INI, DayPart.MINGGU_INI})
SECRET = "Alamat dan nama: lihat aplikasi."


@dataclass(frozen=True)
class Stop:
    """One task: the lines of who and where, of what to do, and marks ("DARURAT", "RAHASIA")."""

    who: list[str]
    what: list[str]
    remarks: list[str]


@dataclass(frozen=True)
class RoutePlace:
    """A place with its stops in the order of the walk."""

    name: str
    stops: list[Stop]


@dataclass(frozen=True)
class RouteSheet:
    """Ready texts; `parts` are titles (Lewat, Hari ini …) with their places."""

    head: Letterhead
    volunteer: str
    day: str
    parts: list[tuple[str, list[RoutePlace]]]
    total: int


def walked_parts(walker: Viewer, today: date) -> list[tuple[DayPart, list[Any]]]:
    """Late tasks, today's and this week's, in walking order; nothing but the id of `walker` is asked of it."""
    lines = [line for line in own_lines(walker, today) if line.part in WALKED and line.step != BigStep.LIHAT]
    return parts_of(lines, lines)


def route_html(
    parts: Sequence[tuple[DayPart, Sequence[Any]]],
    volunteer: str,
    hub: Hub,
    *,
    today: date,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper of parts of the day with places, whose houses have lines (rows of `own_open` with their papers)."""
    told = [(part.label, _places(places)) for part, places in parts]
    stops = [stop for _, places in told for place in places for stop in place.stops]
    marks = imprint(hub, f"RUTE-{today:%Y%m%d}", restricted=False, printed_by=printed_by, now=now)
    sheet = RouteSheet(letterhead(hub), volunteer, f"{show_weekday(today)} {today.year}", told, len(stops))
    return render("rute", TITLE, marks, screen=screen, sheet=sheet, **frame)


def _places(places: Iterable[Any]) -> list[RoutePlace]:
    """Places in the order of the walk; restricted tasks stand behind them by village, apart from their neighbours."""
    lines = [line for place in places for house in place.houses for line in house.lines]
    walk: dict[str, list[Stop]] = {}
    for line in sorted(lines, key=lambda line: line.row.restricted):
        row = line.row
        where = (row.village_name, "" if row.restricted else show_place(row.rt, row.rw))
        walk.setdefault(", ".join(part for part in where if part), []).append(_stop(row, line.papers))
    return [RoutePlace(name, stops) for name, stops in walk.items()]


def _stop(row: Any, papers: Sequence[str]) -> Stop:
    kind = AssignmentKind(row.kind).label
    due = f"laporan sebelum {show_short_date(row.due_on)}"
    urgent = ["DARURAT"] if row.priority == Priority.DARURAT and not row.restricted else []
    if row.restricted:
        return Stop([initials(row.client_name), SECRET], [f"{kind} · {row.task}", due], ["RAHASIA"])
    home = ", ".join(part for part in (row.address, row.landmark and f"patokan: {row.landmark}") if part)
    phone = show_any_phone(row.phone_normal or row.reporter_phone or "")
    who = [row.client_name, home, f"Telp. {phone}" if phone else ""]
    bring = f"minta: {shorten('; '.join(papers), MOST_INSTRUCTION)}" if papers else ""
    what = [f"{kind} · {row.task}", shorten(row.instruction, MOST_INSTRUCTION), bring, due]
    return Stop([text for text in who if text], [text for text in what if text], urgent)
