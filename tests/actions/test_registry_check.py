"""Findings are swapped whole, forgotten at a correction; one-step corrections; checks are asked for when due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.case_path import move_case
from puskesos.actions.household import add_member
from puskesos.actions.job import ask_for, stop_job, take_next
from puskesos.actions.person_status import StatusEntry, set_person_status
from puskesos.actions.registry_check import Finding, swap_findings
from puskesos.actions.registry_mending import clear_nik, make_head, take_birth_date
from puskesos.config import Settings
from puskesos.errors import Conflict, RuleBroken
from puskesos.jobs.registry_check import check_registry
from puskesos.jobs.regular import ask_when_due
from puskesos.jobs.run import Run, Stop
from puskesos.jobs.worker import run_waiting
from puskesos.models import AuditEntry, Household, Job, Person, PersonChange, RegistryFinding
from puskesos.rules.case_path import CaseState
from puskesos.rules.job import JobKind
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

NIK, KK = "3216995206790003", "3216991206790001"


def with_nik(cast: Cast, **known: Any) -> Person:
    return make_person(cast, nik=NIK, nik_reason="", **known)


def acting(cast: Cast) -> dict[str, Any]:
    return {"actor": viewer_of(cast.sari), "now": clock.now()}


def findings() -> list[tuple[str, int]]:
    rows = RegistryFinding.select(RegistryFinding.check_name, RegistryFinding.person).order_by(RegistryFinding.id)
    return list(rows.tuples())


def put(cast: Cast, check: str, *found: Finding) -> None:
    swap_findings(cast.hub.id, check, list(found), clock.now() + timedelta(seconds=RegistryFinding.select().count()))


def test_a_check_takes_the_place_of_its_last_one_and_of_no_other(cast: Cast) -> None:
    one, two = make_person(cast), make_person(cast)
    put(cast, "no_head", Finding(one.id))
    put(cast, "impossible_date", Finding(one.id))
    put(cast, "impossible_date", Finding(two.id), Finding(999_999))
    assert findings() == [("no_head", one.id), ("impossible_date", two.id)]


def test_a_correction_forgets_what_was_found_about_the_person_alone(cast: Cast) -> None:
    one, two, three = (make_person(cast) for _ in range(3))
    put(cast, "likely_double", Finding(two.id, one.id, 90), Finding(three.id, two.id, 90))
    put(cast, "impossible_date", Finding(one.id), Finding(three.id))
    entry = StatusEntry("pindah", on=TODAY)
    set_person_status(one, entry, version=1, today=TODAY, **acting(cast))
    assert findings() == [("likely_double", three.id), ("impossible_date", three.id)]


def test_a_new_member_forgets_that_the_family_had_no_head(cast: Cast) -> None:
    first, head = make_person(cast, kk=KK), make_person(cast)
    put(cast, "no_head", Finding(first.id))
    add_member(Household.get(), head, "kepala", **acting(cast))
    assert findings() == []


def test_a_closed_case_is_no_open_one(cast: Cast) -> None:
    case = make_case(cast)
    put(cast, "deceased_open_case", Finding(case.client_id))
    move_case(case, CaseState.BATAL, actor=viewer_of(cast.ratna), now=clock.now(), follows=True)
    assert findings() == []


def test_a_wrong_nik_goes_and_stays_in_the_history(cast: Cast) -> None:
    person = with_nik(cast)
    assert clear_nik(person, version=1, **acting(cast))
    assert not clear_nik(Person.get_by_id(person.id), version=1, **acting(cast))
    kept = PersonChange.get(PersonChange.field == "nik")
    assert (kept.old, kept.new, kept.reason) == (NIK, "", "Periksa data")
    assert Person.get().nik is None and Person.get().nik_reason == "tidak_diketahui"
    assert AuditEntry.select().where(AuditEntry.action == "person_changed").count() == 1


def test_the_birth_date_comes_from_the_nik(cast: Cast) -> None:
    person = with_nik(cast, birth_date=date(2030, 1, 1))
    assert take_birth_date(person, version=1, today=TODAY, **acting(cast))
    assert Person.get().birth_date == date(1979, 6, 12)
    assert not take_birth_date(Person.get(), version=1, today=TODAY, **acting(cast))


@pytest.mark.parametrize("nik", [None, "3216994513790003"], ids=["no NIK", "no such month"])
def test_a_nik_without_a_date_gives_none(cast: Cast, nik: str | None) -> None:
    person = make_person(cast, birth_date=date(2030, 1, 1), nik=nik)
    with pytest.raises(RuleBroken):
        take_birth_date(person, version=1, today=TODAY, **acting(cast))


@pytest.mark.parametrize(
    "mend",
    [clear_nik, make_head, lambda person, **given: take_birth_date(person, today=TODAY, **given)],
    ids=["NIK", "head", "birth date"],
)
def test_a_stale_row_is_a_conflict(cast: Cast, mend: Callable[..., bool]) -> None:
    with pytest.raises(Conflict):
        mend(with_nik(cast, kk=KK), version=7, **acting(cast))
    assert not PersonChange.select().exists()


def test_a_family_gets_one_head(cast: Cast) -> None:
    wife, son = make_person(cast, "Wati", kk=KK), make_person(cast, "Rohmat", kk=KK)
    assert make_head(wife, version=1, **acting(cast)) and not make_head(wife, version=1, **acting(cast))
    with pytest.raises(RuleBroken, match="sudah punya kepala"):
        make_head(son, version=1, **acting(cast))
    assert [row.household_role for row in Person.select().order_by(Person.id)] == ["kepala", ""]


def test_a_check_is_asked_for_when_the_last_is_old(cast: Cast, settings: Settings) -> None:
    assert not ask_when_due(clock.now())
    make_person(cast)
    assert ask_when_due(clock.now()) and ask_when_due(clock.now()) and Job.select().count() == 1
    run_waiting(settings)
    assert not ask_when_due(clock.now() + timedelta(hours=11))
    assert ask_when_due(clock.now() + timedelta(hours=13))


def test_a_stopped_check_leaves_whole_checks_behind(cast: Cast, settings: Settings) -> None:
    make_person(cast, birth_date=date(2030, 1, 1))
    ask_for(JobKind.PERIKSA_WARGA, hub_id=cast.hub.id, now=clock.now())
    job = take_next(clock.now())
    stop_job(job, now=clock.now())
    with pytest.raises(Stop):
        check_registry(Run(job, settings))
    assert Job.get().note == "Dihentikan."
