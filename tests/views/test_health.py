"""What monitoring reads, and the page of components."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from puskesos.config import Settings
from puskesos.database import close_database, open_database
from puskesos.migrating import migrate
from tests.page_client import PageClient


@pytest.fixture
def migrated(built_app: Flask, tmp_path: Path) -> Iterator[Settings]:
    """The application on a database that migrations made."""
    settings = replace(built_app.config["SETTINGS"], data=tmp_path / "baru", free_floor_megabytes=0)
    settings.data.mkdir()
    migrate(settings, backup=False)
    open_database(settings)
    built_app.config["SETTINGS"] = settings
    yield settings
    close_database()


def test_a_sound_installation_is_ok(migrated: Settings, built_app: Flask) -> None:
    page = PageClient(built_app).get("/sehat")
    assert page.json.keys() == {"status", "database", "migrations", "disk_free_mb", "pdf", "version"}
    assert (page.json["status"], page.json["database"], page.json["migrations"]) == ("ok", "ok", "ok")


def test_pending_migrations_are_degraded(anonymous: PageClient) -> None:
    page = anonymous.get("/sehat", expect=503)
    assert (page.json["status"], page.json["migrations"]) == ("degraded", "pending")


def test_a_nearly_full_disk_is_degraded(migrated: Settings, built_app: Flask) -> None:
    built_app.config["SETTINGS"] = replace(migrated, free_floor_megabytes=10**9)
    page = PageClient(built_app).get("/sehat", expect=503)
    assert (page.json["status"], page.json["database"]) == ("degraded", "ok")


def test_a_database_that_does_not_open_is_said_without_a_fault(built_app: Flask, migrated: Settings) -> None:
    close_database()
    open_database(replace(migrated, data=migrated.data / "tidak-ada"))
    answer = built_app.test_client().get("/sehat")
    assert (answer.status_code, answer.json["database"], answer.json["migrations"]) == (503, "error", "unknown")


def test_the_page_of_components_is_for_tests_and_practice_only(app: Flask, anonymous: PageClient) -> None:
    anonymous.get("/pola", allow_numbers=True)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], testing=False, practice=False)
    anonymous.get("/pola", expect=404)


def test_the_sample_form_sent_empty_shows_its_complaints(anonymous: PageClient) -> None:
    page = anonymous.fill(anonymous.get("/pola"), "form[action='/pola']", _expect=422)
    assert "Isi nama klien." in page.text(".errors")
