"""0011: hubs from before get the directory of offices; histories keep their lines, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from puskesos import migrating
from puskesos.catalogue import load
from puskesos.config import Settings
from puskesos.database import close_database, database, open_database
from puskesos.migrating import CheckedRunner, migrate
from tests.engines import both_engines, postgres_database

BEFORE, REFERRALS = "0008_jobs", "0011_referrals"
NOW = "2026-11-17 02:00:00"
ROWS = {
    "hub": {
        "code": "32.16.17", "name": "Puskesos Kecamatan Muaragembong", "district": "Muaragembong",
        "regency": "Kabupaten Bekasi", "province": "Jawa Barat", "address": "", "phone": "", "opening_hours": "",
        "paper": "F4", "zone": "Asia/Jakarta", "practice": 0, "created_at": NOW,
    },
}  # fmt: skip


def runner() -> CheckedRunner:
    return CheckedRunner(database.obj, str(migrating.FOLDER))


@pytest.fixture
def old(engine: str, tmp_path: Path) -> Iterator[Settings]:
    """A database as version 8 left it, with one hub."""
    data = tmp_path / "data"
    data.mkdir()
    if engine == "sqlite":
        yield fill(Settings(data=data))
    else:
        with postgres_database() as url:
            yield fill(Settings(data=data, database_url=url))
            close_database()
    close_database()


def fill(settings: Settings) -> Settings:
    open_database(settings)
    database.connect()
    runner().up(BEFORE)
    hub = ROWS["hub"] | {"practice": False} if settings.database_url else ROWS["hub"]
    names = ", ".join(f'"{name}"' for name in hub)
    mark = "%s" if settings.database_url else "?"
    database.execute_sql(f"INSERT INTO hub({names}) VALUES ({', '.join([mark] * len(hub))})", tuple(hub.values()))
    return settings


@both_engines
def test_a_hub_from_before_gets_the_offices_of_the_field(old: Settings) -> None:
    close_database()
    migrate(old, backup=False)
    open_database(old)
    database.connect()
    everywhere = [one for one in load("agencies") if "regencies" not in one]  # the others came later, for new hubs
    rows = database.execute_sql("SELECT code, name, purpose FROM agency ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [(one["code"], one["name"], one["purpose"]) for one in everywhere]


@both_engines
def test_taking_it_back_leaves_no_table_and_no_line_without_author(old: Settings) -> None:
    runner().up(REFERRALS)
    assert database.table_exists("referral_event")
    runner().down(REFERRALS)
    assert not database.table_exists("agency")
