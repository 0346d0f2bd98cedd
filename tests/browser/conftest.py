"""A real Chromium against a real waitress on 127.0.0.1, inside the test's process: same clock, same database."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
import time_machine
import waitress
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from puskesos.config import Settings
from puskesos.database import close_database, database, open_database
from puskesos.jobs.launching import stop_workers
from puskesos.models.schema import create_schema
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.browser.pages_seen import PagesSeen

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Desks = Callable[..., Desk]
Seat = Callable[..., Desk]
KINDS_OF_DESK = [  # size, scripts, and whether axe looks at every page
    pytest.param((LAPTOP, True, False), id="laptop"),
    pytest.param((PHONE, True, True), id="phone", marks=pytest.mark.axe),
    pytest.param((PHONE, False, False), id="phone-without-scripts"),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker."""
    with sync_playwright() as playwright:
        path = os.environ["PUSKESOS_TEST_CHROMIUM"]
        started = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(built_app: Flask) -> PagesSeen:
    """The worker's application behind waitress on a free port; it ends with the process."""
    seen = PagesSeen(built_app)
    server = waitress.create_server(seen, host="127.0.0.1", port=0, threads=4, ident="")
    seen.address = f"http://127.0.0.1:{server.effective_port}"
    threading.Thread(target=server.run, name="waitress", daemon=True).start()
    return seen


@pytest.fixture
def pages_seen(served: PagesSeen) -> PagesSeen:
    """The server's address, and every whole page this test was sent."""
    served.pages.clear()
    return served


@pytest.fixture
def empty_hub(built_app: Flask, pages_seen: PagesSeen, tmp_path: Path) -> Iterator[Settings]:
    """An installation before its set-up."""
    settings = replace(built_app.config["SETTINGS"], data=tmp_path / "kosong")
    settings.data.mkdir()
    open_database(settings)
    database.connect()
    create_schema()
    built_app.config["SETTINGS"] = settings
    yield settings
    close_database()


@pytest.fixture
def workers(app: Flask, moment: time_machine.Traveller) -> Iterator[None]:
    """Asking for work starts a worker process. It goes by the machine's clock, so this test does as well."""
    moment.move_to(time_machine.escape_hatch.datetime.datetime.now(UTC))
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], testing=False)
    yield
    stop_workers()


@pytest.fixture
def open_desk(browser: Browser, pages_seen: PagesSeen) -> Iterator[Desks]:
    """Seat somebody at a device of their own: `open_desk("sari", PHONE, scripts=False)`; no name, no sign-in.

    What a desk complained about fails its test at the end.
    """
    desks: list[Desk] = []

    def seat(username: str = "", size: Size = LAPTOP, *, scripts: bool = True) -> Desk:
        context = browser.new_context(
            base_url=pages_seen.address,
            viewport={"width": size.width, "height": size.height},
            has_touch=size.touch,
            java_script_enabled=scripts,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        context.set_default_timeout(8000)
        desk = Desk(context.new_page(), size, scripts)
        desks.append(desk)
        if username:
            desk.sign_in(username)
        return desk

    yield seat
    for desk in desks:
        desk.leave()
    complaints = sorted({complaint for desk in desks for complaint in desk.complaints})
    assert not complaints, "\n".join(complaints)


@pytest.fixture(params=KINDS_OF_DESK)
def seat(request: pytest.FixtureRequest, open_desk: Desks) -> Seat:
    """Seat people one after another, all at the same kind of device: `seat("sari")`; no name, no sign-in."""
    size, scripts, axe = request.param

    def sit(username: str = "") -> Desk:
        desk = open_desk("", size, scripts=scripts)
        desk.axe = axe
        if username:
            desk.sign_in(username)
        return desk

    return sit
