"""One job at work: reports how far it is, notices that nobody wants it any more, and leaves room for people."""

from __future__ import annotations

import time

from puskesos import clock
from puskesos.actions.job import note_progress
from puskesos.config import Settings
from puskesos.models.job import Job

REPORT_EVERY = 1.0  # seconds


class Stop(Exception):
    """Somebody stopped this job; its work so far was committed in whole steps."""


class Failed(Exception):
    """The job cannot be done; `sentence` says to a person what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Run:
    """A running job with the settings of its installation."""

    def __init__(self, job: Job, settings: Settings) -> None:
        self.job = job
        self.settings = settings
        self._reported = 0.0

    def step(self, done: int, total: int) -> None:
        """Report progress, at most once a second. Raises Stop when the job was stopped meanwhile."""
        now = time.monotonic()
        if now - self._reported < REPORT_EVERY and done < total:
            return
        self._reported = now
        if not note_progress(self.job, done, total, clock.now()):
            raise Stop
