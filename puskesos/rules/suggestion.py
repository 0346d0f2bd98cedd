"""Which volunteer fits a case and why, in words: the koordinator reads the reasons and decides (peers.md 4.4).

Home village first, who knows the family next, then who has least to do; who is away or has enough already comes later
and says so. Nobody is hidden: what speaks against somebody is for the koordinator to set aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from puskesos.rules.absence import absence_words

Key = TypeVar("Key")  # what names a case or a task


@dataclass(frozen=True)
class Candidate:
    """What is known of a volunteer about one case. `away` are the first and last day of an absence before it is due."""

    id: int
    name: str
    villages: tuple[str, ...]
    is_here: bool
    open: int
    late: int
    knows_family: bool = False
    away: tuple[date, date] | None = None
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

    @property
    def words(self) -> str:
        """All of it in one line."""
        return " · ".join(self.reasons + self.warnings)


def suggest(candidates: Iterable[Candidate], *, load_limit: int, today: date) -> list[Suggestion]:
    """All candidates, the best first; `load_limit` is how many open tasks the hub finds enough for one volunteer."""
    told = [Suggestion(one, tuple(_reasons(one)), tuple(_warnings(one, load_limit, today))) for one in candidates]
    return sorted(told, key=_rank)


def share_out(
    cases: Collection[Key], told: Mapping[Key, list[Suggestion]], *, load_limit: int
) -> dict[Key, Suggestion]:
    """One suggestion for each of several cases, counting what this very sharing has given so far.

    Who has warnings, or would come over the limit by this, gets none; a case without anybody fit is left out.
    """
    given: Counter[int] = Counter()
    chosen: dict[Key, Suggestion] = {}
    for case in cases:
        fit = [one for one in told[case] if not one.warnings and _load(one, given) < load_limit]
        if fit:
            chosen[case] = min(fit, key=lambda one: _share_rank(one, given))
            given[chosen[case].candidate.id] += 1
    return chosen


def _share_rank(one: Suggestion, given: Counter[int]) -> tuple[object, ...]:
    known = one.candidate
    return (not known.is_here, not known.knows_family, _load(one, given), known.name)


def _load(one: Suggestion, given: Counter[int]) -> int:
    return one.candidate.open + given[one.candidate.id]


def _rank(one: Suggestion) -> tuple[object, ...]:
    known = one.candidate
    is_away = known.away is not None
    fits = (is_away, known.declined, not known.is_here, bool(one.warnings), not known.knows_family)
    return (*fits, known.open, known.name)


def _reasons(one: Candidate) -> Iterable[str]:
    yield "PSM desa ini" if one.is_here else f"PSM {', '.join(one.villages)}" if one.villages else "tanpa desa"
    yield f"{one.open} terbuka, {one.late} lewat" if one.open else "tidak ada tugas terbuka"
    if one.knows_family:
        yield "pernah mendampingi keluarga ini"


def _warnings(one: Candidate, load_limit: int, today: date) -> Iterable[str]:
    if one.away:
        yield absence_words(*one.away, today)
    if one.open >= load_limit:
        yield f"penuh, batas wajar {load_limit} tugas"
    if one.declined:
        yield "pernah menolak kasus ini"
