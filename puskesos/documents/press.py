"""One PDF worker as a process of ours: started, asked, given so much time, ended; its temp folder goes with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from puskesos.documents.frames import ASK, PDF, READY, TOO_LONG, UNAVAILABLE, read_frame, write_frame

ROOT = Path(__file__).resolve().parent.parent.parent
PRINTS_PER_WORKER = 500
START_SECONDS = 60.0
PATIENCE = 10  # times so long a background worker may take: others go first
ATTEMPTS = 2
SECRET_NAMES = ("PUSKESOS_", "DATABASE_URL", "PG")
WORKSHOP = "puskesos-cetak-"  # begins the name of a worker's temp folder; then our process id


class PrintingUnavailable(Exception):
    """This machine cannot make PDF files (WeasyPrint or Pango missing), or this paper could not be made."""


class TooManyPages(Exception):
    """The paper needs more pages than allowed."""


class Press:
    """A worker that starts at the first paper and is replaced when it died, or was told to rest after many papers.

    For one thread at a time. `background` makes it yield to everything else on the computer.
    """

    def __init__(self, *, background: bool = False) -> None:
        self.replaced = 0
        self._background = background
        self._process: subprocess.Popen[bytes] | None = None
        self._starting: subprocess.Popen[bytes] | None = None
        self._workshop = ""
        self._printed = 0

    @property
    def worker_id(self) -> int | None:
        """The worker's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def print(self, html: str, most_pages: int, *, archive: bool, seconds: float) -> bytes:
        """The PDF; a worker that died is replaced once, one that took longer than `seconds` is not asked again."""
        asked = {"html": html, "most_pages": most_pages, "archive": archive}
        request = json.dumps(asked).encode()
        seconds *= PATIENCE if self._background else 1
        for _attempt in range(ATTEMPTS):
            process = self.start()
            try:
                with _time_limit(process, seconds) as over:
                    write_frame(process.stdin, ASK, request)
                    kind, body = read_frame(process.stdout)
            except (EOFError, OSError) as problem:
                self.replaced += 1
                self.end()
                if over.is_set():
                    raise PrintingUnavailable(f"no paper after {seconds:g} seconds") from problem
                continue
            self._printed += 1
            if kind == TOO_LONG:
                raise TooManyPages
            if kind != PDF:
                raise PrintingUnavailable(body.decode(errors="replace"))
            return body
        raise PrintingUnavailable("the worker stopped twice")

    def start(self) -> subprocess.Popen[bytes]:
        """The worker, ready. Raises PrintingUnavailable when this machine cannot print."""
        if self._process is None or self.worker_id is None or self._printed >= PRINTS_PER_WORKER:
            self.end()
            self._process = self._launch()
        return self._process

    def give_up_starting(self) -> None:
        """A worker that is not ready yet is ended: whoever waits for it is told that there is none."""
        if self._starting:
            self._starting.kill()

    def end(self) -> None:
        """End the worker and take its temp folder away."""
        if self._process:
            self._process.kill()
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    stream.close()
            self._process.wait()
        if self._workshop:
            shutil.rmtree(self._workshop, ignore_errors=True)
        self._process, self._workshop, self._printed = None, "", 0

    def _launch(self) -> subprocess.Popen[bytes]:
        """A worker that has said it is ready; it is given no secrets of ours."""
        sweep_workshops()
        self._workshop = tempfile.mkdtemp(prefix=f"{WORKSHOP}{os.getpid()}-")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(SECRET_NAMES)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "puskesos.documents.worker", *(["background"] if self._background else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment | {"TMPDIR": self._workshop},
        )
        self._starting = self._process
        try:
            with _time_limit(self._process, START_SECONDS * (PATIENCE if self._background else 1)):
                kind, body = read_frame(self._process.stdout)
        except (EOFError, OSError):
            kind, body = UNAVAILABLE, b"no answer"
        finally:
            self._starting = None
        if kind != READY:
            self.end()
            raise PrintingUnavailable(body.decode(errors="replace"))
        return self._process


def sweep_workshops() -> None:
    """Take away temp folders of programs that were killed before they could."""
    if os.name == "nt":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{WORKSHOP}*"):
        owner = folder.name.removeprefix(WORKSHOP).split("-")[0]
        if owner.isdecimal() and not _runs(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # somebody else's
    return True


@contextmanager
def _time_limit(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Kill a worker that takes too long; its reader then sees the end of the stream, and the event is set."""
    over = threading.Event()

    def kill() -> None:
        over.set()
        process.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()
