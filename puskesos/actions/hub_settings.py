"""Settings of the hub: its letterhead lines, paper, the addresses it is reached by, and the villages it serves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.hub import Hub, Village
from puskesos.queries.hub import forget_hub
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class HubDetails:
    """What can be changed of a hub; the names are columns of Hub."""

    name: str
    address: str
    phone: str
    opening_hours: str
    paper: str
    network_address: str = ""
    public_address: str = ""


def change_hub(hub: Hub, wanted: HubDetails, *, village_ids: frozenset[int], actor: Viewer, now: datetime) -> list[str]:
    """Change the hub and the villages it serves; returns the changed fields. Raises RuleBroken without any village."""
    if not actor.can(Permission.MANAGE_HUB) or hub.id != actor.hub_id:
        raise NotAllowed
    villages = {village.id: village.active for village in Village.select().where(Village.hub == hub.id)}
    if not village_ids:
        raise RuleBroken("Pilih paling sedikit satu desa/kelurahan.", "villages")
    if not village_ids <= villages.keys():
        raise RuleBroken("Pilih desa/kelurahan dari daftar.", "villages")
    columns = {name: value for name, value in asdict(wanted).items() if getattr(hub, name) != value}
    served = {number for number, active in villages.items() if active}
    changed = [*columns, *(["villages"] if served != village_ids else [])]
    if not changed:
        return []
    with database.atomic():
        if columns:
            Hub.update(**columns).where(Hub.id == hub.id).execute()
        Village.update(active=Village.id.in_(village_ids)).where(Village.hub == hub.id).execute()
        fields = ", ".join(changed)
        audit.record("hub_changed", actor=actor, now=now, object_type="hub", object_id=hub.id, fields=fields)
    forget_hub()
    return changed
