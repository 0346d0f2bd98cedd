"""HTML to PDF through one worker process, never in a web thread. Recent papers are kept in memory by their content."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from puskesos.documents.frames import PDF, READY, TOO_LONG, UNAVAILABLE, read_frame, write_frame

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 30
KEPT_BYTES = 32 * 1024 * 1024
PRINTS_PER_WORKER = 2000
SECRET_NAMES = ("PUSKESOS_", "DATABASE_URL", "PG")


class PrintingUnavailable(Exception):
    """This machine cannot make PDF files (WeasyPrint or Pango missing), or this paper could not be made."""


class TooManyPages(Exception):
    """The paper needs more pages than allowed."""


class Printer:
    """The worker and the papers it made. Safe for many threads; one paper is made at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._printed = 0
        self._turn = threading.Lock()
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._kept_lock = threading.Lock()

    @property
    def worker_id(self) -> int | None:
        """The worker's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def print(self, html: str, most_pages: int) -> bytes:
        """The PDF of `html`, kept or made now; a worker that died is replaced once."""
        key = sha256(f"{most_pages}\n{html}".encode()).digest()
        with self._kept_lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._turn:
            pdf = self._ask(html, most_pages)
        self._keep(key, pdf)
        return pdf

    def warm_up(self) -> None:
        """Have a worker ready. Raises PrintingUnavailable when this machine cannot print."""
        with self._turn:
            self._start()

    def stop(self) -> None:
        """End the worker and forget kept papers."""
        with self._turn:
            self._end()
        with self._kept_lock:
            self._kept.clear()

    def _ask(self, html: str, most_pages: int) -> bytes:
        for _attempt in range(2):
            process = self._start()
            try:
                kind, body = _exchange(process, html, most_pages)
            except (EOFError, OSError):
                self._end()
                continue
            if kind == TOO_LONG:
                raise TooManyPages
            if kind != PDF:
                raise PrintingUnavailable(body.decode(errors="replace"))
            return body
        raise PrintingUnavailable("the worker stopped twice")

    def _start(self) -> subprocess.Popen[bytes]:
        self._printed += 1
        if self.worker_id is None or self._printed > PRINTS_PER_WORKER:
            self._end()
            self._process, self._printed = _launch(), 0
        assert self._process
        return self._process

    def _end(self) -> None:
        if self._process:
            _finish(self._process)
        self._process = None

    def _keep(self, key: bytes, pdf: bytes) -> None:
        with self._kept_lock:
            self._kept[key] = pdf
            while sum(map(len, self._kept.values())) > KEPT_BYTES:
                self._kept.popitem(last=False)


def print_pdf(html: str, *, most_pages: int = 2) -> bytes:
    """PDF bytes. Raises TooManyPages, or PrintingUnavailable when the HTML version must do."""
    return _printer.print(html, most_pages)


def warm_up() -> None:
    """Start the worker in the background, so that the first print does not wait for it."""

    def start() -> None:
        try:
            _printer.warm_up()
        except PrintingUnavailable:
            return  # the first print says so to the person who asks for it

    threading.Thread(target=start, name="pdf-warm-up", daemon=True).start()


def worker_id() -> int | None:
    """The worker's process id while it runs (bench, health page)."""
    return _printer.worker_id


def stop_printing() -> None:
    """End the worker; the next print starts a new one."""
    _printer.stop()


def _launch() -> subprocess.Popen[bytes]:
    """A worker that has said it is ready; it is given no secrets of ours."""
    process = subprocess.Popen(
        [sys.executable, "-m", "puskesos.documents.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith(SECRET_NAMES)},
    )
    try:
        with _time_limit(process):
            kind, body = read_frame(process.stdout)
    except (EOFError, OSError):
        kind, body = UNAVAILABLE, b"no answer"
    if kind != READY:
        _finish(process)
        raise PrintingUnavailable(body.decode(errors="replace"))
    return process


def _exchange(process: subprocess.Popen[bytes], html: str, most_pages: int) -> tuple[bytes, bytes]:
    with _time_limit(process):
        write_frame(process.stdin, bytes([most_pages]), html.encode())
        return read_frame(process.stdout)


@contextmanager
def _time_limit(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill a worker that takes too long; its reader then sees the end of the stream."""
    timer = threading.Timer(SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _finish(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            stream.close()
    process.wait()


_printer = Printer()
atexit.register(stop_printing)
