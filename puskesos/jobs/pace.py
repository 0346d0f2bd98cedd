"""How fast a job may write: on SQLite everybody shares one writer's lock, and who waits for it polls.

Alone, a job writes large pieces with hardly a pause. As soon as somebody else has written, its pieces become small and
its pauses longer than its writing, until nobody has written for a while.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from puskesos.database import database, is_postgres

LARGE, SMALL = 120, 3
ALONE_PAUSE = 0.001  # seconds
SHARED_PAUSE, SHARED_TIMES = 0.05, 4  # at least this long, and this many times as long as the piece took
QUIET_AFTER = 3.0


class Pace:
    """`rows` is how large the next piece may be; each piece is written inside `turn`."""

    def __init__(self, large: int = LARGE, small: int = SMALL) -> None:
        self._large, self._small = large, small
        self._seen = self._version()
        self._shared_until = 0.0

    @property
    def rows(self) -> int:
        return self._small if self.is_shared else self._large

    @property
    def is_shared(self) -> bool:
        return time.monotonic() < self._shared_until

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Write one piece, then make room."""
        begun = time.monotonic()
        yield
        took = time.monotonic() - begun
        self._look()
        time.sleep(max(SHARED_PAUSE, took * SHARED_TIMES) if self.is_shared else ALONE_PAUSE)

    def _look(self) -> None:
        version = self._version()
        if version != self._seen:
            self._seen = version
            self._shared_until = time.monotonic() + QUIET_AFTER

    @staticmethod
    def _version() -> int:
        """Changes when another connection has written; PostgreSQL has no lock to share."""
        return 0 if is_postgres() else database.execute_sql("PRAGMA data_version").fetchone()[0]
