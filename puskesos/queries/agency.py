"""Reading the hub's directory of offices."""

from __future__ import annotations

from puskesos.models.referral import Agency
from puskesos.rules.restriction import PROTECTION_AGENCY


def list_agencies(hub_id: int, text: str = "", *, active: bool | None = None) -> list[Agency]:
    """The offices whose code, name, purpose or place holds every word of `text`, by name; `active` narrows them."""
    query = Agency.select().where(Agency.hub == hub_id)
    if active is not None:
        query = query.where(Agency.active) if active else query.where(~Agency.active)
    wanted = text.casefold().split()
    found = [one for one in query.order_by(Agency.id) if all(word in _searched(one) for word in wanted)]
    return sorted(found, key=lambda one: one.name.casefold())


def find_agency(hub_id: int, agency_id: int) -> Agency | None:
    """The office of that id in this hub's directory."""
    return Agency.get_or_none(Agency.hub == hub_id, Agency.id == agency_id)


def protection_agency(hub_id: int) -> Agency | None:
    """The office that victims of violence are referred to first (UPTD PPA), when the hub has it."""
    return Agency.get_or_none(Agency.hub == hub_id, Agency.code == PROTECTION_AGENCY, Agency.active)


def _searched(agency: Agency) -> str:
    return f"{agency.code} {agency.name} {agency.purpose} {agency.address} {agency.contact}".casefold()
