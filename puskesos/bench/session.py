"""One run: for each size a hub, a server, and the measurements in a fixed order."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from puskesos import clock
from puskesos.bench.browser import Browser
from puskesos.bench.importing import measure_import
from puskesos.bench.letters import measure_letters, write_letters
from puskesos.bench.moving import measure_moving
from puskesos.bench.papers import measure_papers
from puskesos.bench.plain_sheet import case_sheet
from puskesos.bench.polling import measure_polling
from puskesos.bench.reading import Stage, found_misspelt_row, found_row, growth_rows, measure_reading
from puskesos.bench.registry import measure_check, measure_matching
from puskesos.bench.running import Running, running_server
from puskesos.bench.seeding import PASSWORD, VOLUNTEERS, ZONE, seed
from puskesos.bench.verdicts import Missing, Row, timed_row
from puskesos.bench.weights import measure_memory, measure_weights
from puskesos.bench.writing import click_for, measure_intake
from puskesos.config import load_settings
from puskesos.database import connected, database
from puskesos.models import Service, User
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

ROUNDS, ROUNDS_QUICK = 300, 60
TRIES, TRIES_QUICK = 1_000, 200
CLICKING, CLICKING_QUICK = 10.0, 4.0  # seconds
NOT_YET = (Missing("Lighthouse mobile", "needs Node and Chromium; run by hand"),)


def measure(folder: Path, sizes: list[int], *, quick: bool, say: Callable[[str], None]) -> list[Row | Missing]:
    """All rows for all sizes; papers, weights and memory at the largest only."""
    rows: list[Row | Missing] = []
    medians: dict[int, dict[str, float]] = {}
    for people in sizes:
        data = folder / str(people)
        seed(load_settings(data), people, say)
        with running_server(data) as server:
            stage = _stage(server.port, people, quick)
            found, medians[people] = _measure_size(stage, server, data, quick, say, whole=people == sizes[-1])
            rows += found
            if people == sizes[-1]:
                say(f"{people:,} people: importing")
                rows += measure_import(stage, data, server.port)
            if people == sizes[-1]:
                say(f"{people:,} people: the check of everybody")
                rows += measure_check(data, people)
        shutil.rmtree(data)
    return rows + list(growth_rows(medians))


def _measure_size(
    stage: Stage, server: Running, data: Path, quick: bool, say: Callable[[str], None], *, whole: bool
) -> tuple[list[Row | Missing], dict[str, float]]:
    with connected():
        say(f"{stage.people:,} people: reading")
        rows: list[Row | Missing] = []
        read, medians = measure_reading(stage)
        tries = TRIES_QUICK if quick else TRIES
        rows += [*read, *measure_polling(stage, server), *measure_moving(stage), measure_matching(stage)]
        rows += [ask(_viewer(), stage, tries) for ask in (found_row, found_misspelt_row)]
        koordinator = _viewer("koordinator", Role.KOORDINATOR)
        letters = write_letters(stage, data, koordinator) if whole else []
        sheet = case_sheet(stage, data, koordinator) if whole else ""
        service = Service.select(Service.id).where(Service.code == "K01").scalar()
    database.close()
    if whole:
        say(f"{stage.people:,} people: weights")
        rows += measure_weights(stage, server.port)
    say(f"{stage.people:,} people: clicking")
    volunteers = [Browser(server.port).sign_in(f"relawan{number}", PASSWORD) for number in range(VOLUNTEERS)]
    clicks = click_for(volunteers, CLICKING_QUICK if quick else CLICKING)
    rows.append(timed_row("16 volunteers, a click each 0.25 s", stage.people, clicks, must=20, aim=10, part=0.99))
    if whole:
        say(f"{stage.people:,} people: printing")
        rows += measure_papers(stage, volunteers, server.process_id, sheet=sheet, quick=quick)
        rows += measure_letters(stage, letters)
    say(f"{stage.people:,} people: writing")
    writers = [Browser(server.port).share(stage.staff) for _ in range(VOLUNTEERS)]
    rows += measure_intake(stage, service, writers)
    return rows + (measure_memory(stage, server) if whole else []), medians


def _stage(port: int, people: int, quick: bool) -> Stage:
    return Stage(
        people=people,
        rounds=ROUNDS_QUICK if quick else ROUNDS,
        random=Random(people),
        staff=Browser(port).sign_in("petugas", PASSWORD),
        koordinator=Browser(port).sign_in("koordinator", PASSWORD),
        volunteer=Browser(port).sign_in("relawan0", PASSWORD),
        today=clock.today(ZONE),
    )


def _viewer(username: str = "petugas", role: Role = Role.FO) -> Viewer:
    """Somebody of the hub as the queries see them."""
    user = User.get(User.username == username)
    return Viewer(
        id=user.id,
        hub_id=user.hub_id,
        username=user.username,
        name=user.name,
        roles=frozenset({role}),
        area="",
        village_ids=frozenset(),
        session_id=0,
        idle_seconds=0,
        must_change_password=False,
    )
