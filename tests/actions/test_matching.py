"""Telling two people apart is remembered once for the pair, within one hub, and with the case or not at all."""

from __future__ import annotations

import uuid

import pytest
from peewee import IntegrityError

from puskesos import clock
from puskesos.actions.intake import Need, register_case
from puskesos.actions.matching import tell_apart
from puskesos.actions.person import Identity
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models import AuditEntry, Case, NotSame, Person
from tests.cast import TODAY, Cast, make_person, viewer_of


def a_need(cast: Cast, told_apart: tuple[int, ...]) -> Need:
    return Need(
        service_id=cast.services["K01"].id,
        village_id=cast.bahagia.id,
        kind="permohonan",
        channel="datang",
        priority="biasa",
        reporter_name="Wawan",
        reporter_relation="anak",
        story="Kartu tidak aktif.",
        identity=Identity(name="Siti Aisah", sex="P", village_id=cast.bahagia.id, nik_reason="tidak_dibawa"),
        told_apart=told_apart,
    )


def register(cast: Cast, told_apart: tuple[int, ...], key: str | None = None) -> str:
    need, key = a_need(cast, told_apart), key or str(uuid.uuid4())
    return register_case(need, key=key, actor=viewer_of(cast.sari), now=clock.now(), today=TODAY)


def test_the_pair_stands_once_whoever_comes_first(cast: Cast) -> None:
    one, other = make_person(cast), make_person(cast)
    for first, second in ((one, other), (other, one), (one, one)):
        tell_apart(first.id, [second.id], actor=viewer_of(cast.sari), now=clock.now())
    pair = NotSame.get()
    assert (pair.person_low_id, pair.person_high_id, pair.actor_name) == (one.id, other.id, "Sari")
    assert AuditEntry.select().where(AuditEntry.action == "told_apart").count() == 1


def test_registering_remembers_who_was_told_apart_once(cast: Cast) -> None:
    known, key = make_person(cast), str(uuid.uuid4())
    assert register(cast, (known.id,), key) == register(cast, (known.id,), key)
    assert NotSame.select().count() == 1


def test_people_of_another_hub_or_nobody_are_refused_and_nothing_is_written(cast: Cast) -> None:
    theirs = make_person(cast, by=cast.citra)
    for wrong in (theirs.id, 999_999):
        with pytest.raises(RuleBroken, match="tidak ditemukan"):
            register(cast, (wrong,))
    assert not NotSame.select().exists() and not Case.select().exists() and Person.select().count() == 1


def test_the_database_refuses_a_pair_the_wrong_way_round_or_twice(cast: Cast) -> None:
    one, other = make_person(cast), make_person(cast)
    row = {"hub": cast.hub, "actor": cast.sari, "actor_name": "Sari", "at": clock.now()}
    NotSame.create(person_low=one, person_high=other, **row)
    for low, high in ((other, one), (one, other)):
        with pytest.raises(IntegrityError), database.atomic():
            NotSame.create(person_low=low, person_high=high, **row)
