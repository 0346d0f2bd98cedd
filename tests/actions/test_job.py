"""Background work: asked for once, taken up once, put back when interrupted, given up when it kills its worker."""

from __future__ import annotations

from datetime import timedelta

from puskesos import clock
from puskesos.actions.job import (
    ask_for,
    end_job,
    give_back,
    note_progress,
    put_back_interrupted,
    stop_job,
    take_next,
)
from puskesos.models import Job
from puskesos.queries.job import has_unfinished, is_abandoned, newest_job
from puskesos.rules.job import MOST_ATTEMPTS, JobKind, percent
from tests.cast import Cast, viewer_of


def ask(cast: Cast, subject: int | None = None, kind: JobKind = JobKind.PERIKSA_WARGA) -> Job:
    return ask_for(kind, subject, hub_id=cast.hub.id, now=clock.now(), actor=viewer_of(cast.ratna))


def again(job: Job) -> Job:
    return Job.get_by_id(job.id)


def test_asking_twice_makes_one_job_until_it_is_done(cast: Cast) -> None:
    first = ask(cast)
    assert ask(cast).id == first.id
    assert ask(cast, 7, JobKind.UJI_IMPOR).id != ask(cast, 8, JobKind.UJI_IMPOR).id
    end_job(take_next(clock.now()), now=clock.now())
    assert ask(cast).id != first.id


def test_the_oldest_is_taken_first_and_only_once(cast: Cast) -> None:
    first, second = ask(cast), ask(cast, 7, JobKind.UJI_IMPOR)
    assert [take_next(clock.now()).id for _ in range(2)] == [first.id, second.id]
    assert take_next(clock.now()) is None


def test_an_interrupted_job_waits_again_until_it_has_failed_too_often(cast: Cast) -> None:
    job = ask(cast)
    for _ in range(MOST_ATTEMPTS):
        assert take_next(clock.now()).id == job.id
        put_back_interrupted(clock.now())
    assert take_next(clock.now()) is None
    assert again(job).state == "gagal" and "berulang kali" in again(job).note


def test_leaving_in_order_does_not_count_as_an_attempt(cast: Cast) -> None:
    job = ask(cast)
    for _ in range(MOST_ATTEMPTS + 1):
        give_back(take_next(clock.now()))
    assert again(job).state == "menunggu"


def test_a_stopped_job_learns_of_it_and_keeps_its_end(cast: Cast) -> None:
    job = take_next(clock.now()) if ask(cast) else None
    assert note_progress(job, 10, 100, clock.now())
    stop_job(job, now=clock.now())
    assert not note_progress(job, 20, 100, clock.now())
    end_job(job, now=clock.now())
    assert (again(job).state, again(job).note, again(job).done) == ("gagal", "Dihentikan.", 10)


def test_a_silent_worker_is_noticed(cast: Cast) -> None:
    job = take_next(clock.now()) if ask(cast) else None
    assert not is_abandoned(again(job), clock.now())
    assert is_abandoned(again(job), clock.now() + timedelta(seconds=30))
    end_job(job, now=clock.now())
    assert not is_abandoned(again(job), clock.now() + timedelta(hours=1)) and not has_unfinished()


def test_another_hub_sees_nothing_of_it(cast: Cast) -> None:
    ask(cast)
    assert newest_job(viewer_of(cast.ratna), JobKind.PERIKSA_WARGA)
    assert newest_job(viewer_of(cast.citra), JobKind.PERIKSA_WARGA) is None


def test_a_hundred_percent_means_done() -> None:
    assert [percent(*pair) for pair in ((0, 0), (1, 3), (999, 1000), (1000, 1000))] == [0, 33, 99, 100]
