"""Background work: asking for it, taking it up, telling how far it is, ending it."""

from __future__ import annotations

from datetime import datetime

from puskesos.database import database
from puskesos.models.job import Job
from puskesos.rules.job import MOST_ATTEMPTS, UNFINISHED, JobKind, JobState
from puskesos.rules.viewer import Viewer

GAVE_UP = "Pekerjaan ini terhenti berulang kali. Coba lagi; bila terulang, beri tahu admin."


def ask_for(
    kind: JobKind, subject: int | None = None, *, hub_id: int, now: datetime, actor: Viewer | None = None
) -> Job:
    """The job of this kind about `subject` that is still to be done, made when there is none.

    The caller wakes the worker when its own transaction is over (`jobs.launching.wake_worker`).
    """
    about = Job.subject.is_null() if subject is None else (Job.subject == subject)
    same = (Job.hub == hub_id) & (Job.kind == str(kind)) & Job.state.in_(UNFINISHED) & about
    with database.atomic():
        waiting = Job.select().where(same).first()
        if waiting is not None:
            return waiting
        by = actor.id if actor else None
        return Job.create(hub=hub_id, kind=str(kind), subject=subject, created_by=by, created_at=now)


def take_next(now: datetime) -> Job | None:
    """The oldest waiting job, marked as running; None when nothing waits."""
    with database.atomic():
        job = Job.select().where(Job.state == str(JobState.MENUNGGU)).order_by(Job.id).first()
        if job is None:
            return None
        job.state, job.attempts = str(JobState.BERJALAN), job.attempts + 1
        job.started_at = job.beat_at = now
        job.save(only=[Job.state, Job.attempts, Job.started_at, Job.beat_at])
        return job


def put_back_interrupted(now: datetime) -> None:
    """What a killed worker left running waits again, or is given up after MOST_ATTEMPTS; for the one worker only."""
    running = Job.state == str(JobState.BERJALAN)
    tired = {"state": str(JobState.GAGAL), "note": GAVE_UP, "ended_at": now}
    with database.atomic():
        Job.update(**tired).where(running, Job.attempts >= MOST_ATTEMPTS).execute()
        Job.update(state=str(JobState.MENUNGGU)).where(running).execute()


def give_back(job: Job) -> None:
    """A worker that is told to leave puts its job back; this does not count as an attempt."""
    mine = (Job.id == job.id) & (Job.state == str(JobState.BERJALAN))
    with database.atomic():
        Job.update(state=str(JobState.MENUNGGU), attempts=Job.attempts - 1).where(mine).execute()


def note_progress(job: Job, done: int, total: int, now: datetime) -> bool:
    """Tell how far a running job is; says whether it is still wanted."""
    mine = (Job.id == job.id) & (Job.state == str(JobState.BERJALAN))
    with database.atomic():
        return bool(Job.update(done=done, total=total, beat_at=now).where(mine).execute())


def end_job(job: Job, *, failed: str = "", now: datetime) -> None:
    """The job is done and keeps its note, or could not be done for the reason in `failed` (an Indonesian sentence)."""
    ended = {"state": str(JobState.GAGAL), "note": failed} if failed else {"state": str(JobState.SELESAI)}
    mine = (Job.id == job.id) & (Job.state == str(JobState.BERJALAN))
    with database.atomic():
        Job.update(**ended, ended_at=now).where(mine).execute()


def stop_job(job: Job, *, now: datetime) -> None:
    """Nobody wants it any more: a waiting one never begins, a running one ends at its next step."""
    stopped = {"state": str(JobState.GAGAL), "note": "Dihentikan.", "ended_at": now}
    with database.atomic():
        Job.update(**stopped).where(Job.id == job.id, Job.state.in_(UNFINISHED)).execute()
