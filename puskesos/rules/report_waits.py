"""Where cases wait: how long open ones stand in their state, and how long stays that ended took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from puskesos.rules.case_path import OPEN_STATES, CaseState

ENDED_DAYS = 90


@dataclass(frozen=True)
class StateWait:
    """Days are calendar days. `mean` is of stays that ended lately, None where none did."""

    state: CaseState
    count: int
    median: float
    longest: int
    ended: int
    mean: float | None


def waits_of(
    standing: Iterable[tuple[str, date, int]], ended: Iterable[tuple[str, date, date, int]], today: date
) -> list[StateWait]:
    """By open state, in the order of the path: `standing` are state, since and number of cases; `ended` state, since,
    until and number of stays. States nobody stands or stood in are left out."""
    now: defaultdict[str, list[int]] = defaultdict(list)
    for state, since, count in standing:
        now[state] += [max(0, (today - since).days)] * count
    stays: defaultdict[str, int] = defaultdict(int)
    days: defaultdict[str, int] = defaultdict(int)
    for state, since, until, count in ended:
        stays[state] += count
        days[state] += (until - since).days * count
    return [
        StateWait(
            state,
            len(now[state]),
            median(now[state]) if now[state] else 0,
            max(now[state], default=0),
            stays[state],
            days[state] / stays[state] if stays[state] else None,
        )
        for state in CaseState
        if state in OPEN_STATES and (now[state] or stays[state])
    ]
