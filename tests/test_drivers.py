"""Which drivers the server carries: a hub on SQLite none of PostgreSQL's, a hub on PostgreSQL its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from puskesos.config import ROOT
from tests.engines import postgres_database, postgres_template
from tests.test_serving import end, open_page, running

SAYS = "import sys; from puskesos import create_app; create_app(); print('psycopg' in sys.modules); import psycopg"


def carries_driver(data: Path, url: str) -> bool:
    """Whether the application loads it; in any case it can be had afterwards."""
    environment = os.environ | {"PUSKESOS_DATA": str(data), "PUSKESOS_DATABASE_URL": url}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", SAYS]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return {"True": True, "False": False}[done.stdout.splitlines()[-1]]


def test_a_hub_on_sqlite_carries_no_driver_of_postgres(tmp_path: Path) -> None:
    assert not carries_driver(tmp_path / "hub", "")


@pytest.mark.postgres
def test_a_hub_on_postgres_carries_its_driver(tmp_path: Path) -> None:
    with postgres_database(postgres_template()) as url:
        assert carries_driver(tmp_path / "hub", url)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_server_has_the_driver_of_its_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def has_driver(name: str) -> bool:
        with running("serve", "--data", str(tmp_path / name)) as (process, address, _said):
            assert "Puskesos" in open_page(f"{address}/masuk")
            loaded = Path(f"/proc/{process.pid}/maps").read_text()
            assert end(process) == 0
        return "psycopg" in loaded

    assert not has_driver("sqlite")
    with postgres_database() as url:
        monkeypatch.setenv("PUSKESOS_DATABASE_URL", url)
        assert has_driver("postgres")
