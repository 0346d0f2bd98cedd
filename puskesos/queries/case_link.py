"""Linked cases as a viewer may see them, and the cases that suggest themselves."""

from __future__ import annotations

from typing import Any

from peewee import Case as Choose
from peewee import fn

from puskesos.models.case import Case
from puskesos.models.case_link import CaseLink
from puskesos.models.hub import Service
from puskesos.models.person import Person
from puskesos.queries.case import openable, scope
from puskesos.rules.viewer import Viewer

MOST = 20


def has_links(case_id: Any) -> Any:
    """Whether the case of that id is linked at all, as a column."""
    touching = (CaseLink.case == case_id) | (CaseLink.other == case_id)
    return fn.EXISTS(CaseLink.select(CaseLink.id).where(touching)).alias("has_links")


def links_of(viewer: Viewer, case: Case) -> list[Any]:
    """The linked cases, newest link first, without those the viewer may not open."""
    there = Choose(None, [(CaseLink.case == case.id, CaseLink.other_id)], CaseLink.case_id)
    columns = (CaseLink.id.alias("link_id"), CaseLink.kind, (CaseLink.case == case.id).alias("is_first"))
    return list(
        CaseLink.select(*columns, *_ROW)
        .join(Case, on=(Case.id == there))
        .join(Service)
        .switch(Case)
        .join(Person)
        .where((CaseLink.case == case.id) | (CaseLink.other == case.id), scope(viewer), openable(viewer))
        .order_by(CaseLink.id.desc())
        .limit(MOST)
        .namedtuples()
    )


def find_linked(viewer: Viewer, case: Case, link_id: int) -> CaseLink | None:
    """One link of this case whose other side the viewer may open."""
    if all(link.link_id != link_id for link in links_of(viewer, case)):
        return None
    return CaseLink.get_or_none(CaseLink.id == link_id)


def offered_to(viewer: Viewer, case: Case) -> list[Any]:
    """Other cases of the client and of the client's family, newest first: what one would think of linking."""
    around = Case.client == case.client_id
    if case.client.household_id:
        family = Person.select(Person.id).where(Person.household == case.client.household_id)
        around |= Case.client.in_(family)
    query = Case.select(*_ROW).join(Service).switch(Case).join(Person)
    theirs = query.where(scope(viewer), openable(viewer), around, Case.id != case.id)
    return list(theirs.order_by(Case.id.desc()).limit(MOST).namedtuples())


_ROW = (
    Case.number,
    Case.state,
    Case.registered_on,
    Case.restricted,
    Person.name.alias("client_name"),
    Service.name.alias("service_name"),
)
