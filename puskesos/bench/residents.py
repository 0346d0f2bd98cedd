"""The rows of an invented hub: households, people, cases with papers and history, tasks, counters.

The open work (300 cards on the board, 150 other open cases) is the same at every size: people and archive grow.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from peewee import Model

from puskesos.bench.names import draw_name, name_pool
from puskesos.models import Assignment, Case, CaseDocument, CaseEvent, Counter, Household, Person, Service, User
from puskesos.rules.names import name_words
from puskesos.rules.numbers import assignment_number, case_number
from puskesos.rules.service import read_papers

KECAMATAN = "32.16.17"
PEOPLE_PER_CASE, PEOPLE_PER_HOUSEHOLD, EVENTS_PER_CASE = 3, 4, 3
# People entered twice, families without a head, birth dates unlike the NIK: one in so many.
DOUBLE_EVERY, HEADLESS_EVERY, WRONG_DATE_EVERY = 333, 1000, 701
BIRTH_DAYS = 840  # after so many people the birth dates begin again
UNASSIGNED, AT_WORK, OTHER_OPEN, RECENT = 100, 200, 150, 40
DAYS = 1826  # five years of cases
NOON = time(5)  # in the hub, as UTC
OTHER_STATES = ("menunggu_penetapan", "dilayani", "dirujuk", "penanganan", "perlu_perbaikan")
WORK_STATES = ("ditugaskan", "diterima", "dikerjakan", "dilaporkan", "dikembalikan", "kunjungan_ulang")
STORY = "Ibu ini datang karena kartu jaminan kesehatannya tidak aktif sejak bulan lalu, sedangkan anaknya sakit."


@dataclass(frozen=True)
class Place:
    """What rows refer to, and the dice."""

    hub: int
    villages: list[int]
    services: list[Service]
    staff: User
    volunteers: list[User]
    random: Random
    now: datetime
    today: date


def tables(place: Place, people: int) -> Iterator[tuple[type[Model], Iterable[dict[str, Any]]]]:
    """Every table in the order of its references, with the rows for `people` residents."""
    yield Household, _households(place, people // PEOPLE_PER_HOUSEHOLD + 1)
    yield Person, _people(place, people)
    cases = people // PEOPLE_PER_CASE
    yield Case, _cases(place, cases)
    yield CaseDocument, _papers(place, cases)
    yield CaseEvent, _events(place, cases)
    yield Assignment, _assignments(place, cases)
    yield Counter, _counters(place, cases)


def nik_of(position: int) -> str:
    """The NIK of the person at `position` (from 1)."""
    return f"321699{1 + position % 28:02}{1 + position % 12:02}{60 + position % 40:02}{position // BIRTH_DAYS + 1:04}"


def _households(place: Place, count: int) -> Iterator[dict[str, Any]]:
    for position in range(1, count + 1):
        yield {
            "id": position,
            "hub": place.hub,
            "kk": f"321699{position:010}",
            "village": place.villages[position % len(place.villages)],
            "created_at": place.now,
        }


def _people(place: Place, count: int) -> Iterator[dict[str, Any]]:
    words, weights = name_pool(place.random)
    before: deque[str] = deque(maxlen=BIRTH_DAYS)  # who was born on the same day stands first
    for position in range(1, count + 1):
        is_double = position % DOUBLE_EVERY == 0 and len(before) == BIRTH_DAYS
        name = _misspelt(before[0], position) if is_double else draw_name(place.random, words, weights)
        before.append(name)
        born = date(1960 + position % 40, 1 + position % 12, 1 + position % 28)
        yield {
            "id": position,
            "hub": place.hub,
            "household": position // PEOPLE_PER_HOUSEHOLD + 1,
            "household_role": "anak" if position % PEOPLE_PER_HOUSEHOLD or position % HEADLESS_EVERY == 0 else "kepala",
            "name": name,
            "search_words": " ".join(name_words(name)),
            "nik": None if is_double else nik_of(position),
            "sex": "LP"[position % 2],
            "birth_date": born + timedelta(days=position % WRONG_DATE_EVERY == 0),
            "village": place.villages[position // PEOPLE_PER_HOUSEHOLD % len(place.villages)],
            "rt": f"{1 + position % 9:03}",
            "rw": f"{1 + position % 5:03}",
            "phone_normal": f"6281{position:09}",
            "phone": f"081{position:09}",
            "created_at": place.now,
            "changed_at": place.now,
        }


def _misspelt(name: str, position: int) -> str:
    """The name as somebody else wrote it: every other time with a letter left out of the longest word."""
    longest = max(name.split(), key=len)
    middle = len(longest) // 2
    return name if position % 2 else name.replace(longest, longest[:middle] + longest[middle + 1 :], 1)


def case_number_at(position: int, today: date) -> str:
    """The number of the case at `position` (from 1)."""
    return case_number(KECAMATAN, today, position)


def came_on(place: Place, position: int, count: int) -> date:
    """The day on which the case at `position` came in: evenly over the years."""
    return place.today - timedelta(days=(count - position) * DAYS // count)


def at_noon(day: date) -> datetime:
    return datetime.combine(day, NOON, UTC)


def _cases(place: Place, count: int) -> Iterator[dict[str, Any]]:
    for position in range(1, count + 1):
        service = place.services[position % len(place.services)]
        came, age = came_on(place, position, count), timedelta(minutes=position % 400)
        state, waits = case_state_at(position, count)
        yield {
            "id": position,
            "hub": place.hub,
            "number": case_number_at(position, place.today),
            "village": place.villages[position * PEOPLE_PER_CASE // PEOPLE_PER_HOUSEHOLD % len(place.villages)],
            "client": position * PEOPLE_PER_CASE,
            "channel": "datang",
            "kind": "permohonan",
            "priority": ("biasa", "biasa", "segera", "darurat")[position % 4],
            "service": service.id,
            "area": service.area,
            "pillar": service.pillar,
            "reporter_name": "Wati",
            "reporter_relation": "tetangga",
            "story": f"{STORY} Catatan ke-{position}.",
            "state": state,
            "state_since": place.now - (place.today - came) - age,
            "due_on": came + timedelta(days=position % 9),
            "awaits_assignment": waits,
            "registered_on": came,
            "created_by": place.staff.id,
            "created_at": place.now - (place.today - came) - age,
        }


def case_state_at(position: int, count: int) -> tuple[str, bool]:
    """State and whether a volunteer is awaited: the newest cases are the open ones, everything older is archive."""
    newness = count - position
    if newness < UNASSIGNED:
        return "terdaftar", True
    if newness < UNASSIGNED + AT_WORK:
        return "kunjungan", False
    if newness < UNASSIGNED + AT_WORK + OTHER_OPEN:
        return OTHER_STATES[position % len(OTHER_STATES)], False
    return "selesai", False


def _papers(place: Place, cases: int) -> Iterator[dict[str, Any]]:
    for case in range(1, cases + 1):
        asked = read_papers(place.services[case % len(place.services)].papers)
        for position, paper in enumerate(asked, start=1):
            yield {"case": case, "position": position, "name": paper.name, "owner": str(paper.owner)}


def _events(place: Place, cases: int) -> Iterator[dict[str, Any]]:
    for case in range(1, cases + 1):
        for step in range(EVENTS_PER_CASE):
            yield {
                "case": case,
                "at": place.now,
                "actor": place.staff.id,
                "actor_name": place.staff.name,
                "actor_role": "Front office",
                "kind": "catatan",
                "text": f"Catatan ke-{step + 1}: keluarga sudah dihubungi.",
            }


def _assignments(place: Place, cases: int) -> Iterator[dict[str, Any]]:
    for case, state in tasks_of(cases):
        yield _assignment(place, case, cases, state)


def tasks_of(cases: int) -> Iterator[tuple[int, str]]:
    """The cases with a task, and its state; empty for the archive's, which were approved."""
    for case in range(1, cases + 1):
        state = case_state_at(case, cases)[0]
        if state == "kunjungan" or (state == "selesai" and case % 3 == 0):
            yield case, WORK_STATES[case % len(WORK_STATES)] if state == "kunjungan" else ""


def _assignment(place: Place, case: int, cases: int, state: str) -> dict[str, Any]:
    """The task of a case; without a `state` it was approved long ago, or for a few cases this week."""
    recent = state or cases - case < UNASSIGNED + AT_WORK + OTHER_OPEN + 3 * RECENT
    asked = place.now - timedelta(days=3)
    if not recent:
        asked = min(at_noon(came_on(place, case, cases)), place.now - timedelta(days=70))
    return {
        "hub": place.hub,
        "number": assignment_number(KECAMATAN, place.today, case),
        "case": case,
        "village": place.villages[case * PEOPLE_PER_CASE // PEOPLE_PER_HOUSEHOLD % len(place.villages)],
        "volunteer": place.volunteers[case % len(place.volunteers)].id,
        "kind": "kunjungan_rumah",
        "instruction": "Temui keluarganya dan lihat keadaan rumahnya.",
        "due_on": (place.today if recent else asked.date()) + timedelta(days=case % 9 - 4),
        "state": state or "disetujui",
        "state_since": asked + timedelta(days=1 if recent else 5),
        "created_by": place.staff.id,
        "created_at": asked,
    }


def _counters(place: Place, cases: int) -> Iterator[dict[str, Any]]:
    for kind in ("kasus", "penugasan"):
        yield {"hub": place.hub, "kind": kind, "period": f"{place.today:%y%m}", "last": cases}
