"""Telling people apart: "bukan orang yang sama" is remembered for the pair."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from peewee import IntegrityError

from puskesos.actions.registry_check import forget_pair
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.matching import NotSame
from puskesos.models.person import Person
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def tell_pair_apart(person_id: int, other: int, *, actor: Viewer, now: datetime) -> None:
    """Remember in a transaction of its own that these two are not the same; raises RuleBroken like `tell_apart`."""
    try:
        with database.atomic():
            tell_apart(person_id, [other], actor=actor, now=now)
    except IntegrityError:
        return  # a double tap that ran beside the first: the pair stands already


def tell_apart(person_id: int, others: Collection[int], *, actor: Viewer, now: datetime) -> None:
    """Remember that this person is none of `others`; a pair known already writes nothing. In the caller's transaction.

    Raises RuleBroken when one of them is not of this hub.
    """
    wanted = {other for other in others if other != person_id}
    if not wanted:
        return
    stands = (Person.hub == actor.hub_id) & Person.merged_into.is_null()
    here = Person.select(Person.id).where(stands, Person.id.in_([person_id, *wanted]))
    if here.count() != len(wanted) + 1:
        raise RuleBroken("Warga yang dibandingkan tidak ditemukan. Muat ulang halaman.")
    for other in sorted(wanted):
        low, high = sorted((person_id, other))
        pair = {"person_low": low, "person_high": high}
        if NotSame.get_or_none(**pair):
            continue
        NotSame.create(hub=actor.hub_id, actor=actor.id, actor_name=actor.name, at=now, **pair)
        forget_pair(low, high)
        audit.record("told_apart", actor=actor, now=now, object_type="person", object_id=person_id, other=other)
