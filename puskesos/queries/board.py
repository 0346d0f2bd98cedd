"""Reading the board: cases that await a volunteer, then assignments by the column of their state; and whether it moved.

Nobody reads more of a restricted case here than initials, village and due date (domain.md 8.4).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case, CaseEvent
from puskesos.models.user import User
from puskesos.queries import board_rows
from puskesos.queries.board_rows import MOST_CASES, PLACES
from puskesos.queries.case import with_safe_name
from puskesos.queries.prepared import shape_of, values_of
from puskesos.rules.assignment_path import BoardColumn, column_of
from puskesos.rules.viewer import Viewer

COLUMN_PAGE = 30


@dataclass(frozen=True)
class BoardFilter:
    """What the board is narrowed to. `restricted` leaves those restricted cases that open for the viewer."""

    village: int | None = None
    volunteer: int | None = None
    service: int | None = None
    priority: str = ""
    late: bool = False
    restricted: bool = False

    @property
    def shape(self) -> tuple[bool, ...]:
        return tuple(bool(getattr(self, field.name)) for field in fields(self))


@dataclass(frozen=True)
class ColumnCards:
    """A column from `offset`: its cards, how many it holds in all, the oldest, where it goes on, papers still missing
    by case id."""

    column: BoardColumn
    cards: list[Any]
    count: int
    oldest: datetime | None
    more: int | None
    missing: dict[int, int]
    today: date

    @cached_property
    def digest(self) -> str:
        """Eight letters that change when anything shown changes; the words of due dates change with the day."""
        cards = [(tuple(card), self.missing.get(card.case_id, 0)) for card in self.cards]
        shown = (self.count, self.oldest, cards, self.today)
        return blake2b(repr(shown).encode(), digest_size=4).hexdigest()


def read_columns(
    viewer: Viewer,
    columns: Collection[BoardColumn],
    wanted: BoardFilter,
    *,
    since: datetime,
    today: date,
    offset: int = 0,
    most: dict[str, int] | None = None,
) -> list[ColumnCards]:
    """Columns with up to COLUMN_PAGE cards each by due date (or `most` of a column's name), starting at `offset`.

    Finished cards only when finished after `since`.
    """
    pages = {str(column): (most or {}).get(column, COLUMN_PAGE) for column in columns}
    rows = _rows(viewer, pages, wanted, since, today, offset)
    missing = missing_papers([row.case_id for every in rows.values() for row in every if not row.restricted])
    return [_column(column, rows[column], offset, pages[column], missing, today) for column in columns]


def board_column(
    viewer: Viewer, column: BoardColumn, wanted: BoardFilter, since: datetime, today: date, offset: int = 0
) -> ColumnCards:
    """One column from `offset`."""
    return read_columns(viewer, [column], wanted, since=since, today=today, offset=offset)[0]


def missing_papers(cases: Collection[int]) -> dict[int, int]:
    """How many papers these cases still lack, by id; nothing for a case that lacks none."""
    found: dict[int, int] = {}
    ids = list(dict.fromkeys(cases))
    for start in range(0, len(ids), MOST_CASES):
        part = ids[start : start + MOST_CASES]
        padded = dict(zip(PLACES, part + [0] * (MOST_CASES - len(part)), strict=True))
        found |= {row.case: row.lacking for row in board_rows.lacking_papers(**padded)}
    return found


def newest_event() -> int:
    """The id of the newest line of any case's history: whatever moves a card writes one."""
    return board_rows.newest_event()[0].newest or 0


def last_move(task: Assignment) -> CaseEvent | None:
    """The newest line of history about this assignment."""
    about = (CaseEvent.case == task.case_id) & CaseEvent.text.startswith(f"{task.number}: ")
    return CaseEvent.select().where(about).order_by(CaseEvent.id.desc()).first()


def last_event(case: Case) -> CaseEvent | None:
    """The newest line of the case's history."""
    return CaseEvent.select().where(CaseEvent.case == case.id).order_by(CaseEvent.id.desc()).first()


def newest_task(case_id: int) -> Assignment | None:
    """The newest assignment of a case with its volunteer."""
    query = Assignment.select(Assignment, User).join(User, on=(Assignment.volunteer == User.id))
    return query.where(Assignment.case == case_id).order_by(Assignment.id.desc()).first()


def _column(
    column: BoardColumn, rows: list[Any], offset: int, page: int, missing: dict[int, int], today: date
) -> ColumnCards:
    return ColumnCards(
        column=column,
        cards=[_with_nothing_private(row) for row in rows[:page]],
        count=rows[0].total if rows else 0,
        oldest=Case.state_since.python_value(rows[0].oldest) if rows else None,
        more=offset + page if len(rows) > page else None,
        missing=missing,
        today=today,
    )


def _rows(
    viewer: Viewer, pages: dict[str, int], wanted: BoardFilter, since: datetime, today: date, offset: int
) -> dict[str, list[Any]]:
    """By column one card more than its page; the columns of tasks come in one statement."""
    shape = wanted.shape, *shape_of(viewer)
    values = {
        **values_of(viewer),
        "since": Assignment.state_since.db_value(since),
        "today": Assignment.due_on.db_value(today),
        "village": wanted.village,
        "volunteer": wanted.volunteer,
        "service": wanted.service,
        "priority": wanted.priority,
        "offset": offset,
        **{f"limit_{column}": page + 1 for column, page in pages.items()},
    }
    found: dict[str, list[Any]] = {column: [] for column in pages}
    if BoardColumn.BELUM in pages:
        found[BoardColumn.BELUM] = board_rows.waiting_cards(*shape, **values)
    if tasks := tuple(column for column in pages if column != BoardColumn.BELUM):
        for row in sorted(board_rows.assigned_cards(tasks, *shape, **values), key=lambda row: (row.due_on, row.place)):
            found[column_of(row.task_state)].append(row)
    return found


def _with_nothing_private(row: Any) -> Any:
    safe = with_safe_name(row)
    return safe._replace(birth_date=None, birth_year_estimate=None) if row.restricted else safe
