"""A volunteer's open tasks in walking order: by part of the day, place and house; for the phone and for paper."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from puskesos.formatting import phone_link, show_place
from puskesos.queries.assignment import own_missing_papers, own_open
from puskesos.queries.assignment_message import last_words
from puskesos.rules.intake import Priority
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_day import BigStep, DayPart, big_step, day_to_go, is_asked_later, part_of_day


@dataclass(frozen=True)
class TaskLine:
    """One task ready to show. `call` is a tel: link or empty; `answer` the staff's last word in its thread."""

    row: Any
    part: DayPart
    step: BigStep
    call: str
    papers: tuple[str, ...]
    answer: str
    is_postponed: bool

    @property
    def house(self) -> Hashable:
        """Whom one knocks for: the family, or somebody who belongs to none."""
        return house_of(self.row.household, self.row.client_id)


class House(NamedTuple):
    """The tasks of one house that stand together, and the other parts of the day that have more of them."""

    lines: list[TaskLine]
    also: list[DayPart]


class Place(NamedTuple):
    """A village's RT/RW with the houses to go to."""

    name: str
    houses: list[House]


def own_lines(person: Viewer, today: date) -> list[TaskLine]:
    """Every open task of the volunteer, reported ones too, by the day to go."""
    rows = own_open(person)
    papers, words = (own_missing_papers(person), last_words(person)) if rows else ({}, {})
    lines = [_line(row, today, papers.get(row.case_id, []), words.get(row.id), person) for row in rows]
    return sorted(lines, key=lambda line: (list(DayPart).index(line.part), line.row.priority != Priority.DARURAT))


def parts_of(lines: Sequence[TaskLine], all_lines: Iterable[TaskLine]) -> list[tuple[DayPart, list[Place]]]:
    """The parts of the day with their places, so that one walk serves several; emergencies go first.

    `all_lines` is the whole day, of which `lines` may be a part: what else there is in a house comes from it.
    """
    parts: dict[Hashable, dict[DayPart, None]] = {}
    for line in all_lines:
        parts.setdefault(line.house, {})[line.part] = None
    return [(part, _by_place(part, list(mine), parts)) for part, mine in groupby(lines, key=lambda line: line.part)]


def house_of(household: int | None, client: int) -> Hashable:
    """Whom one knocks for: the family, or somebody who belongs to none."""
    return ("family", household) if household else ("person", client)


def _line(row: Any, today: date, papers: Sequence[str], last: Any, person: Viewer) -> TaskLine:
    day, call = day_to_go(row.due_on, row.planned_on, today), phone_link(row.phone_normal or row.reporter_phone or "")
    return TaskLine(
        row=row,
        part=part_of_day(day, today),
        step=big_step(row.task_state, day, today, can_call=bool(call)),
        call=call,
        papers=tuple(papers),
        answer=f"{last.author_name}: {last.text}" if last and last.author != person.id else "",
        is_postponed=is_asked_later(row.due_on, row.planned_on),
    )


def _by_place(part: DayPart, lines: list[TaskLine], parts: Mapping[Hashable, Iterable[DayPart]]) -> list[Place]:
    def place(line: TaskLine) -> tuple[str, str, str]:
        return line.row.village_name, line.row.rw, line.row.rt

    urgent = {place(line) for line in lines if line.row.priority == Priority.DARURAT}
    ordered = sorted(lines, key=lambda line: (place(line) not in urgent, place(line)))
    places = []
    for (village, rw, rt), mine in groupby(ordered, key=place):
        houses: dict[Hashable, list[TaskLine]] = {}
        for line in mine:
            houses.setdefault(line.house, []).append(line)
        told = [House(here, [other for other in parts[key] if other != part]) for key, here in houses.items()]
        places.append(Place(", ".join(filter(None, (village, show_place(rt, rw)))), told))
    return places
