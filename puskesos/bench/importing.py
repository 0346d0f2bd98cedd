"""A list brought into the registry: rows judged and applied a second, the worker's memory, what intake feels of it."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from puskesos import clock
from puskesos.actions.import_columns import ColumnsEntry, choose_columns
from puskesos.actions.imports import apply_import, plan_version, start_import
from puskesos.bench.browser import Browser
from puskesos.bench.names import draw_name, name_pool
from puskesos.bench.reading import Stage
from puskesos.bench.residents import nik_of
from puskesos.bench.running import children_of, memory_of
from puskesos.bench.verdicts import Row, percentile
from puskesos.bench.writing import register_one_by_one
from puskesos.config import ROOT, Settings, load_settings
from puskesos.database import connected
from puskesos.models.hub import Service, Village
from puskesos.models.imports import Import
from puskesos.models.job import Job
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.queries.imports import UPDATABLE, columns_of
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer
from puskesos.sheets.writing import Column, write_xlsx

MOST_ROWS = 150_000
ENOUGH = 20_000  # rows, so that the import lasts longer than the intakes beside it
LOOK_EVERY = 0.1  # seconds
TITLES = (
    *("NIK", "No KK", "Nama Lengkap", "SHDK", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Agama", "Pendidikan"),
    *("Pekerjaan", "Status Kawin", "Alamat", "RT", "RW", "Desa", "No HP", "Disabilitas", "Desil"),
    *("Status DTSEN", "Nama Ibu"),
)
Measure = Callable[[], list[float]]


def write_list(path: Path, people: int, rows: int, villages: list[str]) -> None:
    """A list of 20 columns: half of the rows are known people, and of the others one in fifty is bad."""
    dice = Random(rows)
    columns = [Column(title) for title in TITLES]
    write_xlsx(path, "Daftar", columns, _rows(dice, people, rows, villages))


def _rows(dice: Random, people: int, rows: int, villages: list[str]) -> Iterator[list[str]]:
    words, weights = name_pool(dice)
    names = dict(Person.select(Person.id, Person.name).where(Person.id <= rows).tuples())
    for position in range(1, rows + 1):
        known = position % 2 == 0 and position % 333 != 0 and position <= people
        born = date(1940 + dice.randrange(85), 1, 1) + timedelta(days=dice.randrange(365))
        sex = dice.randrange(2)
        place = villages[position // 4 % len(villages)]
        nik = f"321699{born.day + 40 * sex:02}{born:%m%y}{position % 10_000:04}" if position % 50 else "3.21699E+15"
        if known:
            born, sex = date(1960 + position % 40, 1 + position % 12, 1 + position % 28), position % 2
            nik = nik_of(position)
        name = names.get(position, "") if known else draw_name(dice, words, weights)
        first = [nik, f"321698{position // 4:010}", name, "Anak" if position % 4 else "Kepala Keluarga", "LP"[sex]]
        second = ["Bekasi", f"{born:%d-%m-%Y}", "Islam", "SLTA/Sederajat", "Nelayan" if position % 10 else "", "Kawin"]
        third = [f"Kampung {position % 90}", f"{position % 9 + 1}", f"{position % 5 + 1}", place, f"0812{position:08}"]
        yield [*first, *second, *third, "", str(position % 10 + 1), "Terdaftar", "Ibu " + name]


class Importing:
    """One import measured step by step; the worker is a process of its own, as in a hub."""

    def __init__(self, settings: Settings, actor: Viewer) -> None:
        self.settings = settings
        self.actor = actor
        self.heaviest = 0.0
        self.number = 0

    def bring(self, path: Path) -> None:
        """Upload and read."""
        with connected(), path.open("rb") as file:
            told = {"file_name": path.name, "name": "Daftar ukur", "data_on": clock.today("Asia/Jakarta")}
            self.number = start_import(
                file, **told, key=str(uuid.uuid4()), settings=self.settings, actor=self.actor, now=clock.now()
            )
        self._wait(self.start())

    def judge(self) -> float:
        """The dry run; rows a second."""
        with connected():
            imp = Import.get_by_id(self.number)
            columns = {column.index: column.field for column in columns_of(imp) if column.field}
            updates = frozenset({"occupation", "education", "decile"}) & UPDATABLE
            choose_columns(imp, ColumnsEntry(columns, updates), actor=self.actor, now=clock.now())
        self._wait(self.start())
        with connected():
            imp, job = Import.get_by_id(self.number), self._job()
            return imp.total / (job.ended_at - job.started_at).total_seconds()

    def apply(self, meanwhile: Measure | None) -> tuple[list[float], float]:
        """Apply while `meanwhile` runs, then alone: the times of `meanwhile`, and the rows a second alone."""
        with connected():
            imp = Import.get_by_id(self.number)
            apply_import(imp, version=plan_version(imp), actor=self.actor, now=clock.now())
        worker, times, done, begun = self.start(), [], 0, None
        if meanwhile:
            time.sleep(2)
            times = meanwhile()
            time.sleep(4)  # until it notices that it is alone
            with connected():
                done, begun = self._job().done, clock.now()
        self._wait(worker)
        with connected():
            job = self._job()
            return times, (job.done - done) / (job.ended_at - (begun or job.started_at)).total_seconds()

    def start(self) -> subprocess.Popen[bytes]:
        """A worker that does what waits."""
        return subprocess.Popen([sys.executable, "-m", "puskesos.jobs.worker", str(self.settings.data)], cwd=ROOT)

    def _wait(self, worker: subprocess.Popen[bytes]) -> None:
        while worker.poll() is None:
            weight = memory_of(worker.pid) + sum(memory_of(child) for child in children_of(worker.pid))
            self.heaviest = max(self.heaviest, weight)
            time.sleep(LOOK_EVERY)

    def _job(self) -> Job:
        return Job.select().where(Job.subject == self.number).order_by(Job.id.desc())[0]


def measure_import(stage: Stage, data: Path, port: int) -> list[Row]:
    """A list half as long as the registry, brought by the koordinator while the counter registers cases."""
    settings, path = load_settings(data), data / "daftar.xlsx"
    rows = min(MOST_ROWS, stage.people // 2)
    with connected():
        service = Service.select(Service.id).where(Service.code == "K01").scalar()
        villages = [name for (name,) in Village.select(Village.name).tuples()]
        write_list(path, stage.people, rows, villages)
        work = Importing(settings, _koordinator())

    def register() -> list[float]:
        counter = replace(stage, staff=Browser(port).share(stage.staff))  # the server hangs up on who is long silent
        return [one.milliseconds for one in register_one_by_one(counter, service)]

    alone = register()
    work.bring(path)
    judged = work.judge()
    beside, applied = work.apply(register if rows >= ENOUGH else None)
    return import_rows(stage.people, judged, applied, work.heaviest, alone, beside)


def _koordinator() -> Viewer:
    user = User.get(User.username == "koordinator")
    return Viewer(
        id=user.id,
        hub_id=user.hub_id,
        username=user.username,
        name=user.name,
        roles=frozenset({Role.KOORDINATOR}),
        area="",
        village_ids=frozenset(),
        session_id=0,
        idle_seconds=0,
        must_change_password=False,
    )


def import_rows(
    people: int, judged: float, applied: float, heaviest: float, alone: list[float], beside: list[float]
) -> list[Row]:
    """The rows of the bench."""
    found = [
        Row("import: dry run, rows a second", people, judged, 2_000, 4_000, "", "", at_least=True),
        Row("import: applied, rows a second", people, applied, 1_000, 2_000, "", "", at_least=True),
        Row("import: worker and reader, memory", people, heaviest, 300, 200, "", "MB"),
    ]
    if not beside:
        return found
    ratio = percentile(beside, 0.95) / (percentile(alone, 0.95) or 1)
    return [*found, Row("import: intake beside it, p95", people, ratio, 2, 1.5, "", "×")]
