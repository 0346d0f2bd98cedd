"""0012: a hub that is there gets the programs, its services their hints, and the usual time limits; and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from puskesos import migrating
from puskesos.catalogue import load, program_rows, service_rows
from puskesos.config import Settings
from puskesos.database import close_database, database, open_database
from puskesos.migrating import CheckedRunner, known, migrate
from puskesos.models import Hub, LocalHoliday, Program, Service, StepTarget
from tests.engines import both_engines, postgres_database
from tests.test_registry_migration import OLD_ROWS, insert

SETTINGS = "0012_field_settings"
HINTS = ("sector", "agencies", "ppks", "spm")
THEN = {"R01": {"ppks": "20"}, "R02": {"ppks": "11"}}  # what the catalogue said when the migration was written


@pytest.fixture
def old(engine: str, tmp_path: Path) -> Iterator[Settings]:
    """A database as the migration before left it, with a hub, all services of the catalogue and one of its own."""
    if engine == "sqlite":
        yield fill(Settings(data=tmp_path / "data"))
    else:
        with postgres_database() as url:
            yield fill(Settings(data=tmp_path / "data", database_url=url))
            close_database()
    close_database()


def fill(settings: Settings) -> Settings:
    settings.data.mkdir()
    open_database(settings)
    database.connect()
    CheckedRunner(database.obj, str(migrating.FOLDER)).up(known()[known().index(SETTINGS) - 1])
    insert("hub", OLD_ROWS["hub"])
    for code in [*(entry["code"] for entry in load("services")), "X01"]:
        kept = {"hub_id": 1, "code": code, "name": f"Layanan {code}", "papers": "KTP", "target_days": 9}
        insert("service", kept)
    close_database()
    return settings


def reopen(settings: Settings) -> None:
    migrate(settings, backup=False)
    close_database()
    open_database(settings)
    database.connect()


@both_engines
def test_a_hub_that_is_there_gets_what_the_catalogue_says(old: Settings) -> None:
    reopen(old)
    hub = Hub.get()
    assert (hub.answer_days, hub.dtsen_cutoff_day, hub.dtsen_pull_day, hub.reactivation_months) == (5, 17, 18, 6)
    assert hub.public_status is True
    columns = [Program.code, Program.name, Program.decile_limit, Program.doubtful_decile, Program.received]
    wanted = [(*(row[column.name] for column in columns), row["position"]) for row in program_rows()]
    assert list(Program.select(*columns, Program.position).order_by(Program.position).tuples()) == wanted
    assert not LocalHoliday.select().exists() and not StepTarget.select().exists()


@both_engines
def test_services_get_their_hints_and_keep_everything_else(old: Settings) -> None:
    reopen(old)
    services = {service.code: service for service in Service.select()}
    for row in service_rows():
        service = services[row["code"]]
        then = row | THEN.get(row["code"], {})
        assert [getattr(service, name) for name in HINTS] == [then[name] for name in HINTS]
        assert (service.name, service.papers, service.target_days) == (f"Layanan {service.code}", "KTP", 9)
    assert [getattr(services["X01"], name) for name in HINTS] == ["", "", "", ""]


@both_engines
def test_going_back_gives_the_old_shape_with_its_rows(old: Settings) -> None:
    reopen(old)
    CheckedRunner(database.obj, str(migrating.FOLDER)).down(SETTINGS)
    assert "agencies" not in {column.name for column in database.get_columns("service")}
    assert "program" not in database.get_tables()
    assert database.execute_sql("SELECT COUNT(*) FROM service").fetchone() == (31,)
