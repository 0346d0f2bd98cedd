"""The list of guided ways in sections: patients in care first, then a heading for each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for

from puskesos.formatting import show_short_date
from puskesos.models.hub import Hub
from puskesos.rules.track import TrackKind, TrackStep, is_final
from puskesos.rules.track_dates import DayWords
from puskesos.security.guard import viewer
from puskesos.views.track_next import names_in_line, next_track_step
from puskesos.views.track_shown import due_words_of


@dataclass(frozen=True)
class ListLine:
    """People of one track on one step in the list."""

    url: str
    names: str
    place: str
    kind: TrackKind
    case_number: str
    since: str
    care: str
    due: DayWords | None
    button: tuple[str, str] | None


@dataclass
class Section:
    """A heading of the list with its lines."""

    title: str
    count: int = 0
    lines: list[ListLine] = field(default_factory=list)


def sections_of(rows: Sequence[Any], hub: Hub, today: date, *, to_mend: bool = False) -> list[Section]:
    """The rows under their headings: patients in care first, then step by step; `to_mend`: for mending the decile."""
    made = []
    for (in_care, step), people in groupby(rows, key=lambda row: (bool(row.care_place), row.step)):
        listed = list(people)
        title = f"Sedang dirawat · {TrackStep(step).label}" if in_care else TrackStep(step).label
        lines = [_list_line(list(one), hub, today, to_mend) for _, one in groupby(listed, key=_same_line)]
        made.append(Section(title, len(listed), lines))
    return made


def _same_line(row: Any) -> tuple[object, ...]:
    return row.track, row.deactivated_on, row.care_place, row.decile_fixed_on


def _list_line(people: list[Any], hub: Hub, today: date, to_mend: bool) -> ListLine:
    first = people[0]
    is_unmended = bool(first.active_on) and not first.decile_fixed_on
    return ListLine(
        url=url_for("track.show", number=first.case_number, track_id=first.track),
        names=names_in_line([row.client_name for row in people]),
        place=next(filter(None, (row.village_name for row in people)), ""),
        kind=TrackKind(first.kind),
        case_number=first.case_number,
        since=show_short_date(first.step_on),
        care=first.care_place,
        due=due_words_of(first.kind, first.wanted, first, hub, today),
        button=next_track_step(first, viewer(), to_mend=is_unmended and (to_mend or is_final(first.step))),
    )
