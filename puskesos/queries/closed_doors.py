"""People whom the hub knows only through restricted cases that the viewer may not open: to that viewer they are not
there, in no list, search, page or file (domain.md 8.4). Whoever has no case at all, or an openable one, is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import SQL, Expression, ModelSelect, Value, chunked, fn

from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.queries.case import openable
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

PLACES = tuple(f"person{place}" for place in range(60))


def known_openly(viewer: Viewer, person: Any = None) -> Expression:
    """The condition that a person (the id's column) has no case at all, or one that the viewer may open."""
    column = Person.id if person is None else person
    if sees_all(viewer):
        return SQL("1") == 1
    theirs = Case.select(SQL("1")).where(Case.client == column)
    return ~fn.EXISTS(theirs.where(~openable(viewer))) | fn.EXISTS(theirs.where(openable(viewer)))


def unnamed(viewer: Viewer, person_ids: Iterable[int]) -> set[int]:
    """Those of these people who are not there for the viewer."""
    ids = [] if sees_all(viewer) else _with_restricted(viewer.hub_id, list(person_ids))
    if not ids:
        return set()
    theirs = Case.select(Case.client).where(Case.hub == viewer.hub_id, Case.client.in_(ids))
    closed = {client for (client,) in theirs.where(~openable(viewer)).tuples()}
    return closed - {client for (client,) in theirs.where(openable(viewer)).tuples()} if closed else set()


def sees_all(viewer: Viewer) -> bool:
    """Whether no case of the hub is closed to this viewer."""
    return viewer.has_role(Role.KOORDINATOR)


def _with_restricted(hub_id: int, ids: list[int]) -> list[int]:
    """Those who have a restricted case at all: mostly nobody, so that a search pays one short question."""
    found: set[int] = set()
    for some in chunked(ids, len(PLACES)):
        padded = [*some, *[0] * (len(PLACES) - len(some))]
        rows = _restricted_of(hub=hub_id, **dict(zip(PLACES, padded, strict=True)))
        found |= {row.client for row in rows}
    return sorted(found)


@prepared
def _restricted_of() -> ModelSelect:
    mine = Case.client.in_([slot(place) for place in PLACES])
    return Case.select(Case.client).where(Case.hub == slot("hub"), mine, Case.restricted == Value(True))
