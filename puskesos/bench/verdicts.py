"""Numbers into rows of the budget table: percentiles, what is judged, and whether must and aim are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OVER, MUST, AIM = "OVER", "must", "aim"


@dataclass(frozen=True)
class Row:
    """One operation at one size. `judged` is the number that the limits are about, `measure` its name (p95, RSS …).

    `floor` is the empty route's number of the same kind, for the ratio; `at_least` turns the limits round.
    """

    operation: str
    people: int
    judged: float
    must: float
    aim: float
    measure: str = "p95"
    unit: str = "ms"
    median: float | None = None
    floor: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """The word "aim" when the aim is reached too, "must" when only the limit is, "OVER" otherwise."""
        sign = -1 if self.at_least else 1
        if sign * self.judged > sign * self.must:
            return OVER
        return AIM if sign * self.judged <= sign * self.aim else MUST

    @property
    def ratio(self) -> float | None:
        return self.judged / self.floor if self.floor else None


@dataclass(frozen=True)
class Missing:
    """An operation of the budget table that cannot be measured, and why."""

    operation: str
    reason: str


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that at least `part` (0–1) of `values` do not exceed; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    rank = -(-len(ordered) * part // 1)
    return ordered[min(len(ordered), max(1, int(rank))) - 1]


def timed_row(
    operation: str,
    people: int,
    times: Sequence[float],
    *,
    must: float,
    aim: float,
    part: float = 0.95,
    floor: Sequence[float] = (),
) -> Row:
    """A row judged by the `part` percentile of `times`; `floor` are the empty route's times."""
    return Row(
        operation,
        people,
        judged=percentile(times, part),
        must=must,
        aim=aim,
        measure=f"p{round(part * 100)}",
        median=percentile(times, 0.5),
        floor=percentile(floor, part) if floor else None,
    )
