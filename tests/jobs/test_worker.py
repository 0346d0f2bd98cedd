"""The worker as a process of its own: it does what waits, says what it could not do, and ends."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import time_machine

from puskesos import clock
from puskesos.actions.import_columns import ColumnsEntry, choose_columns
from puskesos.actions.job import ask_for, take_next
from puskesos.config import ROOT, Settings
from puskesos.database import database
from puskesos.jobs.worker import DISK_FULL, is_disk_full, run_waiting
from puskesos.models import Job
from puskesos.queries.job import has_abandoned, has_unfinished
from puskesos.rules.job import JobKind
from tests.cast import Cast
from tests.import_lists import FIELDS, Desk, row


def work(settings: Settings) -> subprocess.CompletedProcess[bytes]:
    """One worker process on the data folder, to its end."""
    command = [sys.executable, "-m", "puskesos.jobs.worker", str(settings.data)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)


def test_a_worker_with_nothing_to_do_ends(cast: Cast, opened: Settings) -> None:
    assert work(opened).returncode == 0


def test_a_worker_goes_on_with_what_was_interrupted(cast: Cast, opened: Settings) -> None:
    job = ask_for(JobKind.UJI_IMPOR, 999, hub_id=cast.hub.id, now=clock.now())
    assert take_next(clock.now()).id == job.id  # its worker is killed here
    work(opened)
    job = Job.get_by_id(job.id)
    assert job.attempts == 2 and not has_unfinished()


def test_a_fault_becomes_a_sentence_with_a_number_and_the_next_job_is_done(cast: Cast, opened: Settings) -> None:
    for subject in (998, 999):
        ask_for(JobKind.UJI_IMPOR, subject, hub_id=cast.hub.id, now=clock.now())
    assert run_waiting(opened) == 2
    assert [job.state for job in Job.select()] == ["gagal", "gagal"]
    assert all(job.note for job in Job.select())


def test_work_that_nobody_looks_at_is_noticed_when_its_worker_was_killed(
    cast: Cast, moment: time_machine.Traveller
) -> None:
    ask_for(JobKind.UJI_IMPOR, 999, hub_id=cast.hub.id, now=clock.now())
    take_next(clock.now())
    assert not has_abandoned(clock.now())
    moment.shift(timedelta(seconds=21))
    assert has_abandoned(clock.now())


def test_a_full_disk_is_called_by_its_name(cast: Cast, opened: Settings) -> None:
    desk = Desk(cast, opened)
    imp = desk.upload(
        [row(f"Siti {chr(97 + one % 26)}{chr(97 + one // 26)}", occupation="x" * 60) for one in range(600)]
    )
    choose_columns(imp, ColumnsEntry(dict(enumerate(FIELDS))), actor=desk.ratna, now=clock.now())
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages + 8}")
    run_waiting(opened)
    assert [job.note for job in Job.select().where(Job.state == "gagal")] == [DISK_FULL]


def test_other_faults_are_no_full_disk() -> None:
    assert not is_disk_full(OSError(13, "izin")) and not is_disk_full(ValueError())
    assert is_disk_full(OSError(28, "No space left on device"))
