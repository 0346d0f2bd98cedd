"""What stands beside a volunteer's day: what is new, what can be filtered, what else waits in a house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask import request, url_for

from puskesos.documents.day_lines import TaskLine, house_of, own_lines
from puskesos.models.assignment import Assignment
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.visit_day import BigStep, DayPart
from puskesos.security.guard import viewer
from puskesos.views.answer import hub_today

RETURNED = frozenset({AssignmentState.DIKEMBALIKAN, AssignmentState.KUNJUNGAN_ULANG})


class Chip(NamedTuple):
    """One filter of the day; `url` shows what it counts."""

    url: str
    label: str
    count: int
    is_current: bool


class Fresh(NamedTuple):
    """The tasks nobody answered yet: how many, and the newest one's id, after which others are newer."""

    count: int
    newest: int
    newer: int = 0


def others_in_house(task: Assignment) -> list[TaskLine]:
    """The other tasks that wait for the volunteer of this task where its family lives."""
    lines = own_lines(viewer(), hub_today())
    here = house_of(task.case.client.household_id, task.case.client_id)
    return [one for one in lines if one.house == here and one.row.id != task.id and one.step != BigStep.LIHAT]


def fresh_tasks(lines: Iterable[TaskLine]) -> Fresh:
    """What the volunteer has not answered, of the whole day and not of what a filter shows."""
    ids = [line.row.id for line in lines if line.step == BigStep.TERIMA]
    return Fresh(len(ids), max(ids, default=0))


def narrowed(lines: Sequence[TaskLine]) -> list[TaskLine]:
    """What the address asks for; a word that means nothing asks for all."""
    wanted, village = request.args.get("tampil", ""), request.args.get("desa", "")
    named = {name: has for name, _, has in _KINDS}
    kept = [line for line in lines if wanted not in named or named[wanted](line)]
    villages = {line.row.village_name for line in lines}
    return [line for line in kept if village not in villages or line.row.village_name == village]


def chips_of(lines: Sequence[TaskLine]) -> list[Chip]:
    """All, then what there is something of; villages only where there are several."""
    wanted, village = request.args.get("tampil", ""), request.args.get("desa", "")
    villages = Counter(line.row.village_name for line in lines)
    kinds = [(name, label, sum(map(has, lines))) for name, label, has in _KINDS]
    chips = [Chip(url_for("home.show", tampil=name), label, n, wanted == name) for name, label, n in kinds if n]
    if len(villages) > 1:
        chips += [Chip(url_for("home.show", desa=one), one, n, village == one) for one, n in sorted(villages.items())]
    everything = Chip(url_for("home.show"), "Semua", len(lines), not any(chip.is_current for chip in chips))
    return [everything, *chips] if chips and len(lines) > 1 else []


_KINDS = (  # word in the address, label, and what it holds
    ("baru", "Baru", lambda line: line.step == BigStep.TERIMA),
    ("lewat", "Lewat", lambda line: line.part == DayPart.LEWAT),
    ("ulang", "Perlu diulang", lambda line: line.row.task_state in RETURNED),
    ("dijawab", "Ada jawaban", lambda line: bool(line.answer)),
)
