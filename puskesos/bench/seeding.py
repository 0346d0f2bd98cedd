"""Fills a throw-away SQLite file with an invented hub of any size; rows are written past the actions, in bulk."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from itertools import chain
from random import Random
from typing import Any

from peewee import Model

from puskesos import clock
from puskesos.actions.search_words import rebuild_words
from puskesos.actions.setup import FirstUser, create_hub
from puskesos.actions.user import Worker, create_user
from puskesos.bench.history import history_tables
from puskesos.bench.residents import KECAMATAN, PEOPLE_PER_CASE, Place, tables
from puskesos.config import Settings
from puskesos.database import connected, database, open_database
from puskesos.migrating import migrate
from puskesos.models import Service, Village
from puskesos.queries.region import list_district_villages
from puskesos.rules.roles import Role

ZONE = "Asia/Jakarta"
PASSWORD = "ukur-cepat-setiap-hari"
VOLUNTEERS = 16


def seed(settings: Settings, people: int, say: Callable[[str], None]) -> None:
    """A hub of `people` residents with a third as many cases and their history. The database must be new."""
    migrate(settings, backup=False)
    open_database(settings)
    with connected():
        database.execute_sql("PRAGMA synchronous=OFF")
        with database.atomic():
            place = _build_place()
            for model, rows in chain(tables(place, people), history_tables(place, people // PEOPLE_PER_CASE)):
                say(f"{people:,} people: writing {model._meta.table_name}")
                _write(model, rows)
            rebuild_words()
        database.obj.refresh_statistics()  # as after any start of a hub that grew
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute_sql("PRAGMA synchronous=FULL")
    database.close()


def _build_place() -> Place:
    now = clock.now()
    hub = create_hub(
        code=KECAMATAN,
        name="Puskesos Ukur",
        address="Jl. Raya No. 1",
        phone="",
        opening_hours="",
        paper="F4",
        village_codes=[village.code for village in list_district_villages(KECAMATAN)],
        admin=FirstUser("admin.ukur", "Admin Ukur", PASSWORD),
        koordinator=FirstUser("koordinator", "Koordinator Ukur", PASSWORD),
        practice=False,
        now=now,
    )
    villages = [village.id for village in Village.select().order_by(Village.id)]
    counter = Worker(username="petugas", name="Petugas Depan", roles=frozenset({Role.FO}))
    staff = create_user(hub.id, counter, password=PASSWORD, actor=None, now=now)
    volunteers = [
        create_user(hub.id, _volunteer(position, villages), password=PASSWORD, actor=None, now=now)
        for position in range(VOLUNTEERS)
    ]
    services = list(Service.select().where(~Service.restricted).order_by(Service.id))
    return Place(hub.id, villages, services, staff, volunteers, Random(321617), now, clock.today(ZONE, now))


def _volunteer(position: int, villages: list[int]) -> Worker:
    home = frozenset({villages[position % len(villages)]})
    return Worker(f"relawan{position}", f"Relawan Ke-{position}", frozenset({Role.PSM}), village_ids=home)


def _write(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Insert `rows`, which all have the same keys; what a row leaves out gets the model's own default."""
    rows = iter(rows)
    first = next(rows)
    fields = model._meta.fields
    left_out = {name: field.default for name, field in fields.items() if name not in first}
    defaults = {name: default for name, default in left_out.items() if default is not None}
    columns = [f'"{fields[name].column_name}"' for name in [*first, *defaults]]
    places = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{model._meta.table_name}" ({", ".join(columns)}) VALUES ({places})'
    database.cursor().executemany(statement, (_values(row, defaults) for row in chain([first], rows)))


def _values(row: dict[str, Any], defaults: dict[str, Any]) -> list[Any]:
    fresh = [str(uuid.uuid4()) if name == "uuid" else default for name, default in defaults.items()]
    return [_plain(value) for value in row.values()] + fresh


def _plain(value: Any) -> Any:
    """As Peewee stores it: naive UTC text for moments, ISO text for days."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value
