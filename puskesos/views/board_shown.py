"""What the board shows: the filter of the address, its columns or lanes, and the answer after something moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import request

from puskesos import clock
from puskesos.queries.assignment import list_volunteers
from puskesos.queries.board import COLUMN_PAGE, BoardFilter, ColumnCards, newest_event, read_columns
from puskesos.queries.board_lane import village_loads
from puskesos.queries.hub import days_off, villages_of_volunteers
from puskesos.queries.kept import kept
from puskesos.rules.assignment_path import BOARD_COLUMNS, BoardColumn
from puskesos.rules.board import USUAL_LOAD
from puskesos.rules.intake import Priority
from puskesos.rules.permissions import Permission
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, hub_due_words, hub_today, row_id
from puskesos.views.board_card import Look, draw_cards

LANES = ("desa", "relawan")
FILTER_NAMES = ("desa", "relawan", "layanan", "prioritas", "lewat", "terbatas", "jalur")
MOST_SHOWN = 600  # cards of one column on one screen
FINISHED_FOR = timedelta(days=7)
LOOK_AGAIN = 300  # seconds after which even an unchanged history is compared: papers, names and the week move too


@dataclass(frozen=True)
class Lane:
    """A row of the board: one village or one volunteer, how much it carries of what goes well, and its cards."""

    title: str
    open: int
    late: int
    limit: int
    cells: list[list[Any]]
    query: str


def wanted_now() -> BoardFilter:
    """The filter of the address; nonsense narrows nothing."""
    priority = request.args.get("prioritas", "")
    return BoardFilter(
        village=row_id("desa"),
        volunteer=row_id("relawan"),
        service=row_id("layanan"),
        priority=priority if priority in set(Priority) else "",
        late=request.args.get("lewat") == "1",
        restricted=request.args.get("terbatas") == "1",
    )


def lane_now() -> str:
    """ "desa", "relawan", or empty for columns alone."""
    lane = request.args.get("jalur", "")
    return lane if lane in LANES else ""


def query_of(wanted: BoardFilter, lane: str = "") -> str:
    """The filter as it stands in an address, without what narrows nothing."""
    flags = ("1" if wanted.late else "", "1" if wanted.restricted else "")
    values = (wanted.village, wanted.volunteer, wanted.service, wanted.priority, *flags, lane)
    return urlencode({name: value for name, value in zip(FILTER_NAMES, values, strict=True) if value})


def columns_now(columns: Collection[BoardColumn] = BOARD_COLUMNS, offset: int = 0) -> list[ColumnCards]:
    """These columns as they stand, each as long as this screen shows it; read once while nothing moves."""
    now, today, wanted = clock.now(), hub_today(), wanted_now()
    most = {str(column): COLUMN_PAGE if offset else _shown(column) for column in columns}
    what = ("board", viewer(), wanted, tuple(most.items()), offset, today)
    how = {"since": now - FINISHED_FOR, "today": today, "offset": offset, "most": most}
    return kept(what, now, lambda: read_columns(viewer(), columns, wanted, **how), version=newest_event())


def card_context() -> dict[str, Any]:
    """What every template with cards needs beside them."""
    look, now = look_now(), clock.now()
    return {
        "card_look": look,
        "draw_cards": draw_cards,
        "today": look.today,
        "now": now,
        "due_words": hub_due_words,
        "wanted": wanted_now(),
        "query": look.query,
        "days_since": lambda moment: max(0, (now - moment).days),
    }


def look_now() -> Look:
    """How cards read for this viewer today."""
    person = viewer()
    return Look(
        today=hub_today(),
        days_off=days_off(person.hub_id),
        roles=person.roles,
        query=query_of(wanted_now(), lane_now()),
        may_assign=person.can(Permission.ASSIGN),
        may_review=person.can(Permission.REVIEW_VISIT),
    )


def board_context() -> dict[str, Any]:
    """The board itself: columns or lanes, and by what the next look tells whether anything moved."""
    columns, lane, hub_id, today = columns_now(), lane_now(), viewer().hub_id, hub_today()
    volunteers = kept(("volunteers", hub_id, today), clock.now(), lambda: list_volunteers(hub_id, today))
    return card_context() | {
        "columns": columns,
        "lane": lane,
        "lanes": lanes_of(columns, lane, volunteers),
        "volunteers": volunteers,
        "volunteer_villages": villages_of_volunteers(hub_id),
        "load_limit": load_limit(),
        "stamp": stamp_now(clock.now()),
        "digests": ".".join(column.digest for column in columns),
    }


def stamp_now(now: datetime) -> str:
    """Changes with the newest line of any history, with the day, and every few minutes; costs one look at an index."""
    return f"{newest_event()}.{hub_today():%m%d}.{int(now.timestamp()) // LOOK_AGAIN % 1000}"


def load_limit() -> int:
    """How many open tasks of one volunteer still go well together."""
    return getattr(current_hub(), "load_limit", USUAL_LOAD)


def lanes_of(columns: Collection[ColumnCards], lane: str, volunteers: Collection[Any]) -> list[Lane]:
    """The cards of the columns by village or by volunteer; everybody has a lane, free hands too."""
    if lane == "relawan":
        waiting = Lane("Belum ada relawan", 0, 0, 0, _cells(columns, "volunteer_name", None), "")
        lanes = [
            Lane(
                one.name,
                one.open,
                one.late,
                load_limit(),
                _cells(columns, "volunteer_id", one.id),
                query_of(BoardFilter(volunteer=one.id)),
            )
            for one in volunteers
        ]
        return [waiting, *lanes]
    return [_village_lane(one, columns) for one in village_loads(viewer().hub_id, hub_today())] if lane else []


def _village_lane(village: Any, columns: Collection[ColumnCards]) -> Lane:
    hands = sum(village.name in names for names in villages_of_volunteers(viewer().hub_id).values())
    cells = _cells(columns, "village_name", village.name)
    query = query_of(BoardFilter(village=village.id))
    return Lane(village.name, village.open, village.late, hands * load_limit(), cells, query)


def _cells(columns: Collection[ColumnCards], name: str, value: object) -> list[list[Any]]:
    return [[card for card in column.cards if getattr(card, name) == value] for column in columns]


def _shown(column: BoardColumn) -> int:
    """How many cards of the column stand on the screen that asks; board.js says so, in whole pages."""
    text = request.values.get(f"n_{column}", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    return max(COLUMN_PAGE, min(number, MOST_SHOWN))
