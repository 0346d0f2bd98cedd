"""What tests stand on: a fixed Tuesday morning, the cast in a database that is copied per test, and signed-in clients.

Tests in tests/models, tests/queries and tests/actions run on SQLite and on PostgreSQL; all others on SQLite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask

import puskesos
from puskesos import clock
from puskesos.config import Settings
from puskesos.database import close_database, database, open_database
from puskesos.models import User
from puskesos.queries.hub import forget_hub
from puskesos.security.guard import TOKEN
from puskesos.security.looks import forget_looks
from puskesos.security.sessions import forget_cached, start_session
from puskesos.views.repeats import forget_repeats
from tests.cast import NOW, Cast, load_cast
from tests.engines import (
    ENGINES,
    build_sqlite_template,
    fill_data_folder,
    postgres_database,
    postgres_template,
)
from tests.page_client import PageClient
from tests.practice_hub import TUESDAY, make_practice

BOTH_ENGINES = {"models", "queries", "actions"}
SECRET = "rahasia-uji-" * 4


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both engines for the folders that promise it."""
    if "engine" in metafunc.fixturenames and metafunc.definition.path.parent.name in BOTH_ENGINES:
        metafunc.parametrize("engine", ENGINES, indirect=True)


@pytest.hookimpl(trylast=True)  # after they were shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first, so that at the end nobody waits for one test."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def moment() -> Iterator[time_machine.Traveller]:
    """Every test begins on Tuesday 17 November 2026, 09.00; `moment.shift` and `moment.move_to` go elsewhere."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    """Nothing kept in memory by an earlier test is believed."""
    forget_hub()
    forget_cached()
    forget_looks()
    forget_repeats()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """ "sqlite" or "postgres"."""
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sqlite_template(tmp_path_factory.mktemp("cast"))


@pytest.fixture
def settings(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings of an installation that holds schema and cast and nothing else."""
    data = tmp_path / "data"
    if engine == "postgres":
        data.mkdir()
        with postgres_database(postgres_template()) as url:
            yield Settings(data=data, database_url=url, secret=SECRET, testing=True)
    else:
        chosen = Settings(data=data, secret=SECRET, testing=True)
        fill_data_folder(chosen, request.getfixturevalue("sqlite_template"))
        yield chosen


@pytest.fixture
def opened(settings: Settings) -> Iterator[Settings]:
    """The database of `settings`, bound and connected in this thread."""
    open_database(settings)
    database.connect()
    yield settings
    close_database()


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The practice hub of one Tuesday; tests only look at it."""
    return make_practice(tmp_path_factory.mktemp("latihan") / "data", TUESDAY)


@pytest.fixture
def practice_hub(practice_folder: Settings) -> Iterator[Settings]:
    """The practice hub, bound and connected in this thread."""
    open_database(practice_folder)
    database.connect()
    yield practice_folder
    close_database()


@pytest.fixture
def cast(opened: Settings) -> Cast:
    """The people and places, read fresh."""
    return load_cast()


@pytest.fixture(scope="session")
def built_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application per worker: its templates are compiled once."""
    return puskesos.create_app(Settings(data=tmp_path_factory.mktemp("app"), secret=SECRET, testing=True))


@pytest.fixture
def app(built_app: Flask, opened: Settings) -> Flask:
    """The application on this test's database; `app.config["SETTINGS"]` may be replaced."""
    built_app.config["SETTINGS"] = opened
    return built_app


@pytest.fixture
def client_for(app: Flask) -> Callable[[str], PageClient]:
    """Sign somebody of the cast in by name, without hashing a password: `client_for("sari")`."""

    def sign_in(username: str) -> PageClient:
        token = start_session(User.get(User.username == username), "Peramban uji", clock.now())
        return PageClient(app, token, token_key=TOKEN)

    return sign_in


@pytest.fixture
def anonymous(app: Flask) -> PageClient:
    """A browser nobody signed in with."""
    return PageClient(app)
