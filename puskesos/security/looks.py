"""Who opened whose page: noted in memory, written a moment later by a thread of its own, so that no page waits for it.

The same person at the same page within ten minutes is one look. What cannot be written stays for the next try.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from datetime import datetime, timedelta

from flask import current_app
from peewee import chunked

from puskesos.database import connected, database
from puskesos.models.audit import AuditEntry
from puskesos.rules.viewer import Viewer
from puskesos.security.audit import describe

ONE_LOOK = timedelta(minutes=10)
SECONDS, SECONDS_AFTER_FAILURE = 1.5, 10.0
MOST, AT_ONCE = 10_000, 500
EVENTS = {"person": "person_seen", "household": "household_seen", "case": "case_seen"}

Seen = tuple[int, str, str]  # viewer, type and id of what was seen


class Looks:
    """The looks that wait to be written. Safe for many threads; writing happens one at a time."""

    def __init__(self) -> None:
        self._waiting: list[dict[str, object]] = []
        self._lost = 0
        self._since: dict[Seen, datetime] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, kind: str, object_id: str | int, *, actor: Viewer, now: datetime) -> None:
        """Remember one look; beyond MOST unwritten ones only their number is kept."""
        seen = (actor.id, kind, str(object_id))
        with self._lock:
            if now - self._since.get(seen, now - ONE_LOOK) < ONE_LOOK:
                return
            self._since[seen] = now
            if len(self._since) > MOST:
                self._since = {one: at for one, at in self._since.items() if now - at < ONE_LOOK}
            if len(self._waiting) < MOST:
                self._waiting.append(describe(EVENTS[kind], actor, now, kind, object_id))
            else:
                self._lost += 1

    def write(self) -> int:
        """Write what waits in one transaction of this thread's connection; it waits on when that fails."""
        with self._writing:
            with self._lock:
                batch, lost = self._waiting[:], self._lost
            if not batch:
                return 0
            rows = [*batch, self._lost_entry(batch[-1], lost)] if lost else batch
            with database.atomic():
                for some in chunked(rows, AT_ONCE):
                    AuditEntry.insert_many(some).execute()
            with self._lock:
                del self._waiting[: len(batch)]
                self._lost -= lost
            return len(batch)

    def try_to_write(self) -> bool:
        """Whether all is written, on a connection opened for it; a full disk, a lock or a lost server stops nothing."""
        if not self._waiting:
            return True
        try:
            with connected():
                self.write()
        except Exception as problem:  # whatever the database says, the looks wait for the next try
            logging.getLogger("puskesos").warning("looks wait: %s", type(problem).__name__)
            return False
        return True

    def write_soon(self) -> None:
        """Have the background thread write within two seconds; the first call starts it."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_writing, name="looks", daemon=True)
                self._thread.start()
                atexit.register(finish_looks)
        self._wake.set()

    def forget(self) -> None:
        """Drop everything (tests: another database)."""
        with self._lock:
            self._waiting, self._lost, self._since = [], 0, {}

    def _keep_writing(self) -> None:
        while self._wake.wait():
            time.sleep(SECONDS)
            self._wake.clear()
            while not self.try_to_write():
                time.sleep(SECONDS_AFTER_FAILURE)

    def _lost_entry(self, last: dict[str, object], lost: int) -> dict[str, object]:
        at, hub_id = last["at"], last["hub"]
        assert isinstance(at, datetime) and isinstance(hub_id, int)
        return describe("looks_lost", None, at, hub_id=hub_id, count=lost)


def saw(kind: str, object_id: str | int, *, actor: Viewer, now: datetime) -> None:
    """Note that `actor` has opened the page of a "person", "household" or "case"."""
    _looks.note(kind, object_id, actor=actor, now=now)
    if not current_app.testing:
        _looks.write_soon()


def flush_looks() -> int:
    """Write what waits on this thread's connection and say how much; used before looks are read whole, and in tests."""
    return _looks.write()


def finish_looks() -> None:
    """Write what waits: when the program ends."""
    _looks.try_to_write()


def forget_looks() -> None:
    """Forget what was noted and when."""
    _looks.forget()


_looks = Looks()
