"""Small random registries for the properties of merging, and a dump of all that is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from puskesos import clock
from puskesos.actions.matching import tell_apart
from puskesos.actions.membership import MembershipEntry
from puskesos.actions.person import Particulars, change_person
from puskesos.database import database
from puskesos.models import (
    MODELS,
    AuditEntry,
    HouseholdMerge,
    Membership,
    Person,
    PersonMerge,
    RegistryFinding,
    Submission,
)
from tests.actions.test_person import identity_of
from tests.cast import Cast, make_case, make_person, viewer_of

NOT_DUMPED = {PersonMerge, HouseholdMerge, AuditEntry, Submission, RegistryFinding}  # findings follow from the people
KKS = ("3216991206790001", "3216991206790002")
DAYS = (date(1979, 6, 12), date(1981, 1, 1), date(2014, 2, 28))
LISTS = st.sampled_from(["", "netra", "rungu,wicara"])

people = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Siti Aisyah", "Siti Aisah", "Aisyah binti Sarman", "Rohmat", "Tanpa identitas"]),
        "sex": st.sampled_from("LP"),
        "alias": st.sampled_from(["", "Iti", "Mpok"]),
        "nik": st.sampled_from([None, "3216995206790003", "3216995206790004"]),
        "birth_date": st.sampled_from([None, *DAYS]),
        "phone": st.sampled_from(["", "081200001111", "0812-0000-2222"]),
        "address": st.sampled_from(["", "Kp. Beting"]),
        "rt": st.sampled_from(["", "001"]),
        "kk": st.sampled_from([None, *KKS]),
    }
)
details = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["", "kepala", "istri", "anak"]),
        "status": st.sampled_from(["hidup", "hidup", "meninggal"]),
        "disability": LISTS,
        "decile": st.sampled_from([None, 1, 4]),
        "programs": st.lists(
            st.tuples(
                st.sampled_from(["pkh", "pip"]), st.sampled_from(["aktif", "usulan", "berhenti"]), st.integers(0, 40)
            ),
            max_size=3,
            unique_by=lambda one: (one[0], one[1] == "berhenti"),
        ),
        "cases": st.integers(0, 2),
        "corrected": st.booleans(),
    }
)
worlds = st.fixed_dictionaries(
    {
        "people": st.lists(st.tuples(people, details), min_size=2, max_size=4),
        "apart": st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=4),
        "choices": st.dictionaries(
            st.sampled_from(
                ["name", "alias", "nik", "birth", "family", "home", "phone", "disability", "status", "welfare"]
            ),
            st.sampled_from(["1", "2", "12"]),
        ),
        "picked": st.sampled_from([(0, 1), (1, 0)]),
    }
)


def build_world(cast: Cast, world: dict[str, Any]) -> list[Person]:
    """The people of a drawn world with families, programs, cases, corrections and pairs told apart."""
    made = [_person(cast, known, more) for known, more in world["people"]]
    for one, other in world["apart"]:
        if one != other and max(one, other) < len(made):
            tell_apart(made[one].id, [made[other].id], actor=viewer_of(cast.sari), now=clock.now())
    return [Person.get_by_id(one.id) for one in made]


def dump(without: tuple[int, ...] = ()) -> dict[str, list[Any]]:
    """Every row of every table; of the people in `without` version and moment of change are left out."""
    tables = {model.__name__: list(model.select().dicts()) for model in MODELS if model not in NOT_DUMPED}
    for row in tables["Person"]:
        if row["id"] in without:
            row["version"] = row["changed_at"] = None
    return {name: sorted(map(repr, rows)) for name, rows in tables.items()}


@contextmanager
def taken_back() -> Iterator[None]:
    """Everything that happens inside is forgotten."""
    with database.atomic() as transaction:
        yield
        transaction.rollback()


def _person(cast: Cast, known: dict[str, Any], more: dict[str, Any]) -> Person:
    known = known | {"nik_reason": "" if known["nik"] else "hilang"}
    person = make_person(cast, **known)
    role = more["role"] if person.household_id else ""
    if role == "kepala" and Person.select().where(Person.household == person.household_id).count() > 1:
        role = "anak"
    columns = {"status": more["status"], "disability": more["disability"], "household_role": role}
    Person.update(**columns, decile=more["decile"]).where(Person.id == person.id).execute()
    for code, status, days in more["programs"]:
        _membership(cast, person, MembershipEntry(code, status), days)
    for _ in range(more["cases"]):
        make_case(cast, client=person)
    person = Person.get_by_id(person.id)
    if more["corrected"]:
        identity = identity_of(person, landmark="Dekat masjid")
        change_person(person, identity, more=Particulars(religion="islam"), actor=viewer_of(cast.sari), now=clock.now())
    return person


def _membership(cast: Cast, person: Person, entry: MembershipEntry, days: int) -> None:
    at = clock.now() - timedelta(days=days)
    Membership.create(
        person=person.id,
        program=entry.program,
        status=entry.status,
        created_by=cast.sari.id,
        created_at=at,
        changed_at=at,
    )
