"""What the running server does by itself: the check of the registry twice a day, taking old exports and
counts of failed tries away, and waking a worker for work whose worker was killed while nobody looks at it.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta

from peewee import DatabaseError

from puskesos import clock
from puskesos.actions.job import ask_for
from puskesos.config import Settings
from puskesos.database import connected
from puskesos.documents.kept_papers import KEPT_SECONDS
from puskesos.documents.printing import sweep_kept
from puskesos.jobs.batch_file import sweep_batches
from puskesos.jobs.export_file import sweep_exports
from puskesos.jobs.launching import wake_worker
from puskesos.queries.job import has_abandoned, last_done
from puskesos.queries.registry_check import hubs_with_people
from puskesos.rules.job import JobKind
from puskesos.security.throttle import forget_old

CHECK_EVERY = timedelta(hours=12)
GLANCE_EVERY, LOOK_EVERY = 30.0, 30 * 60.0  # seconds; the first people of the day come before the first check


def ask_when_due(now: datetime) -> bool:
    """Ask for the checks that are due; says whether there is work now."""
    asked = False
    for hub_id in hubs_with_people():
        last = last_done(hub_id, JobKind.PERIKSA_WARGA)
        if last is None or now - last.ended_at >= CHECK_EVERY:
            ask_for(JobKind.PERIKSA_WARGA, hub_id=hub_id, now=now)
            asked = True
    return asked


def keep_asking(settings: Settings) -> threading.Event:
    """Look every half hour, and for abandoned work every half minute, in a thread of its own until the event is set."""
    ended = threading.Event()
    threading.Thread(target=_look, args=(settings, ended), name="regular", daemon=True).start()
    return ended


def _look(settings: Settings, ended: threading.Event) -> None:
    next_look = 0.0
    while not ended.wait(GLANCE_EVERY):
        is_due = time.monotonic() >= next_look
        if is_due:
            next_look = time.monotonic() + LOOK_EVERY
            with suppress(OSError):
                sweep_exports(settings, clock.now())
                sweep_batches(settings, clock.now())
                sweep_kept(clock.now().timestamp() - KEPT_SECONDS)
        with suppress(DatabaseError), connected():  # the database is busy or away: next time
            if is_due:
                forget_old(clock.now())
            if (is_due and ask_when_due(clock.now())) or has_abandoned(clock.now()):
                wake_worker(settings)
