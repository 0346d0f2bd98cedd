"""Likely doubles within a whole crowd: who is worth comparing, and what `match_score` says of them.

Compared are those who share the NIK; the birth date and a word's sound; all sounds and nearly the birth date, or all
sounds and the village when a birth date is missing; a family or a phone and a sound; a NIK but for one slip when a
birth date is missing. Two slips at once with no NIK may be missed (README, *Recognising people*).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import heappush, heappushpop
from itertools import combinations

from puskesos.rules.crowd import Crowd, gathered, groups
from puskesos.rules.dates import likely_days
from puskesos.rules.matching import match_score

Pair = tuple[int, int]
SAME_NIK_MOST = 20  # of one number: placeholders like 3216000000000000 would pair everybody with everybody
SLIPS = frozenset(k * 10**p for p in range(16) for k in (*range(1, 10), *range(9, 90, 9)))


@dataclass(frozen=True, order=True)
class Double:
    """Two ids that are likely one person, 0–100; `person` is the higher id."""

    score: int
    person: int
    other: int
    reasons: tuple[str, ...]
    same_nik: bool


class Best:
    """The likeliest `most` of all that are offered, and how many there were."""

    def __init__(self, most: int) -> None:
        self.most, self.count = most, 0
        self._heap: list[tuple[int, int, Double]] = []

    def offer(self, double: Double) -> None:
        self.count += 1
        ranked = (double.score, -double.person, double)
        if len(self._heap) < self.most:
            heappush(self._heap, ranked)
        else:
            heappushpop(self._heap, ranked)

    def rows(self) -> list[Double]:
        """The likeliest first."""
        return [double for _, _, double in sorted(self._heap, reverse=True)]


def find_doubles(crowd: Crowd, told_apart: set[Pair], most: int, tick: Callable[[float], None]) -> tuple[Best, Best]:
    """Those who share a NIK, and the other likely doubles; `tick` hears which part is done, 0 to 1.

    `told_apart` holds pairs of ids, the lower first; the same NIK has to be mended even on two who are others.
    """
    same_nik, likely = Best(most), Best(most)
    seen: set[int] = set()
    for part, (one, other) in _candidates(crowd):
        tick(part)
        low, high = sorted((crowd.ids[one], crowd.ids[other]))
        pair = low << 32 | high
        if pair in seen:
            continue
        seen.add(pair)
        is_same_nik = bool(crowd.niks[one]) and crowd.niks[one] == crowd.niks[other]
        if not is_same_nik and (low, high) in told_apart:
            continue
        match = match_score(crowd.known(one), crowd.known(other))
        if is_same_nik or match.level != "bukan":
            double = Double(round(match.score * 100), high, low, match.reasons, is_same_nik)
            (same_nik if is_same_nik else likely).offer(double)
    return same_nik, likely


def _candidates(crowd: Crowd) -> Iterator[tuple[float, Pair]]:
    """Pairs of places with the part of the work that is done; a pair may come more than once."""
    ways = (_same_nik, _same_day, _same_name, _same_family, _same_phone, _nik_slips)
    for number, way in enumerate(ways):
        for pair in way(crowd):
            yield number / len(ways), pair


def _same_nik(crowd: Crowd) -> Iterator[Pair]:
    for together in groups(crowd.niks):
        yield from combinations(together[:SAME_NIK_MOST], 2)


def _same_day(crowd: Crowd) -> Iterator[Pair]:
    """Born on one day and a word alike; a name with one telling word, without a NIK, may also be misspelt."""
    for together in groups(crowd.born):
        for alike in gathered(together, crowd.told_sounds):
            yield from (pair for pair in combinations(alike, 2) if _worth(crowd, *pair))
        for one in together:
            if one in crowd.lone and not crowd.niks[one]:
                letter = crowd.names[one][:1].upper()
                alike = (other for other in together if other != one and crowd.names[other][:1].upper() == letter)
                yield from ((one, other) for other in alike if not crowd.shares_telling_sound(one, other))


def _worth(crowd: Crowd, one: int, other: int) -> bool:
    """Whether two born on one day can be "mungkin": with two unlike NIKs only in one village with nearly one name."""
    if not _niks_differ(crowd, one, other):
        return True
    return crowd.villages[one] == crowd.villages[other] and crowd.nearly_named(one, other)


def _niks_differ(crowd: Crowd, one: int, other: int) -> bool:
    first, second = crowd.niks[one], crowd.niks[other]
    return bool(first and second) and first != second and abs(first - second) not in SLIPS


def _same_name(crowd: Crowd) -> Iterator[Pair]:
    """All sounds alike: born on days mistaken for one another, or without a birth date in one village."""
    for together in groups(crowd.kinds):
        by_day: dict[int, list[int]] = {}
        for place in together:
            by_day.setdefault(crowd.born[place], []).append(place)
        for born, places in by_day.items():
            for other_day in _mistaken_for(born) if born else ():
                yield from _across(crowd, places, by_day.get(other_day, []))
        yield from _same_month(crowd, by_day)
        for one in by_day.get(0, []):
            yield from ((one, other) for other in together if other != one and _one_village(crowd, one, other))


def _same_month(crowd: Crowd, by_day: dict[int, list[int]]) -> Iterator[Pair]:
    """A digit of the day may be wrong."""
    months: dict[tuple[int, int], list[int]] = {}
    for born in filter(None, by_day):
        months.setdefault(_month_of(born), []).append(born)
    for days in months.values():
        for one, other in combinations(days, 2):
            yield from _across(crowd, by_day[one], by_day[other])


@lru_cache(maxsize=50_000)
def _month_of(born: int) -> tuple[int, int]:
    day = date.fromordinal(born)
    return day.year, day.month


def _across(crowd: Crowd, places: list[int], others: list[int]) -> Iterator[Pair]:
    return ((one, other) for one in places for other in others if not _niks_differ(crowd, one, other))


def _one_village(crowd: Crowd, one: int, other: int) -> bool:
    return crowd.villages[one] == crowd.villages[other] and not _niks_differ(crowd, one, other)


@lru_cache(maxsize=50_000)
def _mistaken_for(born: int) -> tuple[int, ...]:
    """Days that the pen makes of this one; the day itself is not among them."""
    return tuple(day.toordinal() for day in likely_days(date.fromordinal(born))[1:])


def _same_family(crowd: Crowd) -> Iterator[Pair]:
    yield from _sounding_alike(crowd, crowd.households)


def _same_phone(crowd: Crowd) -> Iterator[Pair]:
    yield from _sounding_alike(crowd, crowd.phones)


def _sounding_alike(crowd: Crowd, keys: object) -> Iterator[Pair]:
    for together in groups(keys):
        yield from (pair for pair in combinations(together[:SAME_NIK_MOST], 2) if crowd.shares_sound(*pair))


def _nik_slips(crowd: Crowd) -> Iterator[Pair]:
    """Those with a NIK but no birth date, beside whoever has that number but for one slip."""
    undated = [place for place in range(len(crowd)) if crowd.niks[place] and not crowd.born[place]]
    if not undated:
        return
    order = sorted(range(len(crowd)), key=crowd.niks.__getitem__)
    for one in undated:
        for number in _slipped(crowd.niks[one]):
            at = bisect_left(order, number, key=crowd.niks.__getitem__)
            while at < len(order) and crowd.niks[order[at]] == number:
                yield one, order[at]
                at += 1


def _slipped(nik: int) -> Iterator[int]:
    """Every number that is one slip away in what stands before the serial."""
    digits = f"{nik:016}"
    for at in range(12):
        for digit in "0123456789":
            if digit != digits[at]:
                yield int(digits[:at] + digit + digits[at + 1 :])
        if at < 15 and digits[at] != digits[at + 1]:
            yield int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
