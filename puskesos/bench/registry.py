"""The registry at work: the check of the whole, in its own process, and likely people while somebody is typed in."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from puskesos import clock
from puskesos.actions.job import ask_for
from puskesos.bench.browser import Answer
from puskesos.bench.reading import Stage, anywhere, in_turn, slip_in
from puskesos.bench.running import memory_of
from puskesos.bench.verdicts import Row, timed_row
from puskesos.config import ROOT
from puskesos.database import connected
from puskesos.errors import StartRefused
from puskesos.models import Hub, Job, Person
from puskesos.rules.job import JobKind, JobState

LOOK_EVERY = 0.1  # seconds


def measure_matching(stage: Stage) -> Row:
    """Somebody known typed in anew, every other time misspelt: how long until the likely ones stand there."""
    taken, floor = in_turn(stage, lambda: _type_in(stage))
    return timed_row("match check while typing", stage.people, taken, must=60, aim=40, floor=floor)


def _type_in(stage: Stage) -> Answer:
    person = Person.get_by_id(anywhere(stage))
    name = slip_in(stage.random, person.name) if stage.random.random() < 0.5 else person.name
    known = {"name": name, "birth_date": person.birth_date, "village": person.village_id, "sex": person.sex}
    return stage.staff.post("/penerimaan/kemiripan", fragment=True, **known)


def measure_check(data: Path, people: int) -> list[Row]:
    """The check of everybody, in the worker that a hub starts for it. Raises StartRefused when it fails."""
    with connected():
        job = ask_for(JobKind.PERIKSA_WARGA, hub_id=Hub.get().id, now=clock.now())
    worker = subprocess.Popen([sys.executable, "-m", "puskesos.jobs.worker", str(data)], cwd=ROOT)
    heaviest = 0.0
    while worker.poll() is None:
        heaviest = max(heaviest, memory_of(worker.pid))
        time.sleep(LOOK_EVERY)
    with connected():
        job = Job.get_by_id(job.id)
    if job.state != JobState.SELESAI:
        raise StartRefused(f"The check of the registry ended as {job.state}: {job.note}")
    seconds = (job.ended_at - job.started_at).total_seconds()
    return [
        Row("whole-registry check", people, seconds, 60, 30, "", "s"),
        Row("whole-registry check: its process", people, heaviest, 300, 250, "RSS", "MB"),
    ]
