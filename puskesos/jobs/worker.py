"""The worker process, `python -m puskesos.jobs.worker DATA`: does what waits, one job after the other, then ends.

One per data folder: a second one waits for the first at its lock, so that a job asked for in the moment when the first
is leaving is done all the same.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path

from puskesos import clock
from puskesos.actions.import_ending import sweep_imports
from puskesos.actions.job import end_job, give_back, put_back_interrupted, take_next
from puskesos.actions.scan_reading import sweep_scans
from puskesos.config import Settings, load_settings
from puskesos.database import connected, database, open_database
from puskesos.errors import StartRefused
from puskesos.jobs.kinds import work_of
from puskesos.jobs.run import Failed, Run, Stop
from puskesos.locking import only_one
from puskesos.logs import fault_number, logger, open_log
from puskesos.models.job import Job

NICENESS = 10
NO_ROOM = re.compile(r"disk is full|No space left on device")
DISK_FULL = "Ruang simpan komputer hub penuh. Beri tahu admin; sesudah ada ruang, coba lagi."
FAULT = "Ada gangguan nomor {number}. Coba lagi; bila terulang, sebutkan nomor ini kepada admin."


def main(arguments: list[str]) -> int:
    """Work until nothing waits. The lock's keeper does the work of a worker that came too late."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    open_log()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    settings = load_settings(Path(arguments[0]))
    open_database(settings)
    with suppress(StartRefused), only_one(settings.data, "jobs"), connected():
        put_back_interrupted(clock.now())
        sweep_imports(settings, clock.now())
        sweep_scans(settings, clock.now())
        run_waiting(settings)
    return 0


def run_waiting(settings: Settings) -> int:
    """Do every waiting job in this process (the worker, and tests); returns how many."""
    count = 0
    while (job := take_next(clock.now())) is not None:
        do_job(job, settings)
        count += 1
    return count


def do_job(job: Job, settings: Settings) -> None:
    """One job to its end; a fault gets a number, a sentence and the log, and never ends the worker."""
    failed = ""
    try:
        work_of(job.kind)(Run(job, settings))
    except Stop:
        return
    except SystemExit:  # the server ends: the work goes on when it starts again
        _drop_unfinished()
        give_back(job)
        raise
    except Failed as problem:
        failed = problem.sentence
    except Exception as problem:
        _drop_unfinished()
        failed = DISK_FULL if is_disk_full(problem) else _note_fault(job)
    end_job(job, failed=failed, now=clock.now())


def is_disk_full(problem: BaseException) -> bool:
    """Whether the system, SQLite or PostgreSQL says that there is no room left, also when another error wraps it."""
    if isinstance(problem, OSError) and problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    is_of_database = any(kind.__name__ == "DatabaseError" for kind in type(problem).__mro__)  # Peewee's, a driver's own
    if is_of_database and NO_ROOM.search(str(problem)):
        return True
    wrapped = problem.__cause__ or problem.__context__
    return wrapped is not None and is_disk_full(wrapped)


def _note_fault(job: Job) -> str:
    """The fault that is being handled goes into the log under a number; returns the sentence that names it."""
    number = fault_number()
    logger.exception("fault %s in job %s (%s)", number, job.id, job.kind)
    return FAULT.format(number=number)


def _drop_unfinished() -> None:
    if database.in_transaction():
        database.rollback()


def _leave(_number: int, _frame: object) -> None:
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
