"""Starting the worker process from the web process; never more than needed, and its end is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from puskesos.config import ROOT, Settings
from puskesos.database import connected
from puskesos.queries.job import has_unfinished

_started: list[subprocess.Popen[bytes]] = []
_lock = threading.Lock()
MOST = 2  # one at work and one waiting at its lock


def wake_worker(settings: Settings) -> None:
    """See to it that a worker will look for work after this moment; call it after the transaction that asked.

    Under test nothing starts: tests call `jobs.worker.run_waiting` themselves.
    """
    if settings.testing:
        return
    with _lock:
        _started[:] = [process for process in _started if process.poll() is None]
        if len(_started) < MOST:
            _started.append(_launch(settings))


def resume_work(settings: Settings) -> None:
    """At the start of a server: go on with what a stop or a power cut interrupted."""
    with connected():
        waits = has_unfinished()
    if waits:
        wake_worker(settings)


def stop_workers() -> None:
    """End them with the server; what was unfinished goes on at the next start."""
    with _lock:
        for process in _started:
            process.terminate()
            process.wait()
        _started.clear()


def _launch(settings: Settings) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["PUSKESOS_DATABASE_URL"] = settings.database_url  # also when a command chose otherwise than the file
    return subprocess.Popen(
        [sys.executable, "-m", "puskesos.jobs.worker", str(settings.data)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
    )
