"""0005: people in the old shape keep what is known of them, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from puskesos import migrating
from puskesos.config import Settings
from puskesos.database import close_database, database, is_postgres, open_database
from puskesos.migrating import CheckedRunner, migrate
from puskesos.models import Household, Membership, Person, PersonChange
from tests.engines import both_engines, postgres_database

BEFORE, REGISTRY = "0004_assignments", "0005_registry"
NOW = "2026-11-17 02:00:00"
OLD_ROWS = {
    "hub": {
        "code": "32.16.17", "name": "Puskesos Kecamatan Muaragembong", "district": "Muaragembong",
        "regency": "Kabupaten Bekasi", "province": "Jawa Barat", "paper": "F4", "created_at": NOW,
    },
    "village": {"hub_id": 1, "code": "32.16.17.2001", "name": "Pantai Bahagia", "kind": "desa"},
    "household": {"hub_id": 1, "uuid": "k", "kk": "3216991206790001", "village_id": 1, "created_at": NOW},
    "person": {
        "hub_id": 1, "household_id": 1, "village_id": 1, "sex": "P", "search_words": "siti", "identity": "lengkap",
        "created_at": NOW, "changed_at": NOW,
    },
}  # fmt: skip


@pytest.fixture
def old(engine: str, tmp_path: Path) -> Iterator[Settings]:
    """A database as version 4 left it, with a living and a dead person."""
    if engine == "sqlite":
        settings = Settings(data=tmp_path / "data")
        yield fill(settings)
    else:
        with postgres_database() as url:
            yield fill(Settings(data=tmp_path / "data", database_url=url))
            close_database()
    close_database()


def fill(settings: Settings) -> Settings:
    settings.data.mkdir()
    open_database(settings)
    database.connect()
    CheckedRunner(database.obj, str(migrating.FOLDER)).up(BEFORE)
    for table in ("hub", "village", "household"):
        insert(table, OLD_ROWS[table])
    for name, alive in (("Siti", True), ("Sarman", False)):
        insert(
            "person", OLD_ROWS["person"] | {"name": name, "uuid": name, "is_alive": alive if is_postgres() else +alive}
        )
    return settings


def insert(table: str, known: dict[str, object]) -> None:
    """A row with `known` and the simplest value in every other column that must hold one."""
    mark = database.obj.param
    columns = {column.name: column for column in database.get_columns(table)}
    row = dict(known)
    for name, column in columns.items():
        if name not in row and not column.null and not column.primary_key:
            kind = column.data_type.upper()
            row[name] = "" if kind == "TEXT" else False if kind == "BOOLEAN" else 0
    names = ", ".join(f'"{name}"' for name in row)
    database.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join([mark] * len(row))})', list(row.values()))


def living() -> dict[str, bool]:
    return {name: bool(alive) for name, alive in database.execute_sql("SELECT name, is_alive FROM person").fetchall()}


@both_engines
def test_who_had_died_is_still_dead_and_nothing_else_changed(old: Settings) -> None:
    close_database()
    migrate(old, backup=False)
    open_database(old)
    database.connect()
    people = {person.name: person for person in Person.select()}
    assert {name: person.status for name, person in people.items()} == {"Siti": "hidup", "Sarman": "meninggal"}
    siti = people["Siti"]
    assert (siti.religion, siti.decile, siti.status_on, siti.version, siti.household_id) == ("", None, None, 1, 1)
    assert Household.get().status == "aktif"
    assert not Membership.select().exists() and not PersonChange.select().exists()


@both_engines
def test_going_back_gives_the_old_shape_with_its_rows(old: Settings) -> None:
    close_database()
    migrate(old, backup=False)
    open_database(old)
    database.connect()
    Person.update(status="pindah").where(Person.name == "Siti").execute()
    CheckedRunner(database.obj, str(migrating.FOLDER)).down(REGISTRY)
    assert living() == {"Siti": True, "Sarman": False}
    assert "status" not in {column.name for column in database.get_columns("household")}
