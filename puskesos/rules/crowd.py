"""Everybody of a hub in compact columns, so that hundreds of thousands are compared within a small memory.

A person is spoken of by the place in the columns. Numbers stand for what only has to be told apart: a household for
its card, the hash of a phone for the phone.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from puskesos.rules.matching import Known
from puskesos.rules.names import CALL_NAMES, COMMON, join_particles, split_father
from puskesos.rules.spelling import sound_key, sound_keys

NIK_LENGTH = 16


class Resident(NamedTuple):
    """One row of the registry, in the order in which it is read; `born` is an ISO text, `words` the folded name."""

    id: int
    name: str
    alias: str
    words: str
    sex: str
    nik: str | None
    born: str | None
    birth_year: int | None
    village: int
    rt: str
    rw: str
    phone: str | None
    household: int | None


class Crowd:
    """The columns; 0 stands for what is not known."""

    def __init__(self) -> None:
        self.ids, self.niks, self.phones = array("q"), array("q"), array("q")
        self.born, self.years = array("l"), array("l")
        self.villages, self.households, self.corners = array("q"), array("q"), array("l")
        self.sexes: list[str] = []
        self.names: list[str] = []
        self.kinds = array("l")  # which of `sounds` a name has, counted from 1; 0 for a name without words
        self.lone: set[int] = set()  # whose name has a single word that tells something
        self._sounds: list[tuple[int, ...]] = [()]  # of every word, in all its readings
        self.aliases: dict[int, str] = {}
        self._corners: dict[tuple[str, str], int] = {("", ""): 0}
        self._kinds: dict[tuple[int, ...], int] = {(): 0}

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, resident: Resident) -> None:
        """One more person at the end of the columns."""
        nik, born = resident.nik or "", resident.born
        if resident.alias:
            self.aliases[len(self.ids)] = resident.alias
        self.ids.append(resident.id)
        self.niks.append(int(nik) if len(nik) == NIK_LENGTH and nik.isascii() and nik.isdigit() else 0)
        self.phones.append(hash(resident.phone) if resident.phone else 0)
        self.born.append(_ordinal(born) if born else 0)
        self.years.append(resident.birth_year or 0)
        self.villages.append(resident.village)
        self.households.append(resident.household or 0)
        corner = (resident.rt, resident.rw)
        self.corners.append(self._corners.setdefault(corner, len(self._corners)))
        self.sexes.append("L" if resident.sex == "L" else "P")
        self.names.append(resident.name)
        words = _own_words(resident.words)
        if sum(word not in COMMON and word not in CALL_NAMES for word in map(sound_key, words)) == 1:
            self.lone.add(len(self.kinds))
        self.kinds.append(self._kind(words))

    def known(self, place: int) -> Known:
        """The person as the score reads it; family card, phone and RT/RW by numbers that stand for them."""
        nik, born, phone = self.niks[place], self.born[place], self.phones[place]
        corner = self.corners[place]
        return Known(
            name=self.names[place],
            alias=self.aliases.get(place, ""),
            sex=self.sexes[place],
            nik=f"{nik:016}" if nik else "",
            kk=str(self.households[place] or ""),
            birth_date=date.fromordinal(born) if born else None,
            birth_year=self.years[place] or None,
            village=self.villages[place],
            rt=str(corner or ""),
            rw=str(corner or ""),
            phone=str(phone or ""),
        )

    def sounds(self, place: int) -> tuple[int, ...]:
        """The sounds of a name's words, as numbers."""
        return self._sounds[self.kinds[place]]

    def shares_sound(self, one: int, other: int) -> bool:
        """Whether any word of the one sounds like any word of the other."""
        return not set(self.sounds(one)).isdisjoint(self.sounds(other))

    def shares_telling_sound(self, one: int, other: int) -> bool:
        """The same of words that say something."""
        return not set(self.told_sounds(one)).isdisjoint(self.told_sounds(other))

    def nearly_named(self, one: int, other: int) -> bool:
        """Whether at most one sound on each side is the other's not, and those two differ in about a letter."""
        first, second = set(self.sounds(one)), set(self.sounds(other))
        left, right = first - second, second - first
        if len(left) > 1 or len(right) > 1:
            return False
        return not left or not right or _is_letter_off(_spoken[left.pop()], _spoken[right.pop()])

    def told_sounds(self, place: int) -> tuple[int, ...]:
        """The sounds that say something: no call names or words that very many carry, unless there are no others."""
        sounds = self.sounds(place)
        return tuple(sound for sound in sounds if sound not in _said_by_many()) or sounds

    def _kind(self, words: list[str]) -> int:
        sounds = tuple(sorted({sound for word in words for sound in _readings(word)}))
        kind = self._kinds.setdefault(sounds, len(self._sounds))
        if kind == len(self._sounds):
            self._sounds.append(sounds)
        return kind


def groups(keys: Sequence[int]) -> Iterator[list[int]]:
    """Places that have the same key, for every key but 0 that at least two have."""
    order = sorted((place for place in range(len(keys)) if keys[place]), key=keys.__getitem__)
    for _, members in groupby(order, key=keys.__getitem__):
        if len(together := list(members)) > 1:
            yield together


def gathered(places: Iterable[int], keys_of: Callable[[int], Iterable[Hashable]]) -> list[list[int]]:
    """The places by each of their keys: every group of at least two."""
    by_key: dict[Hashable, list[int]] = {}
    for place in places:
        for key in keys_of(place):
            by_key.setdefault(key, []).append(place)
    return [group for group in by_key.values() if len(group) > 1]


_numbers: dict[str, int] = {}
_spoken: list[str] = []  # the sound of each number


@lru_cache(maxsize=100_000)
def _readings(word: str) -> tuple[int, ...]:
    return tuple(map(_number_of, sound_keys(word)))


def _number_of(sound: str) -> int:
    number = _numbers.setdefault(sound, len(_spoken))
    if number == len(_spoken):
        _spoken.append(sound)
    return number


def _is_letter_off(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) < 2 and len(set(one) ^ set(other)) < 3


@lru_cache(maxsize=1)
def _said_by_many() -> frozenset[int]:
    return frozenset(number for word in COMMON | CALL_NAMES for number in _readings(word))


@lru_cache(maxsize=50_000)
def _ordinal(born: str) -> int:
    return date.fromisoformat(born).toordinal()


def _own_words(words: str) -> list[str]:
    return join_particles(split_father(words.split())[0])
