"""How far background work is, as a page and as the part that asks by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.job import ask_for, end_job, note_progress, take_next
from puskesos.models import Job
from puskesos.rules.job import JobKind
from tests.cast import Cast, viewer_of
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]


@pytest.fixture
def job(cast: Cast) -> Job:
    ask_for(JobKind.PERIKSA_WARGA, hub_id=cast.hub.id, now=clock.now())
    taken = take_next(clock.now())
    note_progress(taken, 40_000, 150_000, clock.now())
    return taken


def test_the_page_says_how_far_it_is(client_for: SignIn, job: Job) -> None:
    page = client_for("ratna").get(f"/pekerjaan/{job.id}")
    assert "40.000 dari 150.000" in page and page.one("progress")["value"] == "26"


def test_the_part_asks_again_while_it_runs_and_reloads_the_page_at_the_end(client_for: SignIn, job: Job) -> None:
    client = client_for("ratna")
    part = client.get(f"/pekerjaan/{job.id}", fragment=True)
    assert part.one("#job-progress")["hx-trigger"] == "every 2s" and "HX-Refresh" not in part.headers
    end_job(job, now=clock.now())
    part = client.get(f"/pekerjaan/{job.id}", fragment=True)
    assert part.headers["HX-Refresh"] == "true" and not part.one("#job-progress").has_attr("hx-get")


def test_a_failed_job_says_why(client_for: SignIn, job: Job) -> None:
    end_job(job, failed="Berkas ini rusak. Simpan ulang, lalu unggah lagi.", now=clock.now())
    assert "Berkas ini rusak." in client_for("ratna").get(f"/pekerjaan/{job.id}")


def test_asking_by_itself_does_not_keep_an_unattended_screen_signed_in(
    client_for: SignIn, job: Job, moment: time_machine.Traveller
) -> None:
    client = client_for("ratna")
    for _ in range(16):
        client.get(f"/pekerjaan/{job.id}", fragment=True, expect={200, 401})
        moment.shift(timedelta(minutes=1))
    client.get(f"/pekerjaan/{job.id}", fragment=True, expect=401)
    client.get("/", expect=303)


def test_another_hub_and_volunteers_see_nothing(client_for: SignIn, job: Job) -> None:
    client_for("citra").get(f"/pekerjaan/{job.id}", expect=404)
    client_for("ujang").get(f"/pekerjaan/{job.id}", expect=403)


def test_work_on_an_import_is_for_those_who_may_import(client_for: SignIn, cast: Cast) -> None:
    job = ask_for(JobKind.TERAPKAN_IMPOR, 1, hub_id=cast.hub.id, now=clock.now())
    client_for("ratna").get(f"/pekerjaan/{job.id}")
    for name in ("sari", "bayu"):
        client_for(name).get(f"/pekerjaan/{job.id}", expect=403)


def test_the_check_is_for_those_who_clean_and_an_export_for_its_asker(client_for: SignIn, cast: Cast, job: Job) -> None:
    client_for("bayu").get(f"/pekerjaan/{job.id}", expect=403)
    client_for("sari").get(f"/pekerjaan/{job.id}")
    own = ask_for(JobKind.EKSPOR_WARGA, hub_id=cast.hub.id, now=clock.now(), actor=viewer_of(cast.sari))
    client_for("sari").get(f"/pekerjaan/{own.id}")
    client_for("ratna").get(f"/pekerjaan/{own.id}", expect=404)
