"""Applying a list and taking it back is nothing at all; and what happened in between stays, whoever it happened to."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from puskesos import clock
from puskesos.actions.household import Move, move_household
from puskesos.actions.import_choices import choose_row
from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.actions.person_change import correct
from puskesos.config import Settings
from puskesos.errors import RuleBroken
from puskesos.models import Case, Household, Import, ImportRow, Membership, Person
from puskesos.models.base import BaseModel
from tests.actions.registry_worlds import build_world, dump, taken_back, worlds
from tests.cast import Cast, make_case, viewer_of
from tests.import_lists import Desk, rows_of

properly = settings(
    max_examples=20,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
FIELDS = (
    *("name", "alias", "nik", "kk", "household_role", "sex", "birth_date", "village", "address", "rt", "phone"),
    *("disability", "decile", "status", "program", "program_status"),
)
NOT_THE_REGISTRY = {
    "Import",
    "ImportRow",
    "ImportMapping",
    "Job",
    "SearchWord",
    "WordKey",
    "RegistryFinding",
    "CaseEvent",
}
lines = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Siti Aisyah", "Siti Aisah", "Rohmat", "Rohmat Hidayat", "Karsih"]),
        "sex": st.sampled_from("LP"),
        "alias": st.sampled_from(["", "Iti"]),
        "nik": st.sampled_from(["", "3216995206790003", "3216995206790004", "3216991206790005"]),
        "birth_date": st.sampled_from(["", "12-06-1979", "01-01-1981"]),
        "village": st.sampled_from(["Pantai Bahagia", "Pantai Bakti", "Sukamaju"]),
        "phone": st.sampled_from(["", "081200001111"]),
        "address": st.sampled_from(["", "Kp. Beting", "Kp. Baru"]),
        "rt": st.sampled_from(["", "1", "002"]),
        "kk": st.sampled_from(["", "3216991206790001", "3216991206790002", "3216991206790009"]),
        "household_role": st.sampled_from(["", "Kepala Keluarga", "Istri", "Anak"]),
        "status": st.sampled_from(["", "Hidup", "Meninggal"]),
        "disability": st.sampled_from(["", "Netra"]),
        "decile": st.sampled_from(["", "1", "3"]),
        "program": st.sampled_from(["", "PKH", "PIP"]),
        "program_status": st.sampled_from(["", "Aktif", "Berhenti"]),
    }
)
imports = st.fixed_dictionaries(
    {
        "lines": st.lists(lines, min_size=1, max_size=6),
        "updates": st.sets(st.sampled_from(FIELDS)),
        "data_on": st.sampled_from([date(2026, 11, 1), date(2026, 11, 17)]),
        "choices": st.lists(st.sampled_from(["", "sama", "baru", "lewati"]), min_size=6, max_size=6),
    }
)
happenings = st.lists(
    st.tuples(st.sampled_from(["case", "field", "program", "move"]), st.integers(0, 9)), min_size=1, max_size=4
)


def checked(desk: Desk, drawn: dict[str, Any]) -> Import:
    """The list, judged and decided."""
    rows = [[line[field] for field in FIELDS] for line in drawn["lines"]]
    imp = desk.judged(rows, FIELDS, sorted(drawn["updates"]), drawn["data_on"])
    for one, choice in zip(rows_of(imp), drawn["choices"], strict=False):
        choose_row(imp, one.id, choice, actor=desk.ratna, now=clock.now())
    return imp


def applied(desk: Desk, imp: Import) -> Import | None:
    try:
        return desk.apply(imp)
    except RuleBroken:
        return None  # nothing to write


def registry() -> dict[str, list[Any]]:
    """Everything stored but imports, work and search words; of people version and moment of change are left out."""
    tables = dump(tuple(number for (number,) in Person.select(Person.id).tuples()))
    return {name: rows for name, rows in tables.items() if name not in NOT_THE_REGISTRY}


@given(world=worlds, drawn=imports)
@properly
def test_applying_and_undoing_is_nothing(cast: Cast, opened: Settings, world: Any, drawn: Any) -> None:
    desk = Desk(cast, opened)
    with taken_back(), time_machine.travel(clock.now()) as traveller:
        build_world(cast, world)
        traveller.shift(60)
        imp = checked(desk, drawn)
        before = registry()
        if applied(desk, imp) is None:
            return
        assert (
            not ImportRow.select()
            .where(ImportRow.state == "belum", ImportRow.verdict.in_(["baru", "berubah"]))
            .exists()
        )
        traveller.shift(60)
        assert desk.undo(imp).state == "batal"
        assert registry() == before
        assert not ImportRow.select().where(ImportRow.state == "dipertahankan").exists()


@given(world=worlds, drawn=imports, happened=happenings)
@properly
def test_what_happened_in_between_stays(cast: Cast, opened: Settings, world: Any, drawn: Any, happened: Any) -> None:
    desk = Desk(cast, opened)
    with taken_back(), time_machine.travel(clock.now()) as traveller:
        build_world(cast, world)
        traveller.shift(60)
        imp = applied(desk, checked(desk, drawn))
        if imp is None:
            return
        traveller.shift(60)
        facts = dict(_happen(cast, *one) for one in happened)
        traveller.shift(60)
        assert desk.undo(imp).state == "batal"
        for (model, number), values in facts.items():
            stored = model.select().where(model._meta.primary_key == number).dicts().get()
            assert {name: stored[name] for name in values} == values
        heads = Person.select(Person.household).where(Person.household_role == "kepala").tuples()
        assert len(list(heads)) == len(set(heads))


def _happen(cast: Cast, what: str, which: int) -> tuple[tuple[type[BaseModel], int], dict[str, Any]]:
    """Something that people do at the desk, and what must hold of it afterwards."""
    people = list(Person.select().where(Person.hub == cast.hub).order_by(Person.id))
    person, sari = people[which % len(people)], viewer_of(cast.sari)
    if what == "case":
        case = make_case(cast, client=person)
        return (Case, case.id), {"client": person.id}
    if what == "field":
        correct(person, {"landmark": f"Dekat jembatan {uuid.uuid4()}"}, actor=sari, now=clock.now())
        return (Person, person.id), {"landmark": person.landmark}
    if what == "program":
        entry = MembershipEntry(program="blt_dd", status="berhenti", until=date(2026, 11, 17))
        number = add_membership(person, entry, key=str(uuid.uuid4()), actor=sari, now=clock.now())
        return (Membership, number), {"person": person.id, "program": "blt_dd"}
    move_household(person, Move("baru", "anak"), version=person.version, actor=sari, now=clock.now())
    family = Person.get_by_id(person.id).household_id
    return (Household, family), {"kk": None}
