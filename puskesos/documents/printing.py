"""HTML to PDF through worker processes, never in a web thread. Recent papers are kept by their content.

A web process has one worker; a background job may have several that yield to everything else (`use_presses`).
"""

from __future__ import annotations

import atexit
import queue
import threading
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from puskesos.documents.kept_papers import Kept, KeptPapers
from puskesos.documents.press import ROOT, Press, PrintingUnavailable, TooManyPages

SECONDS = 30.0  # for one paper
WAIT_SECONDS = 60.0  # for a free worker; background workers have a thread each and wait for nobody
PAGE_SIZE = 4096
MADE_WITH = (
    *("static/paper.css", "puskesos/documents/worker.py"),
    *("puskesos/documents/engine.py", "puskesos/documents/tagging.py"),
)

__all__ = ["PrintingUnavailable", "TooManyPages", "print_pdf"]


@dataclass(frozen=True)
class PrinterState:
    """How printing stands in this process: bytes of its workers, who waits, how many workers had to be replaced."""

    running: int
    waiting: int
    replaced: int
    memory: int
    kept: Kept


class Printer:
    """Workers, the queue before them and the papers they made. Safe for many threads."""

    def __init__(self, presses: int = 1, *, background: bool = False) -> None:
        self._presses = [Press(background=background) for _ in range(presses)]
        self._free: queue.LifoQueue[Press] = queue.LifoQueue()  # the one that printed last is warm
        for press in self._presses:
            self._free.put(press)
        self._waiting = 0
        self._counting = threading.Lock()

    @property
    def worker_ids(self) -> list[int]:
        """The process ids of the workers that run."""
        return [press.worker_id for press in self._presses if press.worker_id is not None]

    def print(self, html: str, most_pages: int, *, archive: bool = False, seconds: float = SECONDS) -> bytes:
        """The PDF of `html`, made now."""
        press = self._take()
        try:
            return press.print(html, most_pages, archive=archive, seconds=seconds)
        finally:
            self._free.put(press)

    def warm_up(self) -> None:
        """Have a worker ready. Raises PrintingUnavailable when this machine cannot print."""
        press = self._take()
        try:
            press.start()
        finally:
            self._free.put(press)

    def stop(self) -> None:
        """End the workers; one that prints is waited for, one that only starts is not."""
        for press in self._presses:
            press.give_up_starting()
        taken = [self._free.get() for _ in self._presses]
        for press in taken:
            press.end()
            self._free.put(press)

    def state(self) -> PrinterState:
        """Counted without disturbing anybody."""
        workers = self.worker_ids
        replaced = sum(press.replaced for press in self._presses)
        return PrinterState(len(workers), self._waiting, replaced, sum(map(memory_of, workers)), _kept.count())

    def _take(self) -> Press:
        with self._counting:
            self._waiting += 1
        try:
            return self._free.get(timeout=WAIT_SECONDS)
        except queue.Empty as problem:
            raise PrintingUnavailable("all workers are busy") from problem
        finally:
            with self._counting:
                self._waiting -= 1


def print_pdf(html: str, *, most_pages: int = 2, archive: bool = False, seconds: float = SECONDS) -> bytes:
    """PDF bytes, kept or made now; `archive` makes PDF/A-3u.

    Raises TooManyPages, or PrintingUnavailable when the HTML version must do.
    """
    key = sha256(f"{_made_with()}\n{most_pages}\n{archive}\n{html}".encode()).hexdigest()
    found = _kept.find(key)
    if found is None:
        found = _printer.print(html, most_pages, archive=archive, seconds=seconds)
        _kept.keep(key, found)
    return found


def keep_papers_in(folder: Path, megabytes: int) -> None:
    """Where papers made lately are kept beside the memory, and how much of them."""
    _kept.keep_in(folder, megabytes * 1024 * 1024)


def sweep_kept(older_than: float) -> int:
    """Take away papers last used before that moment (Unix time); returns how many."""
    return _kept.trim(older_than)


def use_presses(count: int) -> None:
    """From now on `count` background workers (for jobs, in a process of their own)."""
    global _printer
    stop_printing()
    _printer = Printer(count, background=True)


def warm_up() -> None:
    """Start the worker in the background, so that the first print does not wait for it."""

    def start() -> None:
        try:
            _printer.warm_up()
        except PrintingUnavailable:
            return  # the first print says so to the person who asks for it

    threading.Thread(target=start, name="pdf-warm-up", daemon=True).start()


def printer_state() -> PrinterState:
    """How printing stands (health page, bench)."""
    return _printer.state()


def worker_id() -> int | None:
    """The process id of a worker that runs."""
    return next(iter(_printer.worker_ids), None)


def stop_printing() -> None:
    """End the workers and forget the papers in memory; the next print starts a new one."""
    _printer.stop()
    _kept.forget()


def memory_of(process_id: int) -> int:
    """Bytes a process holds in memory; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{process_id}/statm").read_text().split()[1]) * PAGE_SIZE
    except (OSError, ValueError, IndexError):
        return 0


@cache
def _made_with() -> str:
    """What changes every paper: our style sheet, our worker, WeasyPrint."""
    try:
        engine = version("weasyprint")
    except PackageNotFoundError:
        engine = ""
    return sha256(b"".join((ROOT / name).read_bytes() for name in MADE_WITH) + engine.encode()).hexdigest()


_kept = KeptPapers()
_printer = Printer()
atexit.register(stop_printing)
