"""Databases for tests: schema and cast are built once per worker and engine, then copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import time_machine

from puskesos.config import Settings
from puskesos.database import close_database, connected, database, open_database
from puskesos.models.schema import create_schema
from tests.cast import NOW, build_cast

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
both_engines = pytest.mark.parametrize("engine", ENGINES, indirect=True)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def fill_data_folder(settings: Settings, template: Path) -> None:
    """Put a copy of the SQLite template where `settings` expects the database."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(template, settings.database_file)


def build_sqlite_template(folder: Path) -> Path:
    """A SQLite file with schema and cast, closed and checkpointed."""
    settings = Settings(data=folder)
    _build(settings)
    return settings.database_file


@cache
def postgres_template() -> str:
    """The name of this worker's PostgreSQL database with schema and cast."""
    name = f"puskesos_{WORKER}_cast"
    _administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    _build(Settings(database_url=postgres_url(name)))
    return name


@contextmanager
def postgres_database(template: str = "template0") -> Iterator[str]:
    """The URL of a fresh database, a copy of `template`; dropped at the end."""
    name = f"puskesos_{WORKER}_{uuid4().hex[:12]}"
    _administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield postgres_url(name)
    finally:
        _administer(f"DROP DATABASE {name} WITH (FORCE)")


def postgres_url(name: str) -> str:
    return os.environ["PUSKESOS_TEST_POSTGRES"].rsplit("/", 1)[0] + "/" + name


def _build(settings: Settings) -> None:
    open_database(settings)
    with time_machine.travel(NOW), connected():
        create_schema()
        with database.atomic():
            build_cast()
        if not settings.database_url:
            database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close_database()


def _administer(*statements: str) -> None:
    with psycopg.connect(os.environ["PUSKESOS_TEST_POSTGRES"], autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
