"""The connection recipe: writers queue, errors stay true, references hold, acknowledged work survives kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import closing

import pytest
from peewee import DatabaseError, IntegrityError, OperationalError
from sqlcipher3 import dbapi2

from puskesos.actions.counter import next_number
from puskesos.actions.intake import Need, register_case
from puskesos.config import ROOT, Settings
from puskesos.database import database
from puskesos.models import AuditEntry, Case, Counter, Hub, Submission, Village
from puskesos.security import audit
from tests.cast import NOW, TODAY, Cast, make_person, viewer_of
from tests.engines import both_engines

WORKER = """
import os, sys, uuid
from pathlib import Path
from puskesos import clock
from puskesos.config import Settings
from puskesos.database import database, open_database
from tests.cast import load_cast, make_case
open_database(Settings(data=Path(sys.argv[1])))
database.connect()
cast = load_cast()
while True:
    os.write(1, f"ACK {make_case(cast).number}\\n".encode())
"""


def in_threads(work: Callable[[int], None], count: int) -> list[BaseException]:
    """Run `work` in `count` threads at once, each with its own connection, and return what went wrong."""
    wrong: list[BaseException] = []
    gate = threading.Barrier(count)

    def run(number: int) -> None:
        database.connect(reuse_if_open=True)
        try:
            gate.wait()
            work(number)
        except BaseException as error:  # handed to the test, which expects none
            wrong.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@both_engines
def test_sixteen_threads_draw_numbers_without_double_or_gap(cast: Cast) -> None:
    drawn: list[int] = []

    def draw(_number: int) -> None:
        for _ in range(5):
            with database.atomic():
                drawn.append(next_number(cast.hub.id, "kasus", "2611"))

    assert in_threads(draw, 16) == []
    assert sorted(drawn) == list(range(1, 81))


@both_engines
def test_a_number_whose_transaction_failed_goes_to_the_next(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), database.atomic():
        next_number(cast.hub.id, "kasus", "2611")
        raise ZeroDivisionError
    with database.atomic():
        assert next_number(cast.hub.id, "kasus", "2611") == 1


@both_engines
def test_the_same_form_sent_by_eight_threads_makes_one_case(cast: Cast) -> None:
    client, key, actor = make_person(cast), str(uuid.uuid4()), viewer_of(cast.sari)
    need = Need(
        service_id=cast.services["K01"].id,
        village_id=cast.bahagia.id,
        kind="permohonan",
        channel="datang",
        priority="biasa",
        reporter_name="Wati",
        reporter_relation="tetangga",
        story="Kartu tidak aktif.",
        client_id=client.id,
    )
    numbers: set[str] = set()

    def send(_number: int) -> None:
        numbers.add(register_case(need, key=key, actor=actor, now=NOW, today=TODAY))

    assert in_threads(send, 8) == []
    assert len(numbers) == Case.select().count() == Submission.select().count() == 1
    assert Counter.get(Counter.kind == "kasus").last == 1


def test_writers_that_read_first_never_find_the_database_locked(cast: Cast) -> None:
    def read_then_write(_number: int) -> None:
        for _ in range(25):
            with database.atomic():
                floor = Hub.select(Hub.phone).where(Hub.id == cast.hub.id).scalar()
                Hub.update(phone=str(int(floor) + 1)).where(Hub.id == cast.hub.id).execute()

    Hub.update(phone="0").execute()
    assert in_threads(read_then_write, 6) == []
    assert Hub.get_by_id(cast.hub.id).phone == "150"


def test_a_full_disk_is_named_and_work_goes_on_when_there_is_room(cast: Cast) -> None:
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(OperationalError, match="full"), database.atomic():
        Hub.update(address="x" * 200_000).execute()
    database.execute_sql(f"PRAGMA max_page_count = {pages + 10_000}")
    assert Hub.get_by_id(cast.hub.id).address == cast.hub.address
    with database.atomic():
        Hub.update(address="Jl. Raya").execute()
    assert database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_first_error_is_seen_when_sqlite_has_already_rolled_back(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="UNIQUE"), database.atomic():
        database.execute_sql("UPDATE OR ROLLBACK hub SET code = 'same'")
    assert in_threads(lambda _: Hub.update(address="Jl. Raya").execute(), 2) == []


def test_a_full_disk_inside_a_nested_transaction_is_named_too(cast: Cast) -> None:
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(OperationalError, match="full"), database.atomic(), database.atomic():
        Hub.update(address="x" * 200_000).execute()
    database.execute_sql(f"PRAGMA max_page_count = {pages + 10_000}")
    assert in_threads(lambda _: Hub.update(address="Jl. Raya").execute(), 2) == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("cell_size_check", 1),
    ],
)
def test_each_connection_follows_the_recipe(cast: Cast, pragma: str, value: int | str) -> None:
    seen: list[int | str] = []
    assert in_threads(lambda _: seen.append(database.execute_sql(f"PRAGMA {pragma}").fetchone()[0]), 2) == []
    assert seen == [value, value]


@both_engines
def test_a_row_cannot_refer_to_nothing(cast: Cast) -> None:
    with pytest.raises(IntegrityError), database.atomic():
        Village.create(hub=999_999, code="x", name="x")


@both_engines
def test_what_is_referred_to_cannot_be_deleted(cast: Cast) -> None:
    with pytest.raises(IntegrityError), database.atomic():
        Hub.delete().where(Hub.id == cast.hub.id).execute()


@both_engines
def test_an_unknown_state_cannot_be_stored(cast: Cast) -> None:
    with pytest.raises(IntegrityError), database.atomic():
        Hub.update(paper="A3").execute()


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor_name = 'x'", "DELETE FROM audit_entry"])
@both_engines
def test_the_audit_trail_can_only_grow(cast: Cast, statement: str) -> None:
    with database.atomic():
        audit.record("note_added", actor=viewer_of(cast.sari), now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), database.atomic():
        database.execute_sql(statement)
    assert AuditEntry.get().actor_name == "Sari"


def test_insert_or_replace_cannot_walk_around_the_audit_triggers(cast: Cast) -> None:
    with database.atomic():
        audit.record("note_added", actor=viewer_of(cast.sari), now=NOW)
    rest = "id, at, session_id, address, action, object_type, object_id, reason, detail"
    statement = f"INSERT OR REPLACE INTO audit_entry(actor_name, {rest}) SELECT 'x', {rest} FROM audit_entry"
    with pytest.raises(DatabaseError, match="append-only"), database.atomic():
        database.execute_sql(statement)
    assert AuditEntry.get().actor_name == "Sari"


@pytest.mark.slow
def test_acknowledged_cases_survive_kill_nine(settings: Settings) -> None:
    acknowledged: list[str] = []
    for round_number in range(4):
        command = [sys.executable, "-c", WORKER, str(settings.data)]
        workers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
        for worker in workers:
            acknowledged.append(worker.stdout.readline().decode().split()[1])
        time.sleep(0.1 * round_number)
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
        for worker in workers:
            whole = [line for line in worker.communicate()[0].decode().splitlines(keepends=True) if line.endswith("\n")]
            acknowledged += [line.split()[1] for line in whole]
    with closing(dbapi2.connect(str(settings.database_file))) as connection:
        stored = {number for (number,) in connection.execute('SELECT number FROM "case"')}
        assert len(acknowledged) == len(set(acknowledged)) >= 8
        assert set(acknowledged) <= stored
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        entries = connection.execute("SELECT count(*) FROM audit_entry WHERE action = 'case_registered'").fetchone()
        assert entries == (len(stored),)
