"""Blacking out third parties in free text: names word by word, phones, identity numbers (copy of UU 27/2022 Pasal 32).

What is blacked out is gone from the text, and the mark is always as long, so that it tells nothing about what stood
there. Names are found however they are written; whom nobody recorded ("Pak Darto") is known by the form of address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from puskesos.rules.names import CALL_NAMES, CHILD_OF, JOINING, TITLES, fold_name, name_words
from puskesos.rules.phone import normalise_phone
from puskesos.rules.spelling import sound_keys

BLACK = "■■■■■"  # a square that the bundled font of the papers has
SHORTEST, SOUNDS_FROM = 3, 5
ADDRESSED = (TITLES | CALL_NAMES | {"nyonya", "tuan", "mbok", "bude", "pakde", "bulik", "paklik"}) - {
    "k",
    "ade",
    "tong",
}
# What follows a form of address and is nobody's name.
OFFICES = frozenset(
    {"rt", "rw", "lurah", "kades", "camat", "kadus", "sekdes", "kepala", "ketua", "desa", "dusun", "bidan", "dokter"}
    | {"guru", "perawat", "mantri", "kader", "relawan", "psm", "petugas", "koordinator", "klien", "pelapor", "pemohon"}
    | {"hamil", "menyusui", "kandung", "tiri", "angkat", "mertua", "rumah", "tangga", "dinas", "dinsos", "polisi"}
    | {"puskesos", "puskesmas", "pkh", "kpm", "kis", "bpjs", "ibu", "bapak", "anak", "kota", "haji", "hajah"}
)
_JOINED = re.compile(r"[ \t.\-]{1,3}")
_DATE = re.compile(r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?!\d)")
_MONEY = re.compile(r"Rp\.?\s?\d[\d.]*", re.IGNORECASE)
_LONG = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){14,}(?!\d)")
_PHONE = re.compile(
    r"(?<!\d)(?:"
    r"(?:\+?62[ .\-]?0?|0)8(?:[ .\-()]{0,2}\d){7,11}"  # mobile
    r"|8\d(?:[ \-]?\d){7,10}"  # mobile, its 0 left out
    r"|\(?0[2-79]\d{1,2}\)?[ .\-]?\d{3,4}[ .\-]?\d{3,5}"  # a house's or an office's
    r"|\+62[ .\-]?[2-79](?:[ .\-]?\d){7,10}"
    r"|\d{9,}"
    r")(?!\d)"
)


@dataclass(frozen=True)
class Name:
    """The folded words of somebody's name; `strong` ones go wherever they stand, the rest only beside those.

    `typed`: somebody asked for this very word, so that it goes however short it is.
    """

    words: tuple[str, ...]
    strong: frozenset[str]
    sounds: frozenset[str]
    typed: bool

    def has(self, word: str) -> bool:
        return word in self.words or self.is_strong(word)

    def is_strong(self, word: str) -> bool:
        return word in self.strong or (len(word) >= SOUNDS_FROM and not self.sounds.isdisjoint(sound_keys(word)))


@dataclass(frozen=True)
class Token:
    """A word of the text: where it stands, how it folds, and whether it begins with a capital."""

    start: int
    end: int
    word: str
    capital: bool


class Blackout:
    """What is to be blacked out of one person's texts; made once, applied to many."""

    def __init__(
        self,
        names: Iterable[str],
        *,
        own: Iterable[str],
        words: Iterable[str] = (),
        own_numbers: Iterable[str] = (),
        officers: Iterable[str] = (),
    ) -> None:
        """`names` of third parties and typed `words` go; `own` names and `own_numbers` stay; `officers` are known."""
        whole = [text for text in own if text]
        self._own = {tuple(name_words(text)) for text in whole} | {tuple(fold_name(text).split()) for text in whole}
        self._own.discard(())
        mine = {word for name in self._own for word in name}
        self._known = mine | {word for name in officers for word in fold_name(name).split()} | OFFICES | ADDRESSED
        made = [_name(text, mine, False) for text in dict.fromkeys(names)]
        made += [_name(text, mine, True) for text in dict.fromkeys(words)]
        self._names = [name for name in made if name.words]
        digits = {re.sub(r"\D", "", number) for number in own_numbers} - {""}
        self._numbers = [re.compile(r"(?<!\d)" + r"[ .\-]?".join(one) + r"(?!\d)") for one in sorted(digits)]
        self._phones = {phone for number in own_numbers if (phone := normalise_phone(number))}

    def apply(self, text: str) -> str:
        """The text without third parties."""
        tokens = list(_tokens(text))
        spans = sorted([*self._number_spans(text), *self._name_spans(text, tokens)])
        shown, at, blacked = [], 0, False
        for start, end in spans:
            if end <= at:
                continue
            between = text[at:start] if start > at else ""
            if not (blacked and (not between or _JOINED.fullmatch(between))):
                shown += [between, BLACK]
            at, blacked = end, True
        return "".join([*shown, text[at:]])

    def doubtful(self, text: str, ordinary: Collection[str] = ()) -> list[str]:
        """Words inside a sentence that begin with a capital: perhaps names that nobody recorded; for a person to judge.

        `ordinary` are folded words with a capital that are no names (villages, months, agencies).
        """
        found = []
        for before, token in pairwise(_tokens(text)):
            gap, shown = text[before.end : token.start], text[token.start : token.end]
            is_name = token.capital and shown.isalpha() and not shown.isupper() and len(shown) >= SHORTEST
            if is_name and gap == " " and token.word not in self._known and token.word not in ordinary:
                found.append(shown)
        return found

    def _name_spans(self, text: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
        kept = {place for name in self._own for first in _places(name, tokens) for place in _range(first, name)}
        gone = {place for name in self._names for place in _of_name(name, text, tokens, kept)}
        gone |= {place for place in self._addressed(text, tokens) if place not in kept}
        return ((tokens[place].start, tokens[place].end) for place in sorted(gone))

    def _addressed(self, text: str, tokens: list[Token]) -> Iterator[int]:
        """Words with a capital after "Pak", "Bu", "Ustadz" … that are no office, nobody of the hub, not the person."""
        follows = False
        for place, token in enumerate(tokens):
            joined = place and _JOINED.fullmatch(text[tokens[place - 1].end : token.start])
            is_name = token.capital and len(token.word) > 1 and token.word not in self._known
            if follows and joined and is_name:
                yield place
            else:
                follows = token.word in ADDRESSED

    def _number_spans(self, text: str) -> Iterator[tuple[int, int]]:
        left = text
        for known in (*self._numbers, _DATE, _MONEY):
            left = known.sub(lambda match: "x" * len(match[0]), left)
        for pattern in (_LONG, _PHONE):
            for match in pattern.finditer(left):
                if normalise_phone(match[0]) not in self._phones:
                    yield match.span()
            left = pattern.sub(lambda match: "x" * len(match[0]), left)


def split_words(typed: str) -> list[str]:
    """The names somebody typed, separated by commas, semicolons or line ends."""
    return [word for part in re.split(r"[,;\n]", typed) if (word := " ".join(part.split()))]


def _name(text: str, own: set[str], typed: bool) -> Name:
    words = tuple(name_words(text))
    weak = own | TITLES | CHILD_OF | CALL_NAMES
    strong = frozenset(word for word in words if len(word) >= SHORTEST and word not in weak)
    sounds = frozenset(sound for word in strong if len(word) >= SOUNDS_FROM for sound in sound_keys(word))
    return Name(words, strong, sounds - {sound for word in own for sound in sound_keys(word)}, typed)


def _tokens(text: str) -> Iterator[Token]:
    """The words of a text; apostrophes, accents and invisible marks belong to the word they stand in."""
    start = None
    for place, letter in enumerate(f"{text} "):
        inside = letter.isalnum() or JOINING.fullmatch(letter) or unicodedata.category(letter) in {"Mn", "Cf"}
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            yield from _token(text, start, place)
            start = None


def _token(text: str, start: int, end: int) -> Iterator[Token]:
    seen = "".join(letter for letter in text[start:end] if unicodedata.category(letter) != "Cf")
    word = fold_name(seen).replace(" ", "")
    if word:
        yield Token(start, end, word, seen.lstrip("'`´\u2018\u2019\u02bc")[:1].isupper())


def _places(words: tuple[str, ...], tokens: list[Token]) -> Iterator[int]:
    """Where these words stand one after another."""
    folded = [token.word for token in tokens]
    return (at for at, word in enumerate(folded) if word == words[0] and tuple(folded[at : at + len(words)]) == words)


def _range(first: int, words: tuple[str, ...]) -> range:
    return range(first, first + len(words))


def _of_name(name: Name, text: str, tokens: list[Token], kept: set[int]) -> Iterator[int]:
    """Places of words of this name: runs with a strong word in them, and the whole name when it has none."""
    run: list[int] = []
    for place, token in enumerate(tokens):
        belongs = place not in kept and name.has(token.word)
        if run and not (belongs and _JOINED.fullmatch(text[tokens[run[-1]].end : token.start])):
            yield from _if_strong(run, name, tokens)
            run = []
        if belongs:
            run.append(place)
    yield from _if_strong(run, name, tokens)
    for first in _places(name.words, tokens):
        if not kept & set(_range(first, name.words)) and _is_told(first, name, tokens):
            yield from _range(first, name.words)


def _if_strong(run: list[int], name: Name, tokens: list[Token]) -> list[int]:
    return run if any(name.is_strong(tokens[place].word) for place in run) else []


def _is_told(first: int, name: Name, tokens: list[Token]) -> bool:
    """A whole name goes; but one short word ("Ai", "Om") only after a form of address, else it is any word."""
    if name.typed or len(name.words) > 1 or len(name.words[0]) >= SHORTEST:
        return True
    return first > 0 and tokens[first - 1].word in ADDRESSED
