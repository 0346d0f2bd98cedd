"""Reading sheets with a code: by their code, and those that are out and not yet back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN, Expression, ModelSelect

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.models.sheet import SheetOut
from puskesos.models.user import User
from puskesos.queries.case import scope, with_safe_name
from puskesos.rules.sheet import AWAITED, SheetState
from puskesos.rules.viewer import Viewer

PAGE = 50
MOST_PRINTED = 300
AGES = {"7": "Lebih dari 7 hari", "14": "Lebih dari 14 hari", "30": "Lebih dari 30 hari"}


@dataclass(frozen=True)
class SheetFilter:
    """What the list of sheets out is narrowed to; `paper` "" means all that are awaited, "semua" every kind.

    `text` is part of a code, of a case's or a task's number, or of a name; a restricted case has no name here.
    """

    paper: str = ""
    text: str = ""
    village: int | None = None
    volunteer: int | None = None
    days: int = 0


def sheet_by_code(hub_id: int, code: str) -> SheetOut | None:
    """The sheet of this hub with that code, whatever its state."""
    return SheetOut.get_or_none(SheetOut.hub == hub_id, SheetOut.code == code)


def find_sheet(viewer: Viewer, sheet_id: int) -> SheetOut | None:
    """A sheet whose case the viewer's scope holds, with that case joined."""
    query = SheetOut.select(SheetOut, Case).join(Case)
    return query.where(SheetOut.id == sheet_id, SheetOut.hub == viewer.hub_id, scope(viewer)).get_or_none()


def sheets_out(viewer: Viewer, wanted: SheetFilter, now: datetime, *, after: int = 0, most: int = PAGE) -> list[Any]:
    """Up to `most` + 1 sheets, the longest out first, after the sheet `after`; of restricted cases no name."""
    query = _out(viewer, wanted, now).where(SheetOut.id > after).order_by(SheetOut.id).limit(most + 1)
    return [with_safe_name(row) for row in query.namedtuples()]


def count_out(viewer: Viewer, wanted: SheetFilter, now: datetime) -> int:
    """How many sheets the filter leaves."""
    return _out(viewer, wanted, now).count()


def volunteers_with_sheets(hub_id: int) -> list[tuple[int, str]]:
    """Who has a sheet that is out, by name."""
    query = SheetOut.select(User.id, User.name).join(Assignment).join(User, on=(Assignment.volunteer == User.id))
    out = (SheetOut.hub == hub_id) & (SheetOut.state == str(SheetState.DI_LUAR))
    return list(query.where(out).distinct().order_by(User.name).tuples())


def _out(viewer: Viewer, wanted: SheetFilter, now: datetime) -> ModelSelect:
    shown = (
        SheetOut.id,
        SheetOut.code,
        SheetOut.paper,
        SheetOut.first_printed_at,
        SheetOut.times,
        Case.number,
        Case.restricted,
        Person.name.alias("client_name"),
        Person.rt,
        Person.rw,
        Village.name.alias("village_name"),
        Service.name.alias("service_name"),
        Assignment.number.alias("task"),
        User.name.alias("volunteer_name"),
    )
    query = SheetOut.select(*shown).join(Case).join(Person).switch(Case).join(Village).switch(Case).join(Service)
    query = (
        query.switch(SheetOut)
        .join(Assignment, JOIN.LEFT_OUTER)
        .join(User, JOIN.LEFT_OUTER, on=(Assignment.volunteer == User.id))
    )
    out = (SheetOut.hub == viewer.hub_id) & (SheetOut.state == str(SheetState.DI_LUAR))
    return query.where(out, scope(viewer), *_conditions(wanted, now))


def _conditions(wanted: SheetFilter, now: datetime) -> list[Expression]:
    kinds = {"": [str(paper) for paper in AWAITED], "semua": None}.get(wanted.paper, [wanted.paper])
    conditions = [] if kinds is None else [SheetOut.paper.in_(kinds)]
    if wanted.text:
        conditions.append(_holds(wanted.text))
    if wanted.village:
        conditions.append(Case.village == wanted.village)
    if wanted.volunteer:
        conditions.append(Assignment.volunteer == wanted.volunteer)
    if wanted.days:
        conditions.append(SheetOut.first_printed_at < now - timedelta(days=wanted.days))
    return conditions


def _holds(text: str) -> Expression:
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    numbers = Case.number.contains(text) | Assignment.number.contains(text)
    named = (~Case.restricted & Person.name.contains(text)) | numbers
    return (SheetOut.code.contains(code) | named) if code else named


def given_up_lately(viewer: Viewer, now: datetime, most: int = 20) -> list[SheetOut]:
    """Sheets given up within 30 days, newest first, with their case joined."""
    query = SheetOut.select(SheetOut, Case).join(Case)
    lately = SheetOut.settled_at > now - timedelta(days=30)
    lost = (SheetOut.hub == viewer.hub_id) & (SheetOut.state == str(SheetState.TIDAK_KEMBALI)) & lately
    return list(query.where(lost, scope(viewer)).order_by(SheetOut.settled_at.desc()).limit(most))
