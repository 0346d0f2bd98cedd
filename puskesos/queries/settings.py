"""The lists behind the pages of settings, and what was changed there as the audit trail has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peewee import fn

from puskesos.models.audit import AuditEntry
from puskesos.models.case import Case
from puskesos.models.hub import Service
from puskesos.models.referral import Agency
from puskesos.models.settings import LocalHoliday, Program


@dataclass(frozen=True)
class ServiceFilter:
    """What the list of services is narrowed to; `kept` is "aktif", "nonaktif" or empty for all."""

    text: str = ""
    area: str = ""
    kept: str = "aktif"


def list_all_services(hub_id: int, wanted: ServiceFilter) -> list[Service]:
    """The services whose code, name or papers hold every word, in catalogue order."""
    query = Service.select().where(Service.hub == hub_id).order_by(Service.position, Service.id)
    words = wanted.text.casefold().split()
    return [
        service
        for service in query
        if (not wanted.area or service.area == wanted.area)
        and (not wanted.kept or service.active == (wanted.kept == "aktif"))
        and all(word in f"{service.code} {service.name} {service.papers}".casefold() for word in words)
    ]


def find_service(hub_id: int, service_id: int) -> Service | None:
    """The service of that id in this hub."""
    return Service.get_or_none(Service.id == service_id, Service.hub == hub_id)


def count_cases_of(service: Service) -> int:
    """How many cases this service ever had."""
    return Case.select(fn.COUNT(Case.id)).where(Case.service == service.id).scalar()


def names_of_agencies(hub_id: int) -> dict[str, str]:
    """Names by code of the offices in the hub's directory."""
    query = Agency.select(Agency.code, Agency.name).where(Agency.hub == hub_id, Agency.active).order_by(Agency.id)
    return dict(query.tuples())


def find_program(hub_id: int, program_id: int) -> Program | None:
    """The program of that id in this hub."""
    return Program.get_or_none(Program.id == program_id, Program.hub == hub_id)


def list_holidays(hub_id: int, year: int) -> list[LocalHoliday]:
    """The hub's own holidays of a year."""
    within = LocalHoliday.day.between(date(year, 1, 1), date(year, 12, 31))
    return list(LocalHoliday.select().where(LocalHoliday.hub == hub_id, within).order_by(LocalHoliday.day))


def find_holiday(hub_id: int, holiday_id: int) -> LocalHoliday | None:
    """The local holiday of that id in this hub."""
    return LocalHoliday.get_or_none(LocalHoliday.id == holiday_id, LocalHoliday.hub == hub_id)


def changes_of(hub_id: int, object_type: str, object_id: int, actions: tuple[str, ...]) -> list[AuditEntry]:
    """The newest twenty of these audit entries about one thing (local holidays: about the hub), newest first."""
    about = (AuditEntry.object_type == object_type, AuditEntry.object_id == str(object_id))
    return list(
        AuditEntry.select()
        .where(AuditEntry.hub == hub_id, *about, AuditEntry.action.in_(actions))
        .order_by(AuditEntry.id.desc())
        .limit(20)
    )
