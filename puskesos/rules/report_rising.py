"""Services that rise: those whose intake of the last days is well above what is usual for them (a PBI wave).

A window is two weeks, so that weekdays weigh alike. Usual is the median of the windows before, which one earlier wave
does not lift. Rising is twice the usual, at least five, and more than two standard deviations of chance above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import median

WINDOW_DAYS = 14
WINDOWS_BEFORE = 6
LEAST_WINDOWS = 2
LEAST = 5
TIMES = 2


@dataclass(frozen=True)
class ServiceIntake:
    """How many cases of a service came in during the newest window, and usually; `usual` is None while unknown."""

    service: int
    recent: int
    usual: float | None

    @property
    def is_rising(self) -> bool:
        if self.usual is None or self.recent < LEAST:
            return False
        return self.recent >= TIMES * self.usual and self.recent > self.usual + 2 * sqrt(max(self.usual, 1))


def windows_until(today: date) -> list[tuple[date, date]]:
    """First and last day of each window, newest first; the newest ends today."""
    ends = [today - timedelta(days=WINDOW_DAYS * place) for place in range(WINDOWS_BEFORE + 1)]
    return [(end - timedelta(days=WINDOW_DAYS - 1), end) for end in ends]


def known_windows(today: date, first: date) -> int:
    """How many windows before the newest the hub has seen whole; `first` is the day of its first case."""
    return sum(since >= first for since, _ in windows_until(today)[1:])


def intake_of(counts: Mapping[int, Sequence[int]], known: int) -> list[ServiceIntake]:
    """By service what came in by window, newest first; rising ones first, then by what came in."""
    told = [
        ServiceIntake(service, numbers[0], median(numbers[1 : known + 1]) if known >= LEAST_WINDOWS else None)
        for service, numbers in counts.items()
    ]
    return sorted(told, key=lambda one: (not one.is_rising, -one.recent, one.service))
