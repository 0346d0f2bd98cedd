"""A worker that is killed while it applies an import: the next one goes on, and every row is applied exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from puskesos import clock
from puskesos.actions.imports import apply_import, plan_version
from puskesos.actions.job import ask_for
from puskesos.config import ROOT, Settings
from puskesos.models import Import, ImportRow, Job, Person, PersonChange
from puskesos.rules.job import JobKind
from tests.cast import Cast, make_person
from tests.import_lists import FIELDS, Desk, row

KNOWN, ROWS = 60, 500
SLOW = """
import sys, time
from puskesos.jobs import pace, worker
pace.LARGE = 10
pace.Pace.rows = property(lambda self: 10)
pace.ALONE_PAUSE = 0.03
sys.exit(worker.main(sys.argv[1:]))
"""


def start_worker(settings: Settings) -> subprocess.Popen[bytes]:
    """A worker that pauses long enough between its pieces to be killed among them."""
    return subprocess.Popen([sys.executable, "-c", SLOW, str(settings.data)], cwd=ROOT, env=dict(os.environ))


def wait_for_rows(least: int) -> None:
    limit = time.monotonic() + 60
    while Person.select().count() < least:
        assert time.monotonic() < limit
        time.sleep(0.01)


def nik(number: int) -> str:
    return f"321699571180{number:04}"


def called(number: int) -> str:
    """A name of letters only: "Siti bcd" for 123."""
    return "Siti " + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def test_a_killed_worker_loses_no_row_and_repeats_none(cast: Cast, opened: Settings) -> None:
    desk = Desk(cast, opened)
    for number in range(KNOWN):
        make_person(cast, called(number), nik=nik(number))
    more = {"birth_date": "17-11-1980", "occupation": "Petani"}
    lines = [row(called(number), nik=nik(number), **more) for number in range(ROWS)]
    imp = desk.judged(lines, FIELDS, ["occupation"], clock.now().date())
    apply_import(imp, version=plan_version(imp), actor=desk.ratna, now=clock.now())
    for least in (140, 260):
        worker = start_worker(opened)
        wait_for_rows(least)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        assert Import.get_by_id(imp.id).state == "diterapkan"
    assert start_worker(opened).wait() == 0
    assert Import.get_by_id(imp.id).state == "selesai"
    assert Job.get(Job.subject == imp.id).attempts == 3
    judged = Counter(verdict for (verdict,) in ImportRow.select(ImportRow.verdict).tuples())
    states = Counter(state for (state,) in ImportRow.select(ImportRow.state).tuples())
    assert states["diterapkan"] == judged["baru"] + judged["berubah"] > 300
    assert Person.select().count() == KNOWN + judged["baru"]
    assert set(Counter(one.nik for one in Person.select()).values()) == {1}
    assert PersonChange.select().where(PersonChange.field == "occupation").count() == judged["berubah"] > 0


def test_a_worker_sweeps_before_it_works(cast: Cast, opened: Settings) -> None:
    left = Path(opened.data) / "imports" / "sisa"
    left.parent.mkdir()
    left.write_bytes(b"x")
    os.utime(left, (0, 0))
    ask_for(JobKind.BACA_IMPOR, 999, hub_id=cast.hub.id, now=clock.now())
    assert start_worker(opened).wait() == 0
    assert not left.exists()
