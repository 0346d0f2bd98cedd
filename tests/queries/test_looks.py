"""Who looked: noted in memory, written later in one go, read newest first with words."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from peewee import DatabaseError

from puskesos import clock
from puskesos.actions.person import reveal_number
from puskesos.database import database, is_postgres
from puskesos.models import AuditEntry, Person
from puskesos.queries.looks import LOOKS, WORK, looks_of, merged_into
from puskesos.queries.person import find_resident
from puskesos.security import audit
from puskesos.security.looks import MOST, Looks
from tests.cast import Cast, make_case, make_person, viewer_of

SEEN = ["person_seen", "household_seen", "case_seen"]


def seen() -> list[tuple[str, str, str]]:
    rows = AuditEntry.select().where(AuditEntry.action.in_([*SEEN, "looks_lost"])).order_by(AuditEntry.id)
    return [(row.actor_name, row.action, row.object_id) for row in rows]


def resident(cast: Cast, person: Person) -> Person:
    found = find_resident(viewer_of(cast.ratna), person.id)
    assert found is not None
    return found


def test_a_look_is_written_when_asked_and_only_once_in_ten_minutes(cast: Cast, moment: time_machine.Traveller) -> None:
    looks, sari = Looks(), viewer_of(cast.sari)
    looks.note("person", 7, actor=sari, now=clock.now())
    assert seen() == []
    assert looks.write() == 1 and looks.write() == 0
    moment.shift(timedelta(minutes=9))
    looks.note("person", 7, actor=sari, now=clock.now())
    assert looks.write() == 0
    looks.note("person", 8, actor=sari, now=clock.now())
    looks.note("household", 7, actor=sari, now=clock.now())
    looks.note("person", 7, actor=viewer_of(cast.bayu), now=clock.now())
    assert looks.write() == 3
    moment.shift(timedelta(minutes=2))
    looks.note("person", 7, actor=sari, now=clock.now())
    assert looks.write() == 1
    assert seen().count(("Sari", "person_seen", "7")) == 2 and len(seen()) == 5


def test_what_cannot_be_written_waits(cast: Cast) -> None:
    looks = Looks()
    looks.note("case", "321617-2611-0001", actor=viewer_of(cast.sari), now=clock.now())
    database.execute_sql("ALTER TABLE audit_entry RENAME TO hidden_entry")
    assert not looks.try_to_write()
    with pytest.raises(DatabaseError):
        looks.write()
    database.execute_sql("ALTER TABLE hidden_entry RENAME TO audit_entry")
    assert looks.write() == 1
    assert seen() == [("Sari", "case_seen", "321617-2611-0001")]


def test_beyond_the_limit_only_the_number_is_kept(cast: Cast) -> None:
    looks, sari, now = Looks(), viewer_of(cast.sari), clock.now()
    for number in range(MOST + 3):
        looks.note("person", number, actor=sari, now=now)
    assert looks.write() == MOST
    lost = AuditEntry.get(AuditEntry.action == "looks_lost")
    assert (lost.hub_id, lost.detail) == (cast.hub.id, '{"count": 3}')
    assert looks.write() == 0 and len(seen()) == MOST + 1


def test_the_thread_writes_on_a_connection_of_its_own(cast: Cast) -> None:
    looks = Looks()
    looks.note("person", 7, actor=viewer_of(cast.sari), now=clock.now())
    thread = threading.Thread(target=looks.try_to_write)
    thread.start()
    thread.join()
    assert looks.try_to_write(), "nothing waits"
    assert seen() == [("Sari", "person_seen", "7")]


def test_looks_tell_who_what_and_why_newest_first(cast: Cast) -> None:
    person = make_person(cast, kk="3216991206790001", nik="3216995206790003", nik_reason="")
    case, now, ratna = make_case(cast, client=person), clock.now(), viewer_of(cast.ratna)
    looks = Looks()
    for kind, one in (("person", person.id), ("household", person.household_id), ("case", case.number)):
        looks.note(kind, one, actor=viewer_of(cast.sari), now=now)
    looks.note("person", make_person(cast, "Budi").id, actor=viewer_of(cast.bayu), now=now)
    looks.write()
    reveal_number(resident(cast, person), "kk", "Untuk surat PKH", actor=ratna, now=now)
    about = {"actor": ratna, "now": now, "object_type": "case", "object_id": case.number}
    audit.record("printed", paper="lembar-kasus.pdf", **about)
    told = [(one.who, one.role, one.what, one.case_number, one.reason) for one in looks_of(resident(cast, person))]
    assert told == [
        ("Ratna", "Koordinator", "mencetak lembar kasus", case.number, ""),
        ("Ratna", "Koordinator", "membuka nomor KK", "", "Untuk surat PKH"),
        ("Sari", "Front office", "membuka kasus", case.number, ""),
        ("Sari", "Front office", "membuka halaman keluarga", "", ""),
        ("Sari", "Front office", "membuka halaman warga", "", ""),
    ]
    assert len(looks_of(resident(cast, person), limit=2)) == 2
    audit.record("person_identified", actor=ratna, now=now, object_type="person", object_id=person.id)
    assert "mengisi identitas" not in [one.what for one in looks_of(resident(cast, person))]
    assert "mengisi identitas" in [one.what for one in looks_of(resident(cast, person), (*LOOKS, *WORK))]


def test_looks_at_an_entry_that_was_merged_into_the_person_count(cast: Cast) -> None:
    person, gone, back = make_person(cast), make_person(cast, "Siti N"), make_person(cast, "Siti Nur")
    about = {"actor": viewer_of(cast.ratna), "now": clock.now(), "object_type": "person", "object_id": person.id}
    audit.record("person_merged", other=gone.id, fields="", **about)
    audit.record("person_merged", other=back.id, fields="", **about)
    audit.record("person_merge_undone", merge=2, other=back.id, **about)
    looks = Looks()
    looks.note("person", gone.id, actor=viewer_of(cast.sari), now=clock.now())
    looks.note("person", back.id, actor=viewer_of(cast.bayu), now=clock.now())
    looks.write()
    assert merged_into(person) == [gone.id]
    assert [one.who for one in looks_of(person, merged=merged_into(person))] == ["Sari"]


def test_looks_are_found_through_the_index_on_what_was_seen(cast: Cast) -> None:
    person = resident(cast, make_person(cast, kk="3216991206790001"))
    asked: list[object] = []
    database.obj.query_hooks.append(asked.append)
    looks_of(person)
    database.obj.query_hooks.clear()
    if not is_postgres():
        statement = asked[-1]
        plan = database.execute_sql(f"EXPLAIN QUERY PLAN {statement.sql}", statement.params).fetchall()
        steps = " ".join(str(step[-1]) for step in plan)
        assert "SCAN audit_entry" not in steps and "SCAN t1" not in steps, steps
        assert steps.count("object_type=? AND object_id=?") == 3, steps
