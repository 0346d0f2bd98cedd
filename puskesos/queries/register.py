"""The register of a period (buku register, domain 6.3 (9)): cases by day, restricted ones without their client."""

from __future__ import annotations

from datetime import date
from typing import Any

from puskesos.models.case import Case
from puskesos.models.hub import Service, Village
from puskesos.models.person import Person
from puskesos.queries.case import scope, with_places
from puskesos.rules.names import initials
from puskesos.rules.viewer import Viewer

MOST_ROWS = 600
SECRET = "Kasus terbatas"


def register_of(viewer: Viewer, first: date, last: date, village: int | None = None) -> list[Any]:
    """Cases registered from the first to the last day, in one village or all, oldest first, at most MOST_ROWS + 1."""
    in_period = Case.registered_on.between(first, last)
    if village:
        in_period &= Case.village == village
    rows = (
        with_places(
            Case.select(
                Case.number,
                Case.registered_on,
                Case.restricted,
                Case.state,
                Case.result,
                Case.closed_at,
                Case.story,
                Case.created_by,
                Person.name.alias("client_name"),
                Person.nik,
                Person.occupation,
                Village.name.alias("village_name"),
                Service.name.alias("service_name"),
            )
        )
        .where(scope(viewer), in_period)
        .order_by(Case.registered_on, Case.id)
        .limit(MOST_ROWS + 1)
    )
    return [_safe(row) for row in rows.namedtuples()]


def _safe(row: Any) -> Any:
    """The row as it may stand in a book that many read: of a restricted case initials, and not what it is about."""
    if not row.restricted:
        return row
    hidden = {"client_name": initials(row.client_name), "nik": None, "occupation": "", "story": "", "result": ""}
    return row._replace(service_name=SECRET, **hidden)
