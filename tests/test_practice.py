"""The practice hub: counts, invented numbers, respectful words, and the same hub for the same day."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.referral import key_hashes
from puskesos.config import Settings
from puskesos.database import close_database, connected
from puskesos.jobs.regular import ask_when_due
from puskesos.jobs.worker import run_waiting
from puskesos.models import (
    Activity,
    Assignment,
    AuditEntry,
    Case,
    CaseDocument,
    CaseEvent,
    GuestVisit,
    Household,
    Hub,
    Person,
    Photo,
    Referral,
    RegistryFinding,
    SpmService,
    TrackMember,
    User,
    UserVillage,
)
from puskesos.practice.folder import fill_folder
from puskesos.practice.script import PLANS, Story, load_stories
from puskesos.queries.user_list import list_workers
from puskesos.rules.assignment_path import BOARD_COLUMNS, BoardColumn, column_of
from puskesos.rules.deadlines import add_working_days
from tests.practice_hub import TUESDAY, make_practice

SUNDAY, NEW_YEAR = date(2026, 11, 22), date(2027, 1, 1)
CASES = 89
BANNED = re.compile(r"\b(?:cacat|gila|stress|idiot|tuna|autis|pmks)")


def essence() -> dict[str, list[Any]]:
    """What must be the same for the same seed and day."""
    people = Person.select(Person.name, Person.nik, Person.birth_date, Person.phone, Person.address, Person.rt)
    cases = Case.select(Case.number, Case.state, Case.due_on, Case.story, Case.client, Case.created_at)
    tasks = Assignment.select(Assignment.number, Assignment.state, Assignment.due_on, Assignment.volunteer)
    events = CaseEvent.select(CaseEvent.at, CaseEvent.kind, CaseEvent.text)
    queries = (people, cases, tasks, events)
    return {query.model.__name__: list(query.order_by(query.model.id).tuples()) for query in queries}


def test_the_hub_has_its_people_families_cases_and_workers(practice_hub: Settings) -> None:
    assert (Household.select().count(), Case.select().count()) == (40, CASES)
    assert 115 <= Person.select().count() <= 125
    roles = Counter(user.roles for user in User.select())
    assert roles == {"psm": 13, "bo": 3, "fo": 1, "koordinator": 1, "admin": 1}
    villages = Counter(village for (village,) in UserVillage.select(UserVillage.village).tuples())
    assert sorted(villages.values()) == [2, 2, 2, 2, 2, 3]


def test_every_number_of_a_person_is_of_a_district_that_does_not_exist(practice_hub: Settings) -> None:
    numbers = [person.nik for person in Person.select() if person.nik] + [home.kk for home in Household.select()]
    assert len(numbers) == len(set(numbers)) >= 155
    assert all(number.startswith("321699") and len(number) == 16 and number.isdigit() for number in numbers)


def test_a_paper_is_promised_for_a_day(practice_hub: Settings) -> None:
    assert CaseDocument.select().where(CaseDocument.promised_on.is_null(False)).exists()


def test_visitors_stand_in_the_book_without_a_case(practice_hub: Settings) -> None:
    guests = list(GuestVisit.select())
    assert len(guests) >= 9 and all(guest.day <= TUESDAY for guest in guests)
    assert {bool(guest.name) for guest in guests} == {bool(guest.village_id) for guest in guests} == {True, False}


def test_some_people_on_the_guided_ways_are_in_care(practice_hub: Settings) -> None:
    assert TrackMember.select().where(TrackMember.care_place != "").count() >= 2


def test_something_was_given_for_an_spm(practice_hub: Settings) -> None:
    assert SpmService.select().where(SpmService.amount > 0).count() >= 2


def test_no_column_of_the_board_is_empty(practice_hub: Settings) -> None:
    filled = {column_of(task.state) for task in Assignment.select()} - {BoardColumn.BELUM}
    assert filled == set(BOARD_COLUMNS) - {BoardColumn.BELUM}
    assert Case.select().where(Case.awaits_assignment).count() >= 3


def test_services_villages_and_months_are_mixed(practice_hub: Settings) -> None:
    assert len({case.service_id for case in Case.select()}) >= 22
    assert len({case.village_id for case in Case.select()}) == 6
    assert len({case.registered_on.month for case in Case.select()}) >= 5
    assert Case.select().where(Case.registered_on == TUESDAY).count() >= 4
    assert Case.select().where(Case.restricted).count() >= 3


def test_volunteers_did_something_in_both_months_and_one_has_not_joined(practice_hub: Settings) -> None:
    rows = list(Activity.select())
    assert {row.day.month for row in rows} >= {10, 11} and max(row.day for row in rows) <= TUESDAY
    assert len({row.user_id for row in rows}) == 5 and sum(row.cancelled_at is not None for row in rows) == 1
    waiting = [row.username for row in list_workers(Hub.get().id) if row.waits == "belum bergabung"]
    assert waiting == ["ipah"]


def test_ujang_has_work_that_is_late_due_today_and_new(practice_hub: Settings) -> None:
    mine = list(Assignment.select().join(User, on=Assignment.volunteer).where(User.username == "ujang"))
    working = [task for task in mine if task.state in {"ditugaskan", "diterima", "dikerjakan", "dikembalikan"}]
    assert any(task.due_on < TUESDAY for task in working)
    assert any(task.due_on == TUESDAY for task in working)
    assert any(TUESDAY < task.due_on <= add_working_days(TUESDAY, 3) for task in working)
    assert sum(task.state == "ditugaskan" for task in working) >= 2


def test_some_cases_are_late_and_some_are_due_today(practice_hub: Settings) -> None:
    running = Case.select().where(Case.closed_at.is_null())
    assert running.where(Case.due_on < TUESDAY).count() >= 5
    assert running.where(Case.due_on == TUESDAY).count() >= 2


def test_one_person_is_unknown_and_one_name_has_sixty_letters(practice_hub: Settings) -> None:
    assert Person.select().where(Person.identity == "tidak").count() == 1
    assert max(len(person.name) for person in Person.select()) == 60


def test_history_and_audit_run_in_the_order_of_time(practice_hub: Settings) -> None:
    for model in (CaseEvent, AuditEntry):
        times = [row.at for row in model.select().order_by(model.id)]
        assert times == sorted(times) and len(times) > 200


def test_every_photo_is_on_disk(practice_hub: Settings) -> None:
    names = [photo.stored_name for photo in Photo.select()]
    assert len(names) >= 12
    assert all((practice_hub.uploads / name).read_bytes()[:2] == b"\xff\xd8" for name in names)


@pytest.mark.slow
def test_there_is_something_to_tidy(tmp_path: Path) -> None:
    settings = make_practice(tmp_path / "data", TUESDAY)
    with connected():
        ask_when_due(clock.now())
        run_waiting(settings)
        found = Counter(name for (name,) in RegistryFinding.select(RegistryFinding.check_name).tuples())
    close_database()
    assert found == {"likely_double": 2, "impossible_date": 1}


@pytest.mark.slow
@pytest.mark.parametrize("today", [SUNDAY, NEW_YEAR], ids=["a day off", "turn of the year"])
def test_the_same_seed_and_day_give_the_same_hub(tmp_path: Path, today: date) -> None:
    seen = []
    for name in ("first", "second"):
        make_practice(tmp_path / name, today)
        with connected():
            seen.append(essence())
        close_database()
    assert seen[0] == seen[1]
    assert len(seen[0]["Case"]) == CASES


@pytest.mark.slow
def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    names = []
    for seed in (1, 2):
        make_practice(tmp_path / str(seed), TUESDAY, seed=seed)
        with connected():
            names.append([person.name for person in Person.select()])
        close_database()
    assert names[0] != names[1]


def test_the_hub_of_the_day_is_kept_and_copied(tmp_path: Path) -> None:
    said: list[str] = []
    for name in ("first", "second"):
        settings = Settings(data=tmp_path / name, secret=name * 6, practice=True)
        fill_folder(settings, TUESDAY, said.append, kept=tmp_path / "kept")
        assert settings.database_file.exists() and any(settings.uploads.iterdir())
        with connected():
            letters = list(Referral.select().where(Referral.token_hash.is_null(False)))
        assert letters and all(
            (one.token_hash, one.code_hash) == key_hashes(settings.secret, one) for one in letters
        ), "a copied letter opens with the secret of this folder"
    close_database()
    assert len([line for line in said if line.startswith("Preparing")]) == 1


def test_where_nothing_can_be_kept_the_hub_is_made_in_place(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file, not a folder")
    settings = Settings(data=tmp_path / "data", secret="rahasia" * 6, practice=True)
    settings.data.mkdir()
    fill_folder(settings, TUESDAY, lambda _line: None, kept=tmp_path / "kept")
    close_database()
    assert settings.database_file.exists()


@pytest.mark.parametrize("story", load_stories(), ids=lambda story: f"{story.service}-{story.end}-{story.day}")
def test_every_story_is_complete_and_respectful(story: Story) -> None:
    texts = [value for value in vars(story).values() if isinstance(value, str)]
    words = " ".join(texts).lower()
    assert story.end in PLANS and not story.missing
    assert len(story.story) > 40
    assert not BANNED.findall(words)


def test_no_two_stories_are_the_same() -> None:
    assert len({story.story for story in load_stories()}) == CASES
