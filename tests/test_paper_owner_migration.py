"""0021: papers of the catalogue get their owners, in services and in cases; what a hub wrote itself stays; and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from puskesos import migrating
from puskesos.config import Settings
from puskesos.database import close_database, database, open_database
from puskesos.migrating import CheckedRunner, known, migrate
from puskesos.models import Case, CaseDocument, Service
from tests.engines import both_engines, postgres_database
from tests.test_registry_migration import NOW, OLD_ROWS, insert

OWNERS = "0021_paper_owners"
OLD_PAPERS = "Surat keterangan membutuhkan layanan dari faskes\nSurat keterangan Dinsos\nKTP\nSurat dari hub"
LIMITS = (
    *("answer_days", "dtsen_cutoff_day", "dtsen_pull_day", "reactivation_months", "silent_days"),
    *("proposal_from_day", "proposal_until_day"),
)
ROWS = {table: OLD_ROWS[table] for table in ("hub", "village", "household", "person")} | {
    "hub": OLD_ROWS["hub"] | dict.fromkeys(LIMITS, 5),
    "household": OLD_ROWS["household"] | {"status": "aktif"},
    "person": OLD_ROWS["person"] | {"status": "hidup", "version": 1},
    "user": {"hub_id": 1, "username": "sari", "name": "Sari", "created_at": NOW},
}
PAPERS = {"papers": OLD_PAPERS, "version": 1}
CASE = {"hub_id": 1, "village_id": 1, "client_id": 1, "state": "terdaftar", "priority": "biasa", "created_by_id": 1} | {
    "state_since": NOW, "due_on": "2026-11-20", "registered_on": "2026-11-17", "created_at": NOW, "version": 1,
}  # fmt: skip


@pytest.fixture
def old(engine: str, tmp_path: Path) -> Iterator[Settings]:
    """A database as the migration before left it: a service of the catalogue, one of the hub's own, a case of each."""
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
    CheckedRunner(database.obj, str(migrating.FOLDER)).up(known()[known().index(OWNERS) - 1])
    for table, kept in ROWS.items():
        insert(table, kept)
    for place, code in enumerate(("K01", "U01"), start=1):
        insert("service", {"id": place, "hub_id": 1, "code": code, "name": code} | PAPERS)
        insert("case", CASE | {"id": place, "number": code, "uuid": code, "service_id": place})
        for position, name in enumerate(OLD_PAPERS.split("\n"), start=1):
            insert("case_document", {"case_id": place, "position": position, "name": name})
    close_database()
    return settings


def reopen(settings: Settings) -> None:
    migrate(settings, backup=False)
    close_database()
    open_database(settings)
    database.connect()


def owners(number: str) -> list[str]:
    rows = CaseDocument.select(CaseDocument.owner).join(Case).where(Case.number == number)
    return [owner for (owner,) in rows.order_by(CaseDocument.position).tuples()]


@both_engines
def test_known_papers_get_their_owner_and_others_stay_the_familys(old: Settings) -> None:
    reopen(old)
    marked = OLD_PAPERS.replace("Dinsos", "Dinsos @instansi")
    assert {service.code: service.papers for service in Service.select()} == {"K01": marked, "U01": OLD_PAPERS}
    assert owners("K01") == ["keluarga", "instansi", "keluarga", "keluarga"]
    assert owners("U01") == ["keluarga"] * 4


@both_engines
def test_going_back_gives_the_lists_as_they_were(old: Settings) -> None:
    reopen(old)
    CheckedRunner(database.obj, str(migrating.FOLDER)).down(OWNERS)
    assert {service.papers for service in Service.select()} == {OLD_PAPERS}
    assert "owner" not in {column.name for column in database.get_columns("case_document")}
