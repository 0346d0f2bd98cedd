"""What came in lately: by service against what is usual, by village, and the cases behind each of these figures."""

from __future__ import annotations

from datetime import date
from functools import cache

from peewee import SQL, fn
from peewee import Case as When

from puskesos.models.case import Case
from puskesos.models.hub import Hub, Service
from puskesos.queries.report_rows import CountedRows
from puskesos.queries.report_source import FIRST, HUB, LAST, Source, id_part
from puskesos.rules.period import Period
from puskesos.rules.report import Counted, Parted
from puskesos.rules.report_rising import ServiceIntake, intake_of, known_windows, windows_until


def service_intake(hub_id: int, today: date) -> list[ServiceIntake]:
    """Services with what came in lately and what is usual; rising ones first."""
    windows = windows_until(today)
    place = When(None, [(Case.registered_on >= since, place) for place, (since, _) in enumerate(windows)])
    rows = Case.select(Case.service, place.alias("place"), fn.COUNT(Case.id))
    rows = rows.where(Case.hub == hub_id, Case.registered_on.between(windows[-1][0], today))
    counts: dict[int, list[int]] = {}
    for service, window, count in rows.group_by(Case.service, SQL("place")).tuples():
        counts.setdefault(service, [0] * len(windows))[int(window)] = count
    return intake_of(counts, known_windows(today, _first_day(hub_id, today)))


def _first_day(hub_id: int, today: date) -> date:
    """The day of the first case."""
    rows = Case.select(Case.registered_on).where(Case.hub == hub_id).order_by(Case.registered_on)
    return rows.limit(1).scalar() or today


def intake_by_village(hub_id: int, since: date, today: date) -> dict[int, int]:
    """How many cases came in since that day, by village."""
    rows = Case.select(Case.village, fn.COUNT(Case.id)).where(Case.hub == hub_id)
    return dict(rows.where(Case.registered_on.between(since, today)).group_by(Case.village).tuples())


def intake_rows(hub: Hub, since: date, today: date) -> CountedRows:
    """The cases that came in since that day, newest first, to be narrowed by service or village."""
    return CountedRows(Counted.MASUK, _came_in, hub, Period(since, today))


@cache
def _came_in(_counted: Counted) -> Source:
    counts = (Case.hub == HUB) & Case.registered_on.between(FIRST, LAST)
    parts = {Parted.LAYANAN: id_part(Case.service), Parted.DESA: id_part(Case.village)}
    return Source(Case.select(), counts, Case.id, Case.registered_on, Case.id, far=parts, newest_first=True)


def service_names(hub_id: int) -> dict[int, str]:
    """Names of services by id, also of those no longer offered."""
    return dict(Service.select(Service.id, Service.name).where(Service.hub == hub_id).tuples())
