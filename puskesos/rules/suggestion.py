"""Which volunteer fits a case and why, in words: the koordinator reads the reasons and decides (peers.md 4.4).

Home village first, who knows the family next, then who has least to do; who is away or over the hub's limit comes last
and says so. Nothing is hidden: a reason against somebody is a reason the koordinator may set aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from puskesos.rules.dates import DAYS, show_date


@dataclass(frozen=True)
class Candidate:
    """What is known of a volunteer about one case. `away_until` is the last day of an absence that covers the task."""

    id: int
    name: str
    villages: tuple[str, ...]
    is_here: bool
    open: int
    late: int
    knows_family: bool = False
    away_until: date | None = None
    declined: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A candidate with the reasons for and the warnings against, each a few words."""

    candidate: Candidate
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def is_advised(self) -> bool:
        """Whether nothing speaks against this one and the village is the volunteer's own."""
        return self.candidate.is_here and not self.warnings


def suggest(candidates: Iterable[Candidate], *, load_limit: int, today: date) -> list[Suggestion]:
    """All candidates, the best first; `load_limit` is how many open tasks the hub finds enough for one volunteer."""
    told = [Suggestion(one, tuple(_reasons(one)), tuple(_warnings(one, load_limit, today))) for one in candidates]
    return sorted(told, key=_rank)


def share_out(cases: Collection[int], candidates: dict[int, list[Suggestion]]) -> dict[int, int]:
    """One volunteer for each of several cases (case id → volunteer id): the best of its own list, counting what this
    very sharing has given so far, so that many cases at once do not all go to the same person. Who has warnings gets
    none; a case without anybody fit is left out."""
    given: Counter[int] = Counter()
    chosen: dict[int, int] = {}
    for case in cases:
        fit = [one for one in candidates[case] if not one.warnings]
        if fit:
            best = min(fit, key=lambda one: (not one.candidate.is_here, one.candidate.open + given[one.candidate.id]))
            chosen[case] = best.candidate.id
            given[best.candidate.id] += 1
    return chosen


def _rank(one: Suggestion) -> tuple[object, ...]:
    known = one.candidate
    away = known.away_until is not None
    return (away, known.declined, not known.is_here, bool(one.warnings), not known.knows_family, known.open, known.name)


def _reasons(one: Candidate) -> Iterable[str]:
    yield "PSM desa ini" if one.is_here else (", ".join(one.villages) or "tanpa desa")
    yield f"{one.open} terbuka, {one.late} lewat" if one.open else "tidak ada tugas terbuka"
    if one.knows_family:
        yield "pernah mendampingi keluarga ini"


def _warnings(one: Candidate, load_limit: int, today: date) -> Iterable[str]:
    if one.away_until:
        yield f"libur s.d. {show_day(one.away_until, today)}"
    if one.open >= load_limit:
        yield f"sudah {one.open} tugas, batas wajar {load_limit}"
    if one.declined:
        yield "pernah menolak kasus ini"


def show_day(day: date, today: date) -> str:
    """A day of the coming week by its name, any other with its date."""
    return DAYS[day.weekday()] if 0 <= (day - today).days < 7 else show_date(day)
