"""Reading background work: the newest of a kind, and whether its worker has gone silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from peewee import fn

from puskesos.models.job import Job
from puskesos.rules.job import UNFINISHED, JobKind, JobState
from puskesos.rules.viewer import Viewer

SILENT = timedelta(seconds=20)


def newest_job(viewer: Viewer, kind: JobKind, subject: int | None = None) -> Job | None:
    """The last job of this kind (about `subject` when given) of the viewer's hub."""
    mine = (Job.hub == viewer.hub_id) & (Job.kind == str(kind))
    if subject is not None:
        mine &= Job.subject == subject
    return Job.select().where(mine).order_by(Job.id.desc()).first()


def last_done(hub_id: int, kind: JobKind) -> Job | None:
    """The newest finished job of this kind in a hub."""
    done = (Job.hub == hub_id) & (Job.kind == str(kind)) & (Job.state == str(JobState.SELESAI))
    return Job.select().where(done).order_by(Job.id.desc()).first()


def is_abandoned(job: Job, now: datetime) -> bool:
    """Whether an unfinished job shows no sign of life, so that a worker has to be woken (again)."""
    return job.state in UNFINISHED and now - (job.beat_at or job.created_at) > SILENT


def has_unfinished() -> bool:
    """Whether any hub of this database has work waiting or interrupted."""
    return Job.select().where(Job.state.in_(UNFINISHED)).exists()


def count_waiting(hub_id: int) -> int:
    """How many pieces of work of a hub wait or run."""
    return Job.select().where(Job.hub == hub_id, Job.state.in_(UNFINISHED)).count()


def has_abandoned(now: datetime) -> bool:
    """Whether any unfinished job shows no sign of life: its worker was killed, or none began."""
    silent = fn.COALESCE(Job.beat_at, Job.created_at) < now - SILENT
    return Job.select().where(Job.state.in_(UNFINISHED), silent).exists()


def find_job(viewer: Viewer, job_id: int) -> Job | None:
    """One job of the viewer's hub."""
    return Job.get_or_none(Job.id == job_id, Job.hub == viewer.hub_id)
