"""The web server's threads: of those that wait, the one that worked last goes first, as its caches are still warm.

Each thread has its own database connection, whose page cache and statements another thread cannot use. Taking turns,
as waitress does by itself, every thread of a quiet hub would keep a copy of everything and find it outdated.
"""

from __future__ import annotations

import gc
from threading import Lock

from waitress.task import ThreadedTaskDispatcher

ROUNDS = (2_000, 100, 20)  # new objects until the youngest are looked at, then rounds until the older ones are


class LastInFirstOut:
    """A condition as `threading.Condition`, waking the thread that began to wait last; call it holding `lock`."""

    def __init__(self, lock: Lock) -> None:
        self._lock = lock
        self._waiting: list[Lock] = []

    def wait(self) -> None:
        """Let go of the lock until woken, and hold it again."""
        mine = Lock()
        mine.acquire()
        self._waiting.append(mine)
        self._lock.release()
        try:
            mine.acquire()
        finally:
            self._lock.acquire()

    def notify(self) -> None:
        if self._waiting:
            self._waiting.pop().release()

    def notify_all(self) -> None:
        while self._waiting:
            self.notify()


class WarmThreads(ThreadedTaskDispatcher):
    """Waitress's threads, woken in the order of warmth."""

    def __init__(self) -> None:
        super().__init__()
        self.queue_cv = LastInFirstOut(self.lock)


def calm_collector() -> None:
    """The program itself leaves the rounds of Python's garbage collector: else a click that meets one waits while a
    quarter of a million objects are looked at. Rounds of the older come rarely; those of the youngest often, so that
    each is short."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*ROUNDS)


def warm_threads(count: int) -> WarmThreads:
    """That many started threads, for waitress's `_dispatcher`, which starts none of its own then."""
    threads = WarmThreads()
    threads.set_thread_count(count)
    return threads
