"""What a fresh pair of eyes found in the actions: double taps on PostgreSQL, slips that add up, lost connections."""

from __future__ import annotations

import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from puskesos import clock
from puskesos.actions.assignment import assign_volunteer
from puskesos.actions.visit import VisitEntry, report_visit
from puskesos.config import Settings
from puskesos.database import connected, database, drop_lost_connection, is_postgres
from puskesos.models import Assignment, Case, Photo, Visit
from puskesos.photos import prepare_photo
from puskesos.queries.search import find_people
from puskesos.security.throttle import note_failure, waiting_seconds
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of
from tests.views.field import jpeg, start_field


def test_one_slip_a_day_at_the_shared_counter_never_locks_everybody_out(cast: Cast) -> None:
    now = clock.now()
    for day in range(14):
        assert waiting_seconds(["alamat:192.168.1.10"], now + timedelta(days=day)) == 0
        note_failure(["alamat:192.168.1.10"], now + timedelta(hours=23 * day))
    assert waiting_seconds(["alamat:192.168.1.10"], now + timedelta(hours=23 * 13)) == 0


def test_a_double_tap_on_the_report_answers_twice_the_same(cast: Cast, opened: Settings) -> None:
    field, key, together = start_field(cast), str(uuid.uuid4()), Barrier(2)
    entry = VisitEntry(visited_at=clock.now(), outcome="bertemu", findings="Rumah panggung.", met_whom="Anak")

    def tap(_: int) -> str:
        with connected():
            task = Assignment.get_by_id(field.task.id)
            photos = [prepare_photo(io.BytesIO(jpeg()), "a.jpg")]
            together.wait()
            return report_visit(
                task, entry, photos, uploads=opened.uploads, key=key, actor=viewer_of(cast.ujang), now=clock.now()
            )

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(tap, range(2))) == {field.task.number}
    assert Visit.select().count() == 1
    assert sorted(path.name for path in opened.uploads.iterdir()) == [photo.stored_name for photo in Photo.select()]


def test_a_double_tap_on_an_assignment_answers_twice_the_same(cast: Cast) -> None:
    case, key, together = make_case(cast), str(uuid.uuid4()), Barrier(2)
    task = {"volunteer_id": cast.ujang.id, "kind": "kunjungan_rumah", "instruction": "", "due_on": TODAY}

    def tap(_: int) -> str:
        with connected():
            mine = Case.get_by_id(case.id)
            together.wait()
            actor = viewer_of(cast.ratna)
            return assign_volunteer(mine, key=key, actor=actor, now=clock.now(), today=TODAY, **task)

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(tap, range(2)))) == Assignment.select().count() == 1


@pytest.mark.parametrize("typed", ["321617", "3216179", "32161799"])
def test_the_beginning_of_a_nik_finds_it_whatever_the_last_digit(cast: Cast, typed: str) -> None:
    make_person(cast, nik="3216179904600003")
    assert [found.person.nik for found in find_people(viewer_of(cast.sari), typed)] == (
        ["3216179904600003"] if "3216179904600003".startswith(typed) else []
    )


def test_a_thread_whose_connection_was_lost_connects_again(cast: Cast) -> None:
    if not is_postgres():
        drop_lost_connection()
        assert not database.is_closed()  # a file cannot hang up
        return
    own = database.execute_sql("SELECT pg_backend_pid()").fetchone()[0]
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_hang_up, own).result()
    with pytest.raises(Exception, match=r"terminat|closed"):
        Case.select().count()
    drop_lost_connection()
    database.connect(reuse_if_open=True)
    assert Case.select().count() == 0


def _hang_up(backend: int) -> None:
    with connected():
        database.execute_sql("SELECT pg_terminate_backend(%s)", (backend,))
