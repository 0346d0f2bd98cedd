"""The hub's own list of services: new ones, changes, taking one out of use, and back to what the catalogue says.

Cases keep what they took over when they began (papers, area, pillar, date due, restriction); only a corrected name
shows on them too, because it is still the same service.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from peewee import fn

from puskesos.actions.newest import write_newest
from puskesos.actions.settings_change import audit_facts, before_change, check_manager
from puskesos.actions.submission import run_once
from puskesos.catalogue import service_rows
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.hub import Service
from puskesos.queries.hub import forget_hub
from puskesos.rules.service import check_papers, own_code, read_papers
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class ServiceEntry:
    """A service as typed; the names are columns of Service."""

    name: str
    area: str
    pillar: str
    sector: str
    priority: str
    target_days: int
    papers: str = ""
    restricted: bool = False
    hint: str = ""
    agencies: str = ""
    ppks: str = ""
    spm: str = ""


def create_service(entry: ServiceEntry, *, key: str, actor: Viewer, now: datetime) -> int:
    """A service of the hub's own with the next code U…; returns its id, the same for the same `key`."""
    check_manager(actor, actor.hub_id)

    def effect() -> str:
        _check(entry, actor.hub_id)
        ours = Service.select().where(Service.hub == actor.hub_id)
        code = own_code([service.code for service in ours])
        last = ours.select(fn.MAX(Service.position)).scalar() or 0
        made = Service.create(hub=actor.hub_id, code=code, position=last + 1, **asdict(entry))
        audit.record("service_created", actor=actor, now=now, object_type="service", object_id=made.id, code=code)
        return str(made.id)

    made = int(run_once(key, effect, actor=actor, action="service_created", fields=asdict(entry), now=now))
    forget_hub()
    return made


def change_service(
    service: Service, entry: ServiceEntry, *, version: int, actor: Viewer, now: datetime
) -> dict[str, object]:
    """Change a service; returns the changed columns with what they said before. Raises Conflict on an old version."""
    check_manager(actor, service.hub_id)
    _check(entry, service.hub_id, service.id)
    return _write(service, asdict(entry), version, actor, now)


def restore_service(service: Service, *, version: int, actor: Viewer, now: datetime) -> dict[str, object]:
    """Give a service back what the catalogue says. Raises RuleBroken for one of the hub's own."""
    check_manager(actor, service.hub_id)
    default = default_of(service)
    if default is None:
        raise RuleBroken("Layanan ini dibuat di hub ini; tidak ada isi bawaannya.")
    _check(default, service.hub_id, service.id)
    return _write(service, asdict(default), version, actor, now)


def offer_service(service: Service, active: bool, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Take a service out of use or back; returns whether anything changed. The last one cannot be taken out."""
    check_manager(actor, service.hub_id)
    if service.active == active:
        return False
    others = Service.select().where(Service.hub == service.hub_id, Service.active, Service.id != service.id)
    if not active and not others.exists():
        raise RuleBroken("Ini layanan terakhir yang dipakai. Aktifkan layanan lain dahulu.")
    _write(service, {"active": active}, version, actor, now)
    return True


def default_of(service: Service) -> ServiceEntry | None:
    """What the catalogue says of a service; None for the hub's own."""
    columns = ServiceEntry.__dataclass_fields__
    row = next((row for row in service_rows() if row["code"] == service.code), None)
    return ServiceEntry(**{name: row[name] for name in columns}) if row else None


def _write(
    service: Service, wanted: dict[str, object], version: int, actor: Viewer, now: datetime
) -> dict[str, object]:
    before = before_change(service, wanted)
    if not before:
        return {}
    with database.atomic():
        write_newest(service, version, **{name: wanted[name] for name in before})
        audit.record(
            "service_changed",
            actor=actor,
            now=now,
            object_type="service",
            object_id=service.id,
            code=service.code,
            **audit_facts(before),
        )
    forget_hub()
    return before


def _check(entry: ServiceEntry, hub_id: int, service_id: int = 0) -> None:
    if problem := check_papers(read_papers(entry.papers)):
        raise RuleBroken(problem, "papers")
    named = Service.select(Service.name).where(Service.hub == hub_id, Service.id != service_id).tuples()
    if entry.name.casefold() in {name.casefold() for (name,) in named}:
        raise RuleBroken("Layanan dengan nama ini sudah ada. Ubah yang sudah ada, atau beri nama lain.", "name")
