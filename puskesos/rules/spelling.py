"""How Indonesian names sound: old and new spelling, Arabic names in Latin letters, silent and doubled letters.

A word has one or more readings: "Rizki" is Riski to one clerk and Rijki to the next, but Riski is not Rijki.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

VOWELS = "aeiou"
SHORT_FORMS = (
    dict.fromkeys(("muh", "moh", "moch", "much", "mukh", "mohd", "muhd", "mochd", "mhd", "mch"), "muhamat")
    | dict.fromkeys(("ach", "akh", "achd", "ahm"), "ahmat")
    | dict.fromkeys(("st", "stt"), "siti")
    | dict.fromkeys(("abd", "abdur", "abdus", "abdoel", "abdoer", "abdu"), "abdul")
)
OLD_MARK = re.compile(r"oe|dj|tj|sj|^nj")
# What old spelling, or the pen of a clerk, writes for a sound; in the order in which they are undone.
OLD = (
    (re.compile(r"(?:kh|ch)[ao][iey](?=r)"), "hai"),  # Khoerul, Chairul: no old oe
    (re.compile(r"oe(?!$)|(?<=..)oe$"), "u"),
    (re.compile(r"^nj|nj(?=o[tn]o)"), "ny"),
    (re.compile(r"tj"), "c"),
    (re.compile(r"sj"), "sy"),
)
BARE_J = re.compile(r"(?<!d)j")
MAYBE_Y = re.compile(r"(?<=[rlhi])j(?=[aou])|^j(?=u|ah|an)")
NEW = (
    (re.compile(r"dj"), "j"),
    (re.compile(r"(?:kh|ch|qh)"), "h"),
    (re.compile(r"q|ck"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"dz|dh"), "d"),
    (re.compile(r"ts|sh|sy(?=[aeiou])"), "s"),
    (re.compile(r"(?<=[bgjptw])h"), ""),
    (re.compile(r"ph|[fv]"), "p"),
    (re.compile(r"([^aeiou])\1+"), r"\1"),
    (re.compile(r"(?<!^)oo|(?<=n)oo"), "u"),
    (re.compile(r"(?<!^)([aeiou])\1+"), r"\1"),
    (re.compile(r"ie(?=p$)"), "i"),
    (re.compile(r"(?<=[aeo])y(?=[^aeiouy])"), "i"),
    (re.compile(r"(?<=[ao])w(?=[^aeiouw])"), "u"),
    (re.compile(r"(?<=[^aeiouy])(?:iy?|y)(?=[aou])"), "y"),
    (re.compile(r"(?<=[^aeiouw])(?:uw|u|w)(?=[aei])"), "w"),
    (re.compile(r"(?<=[^aeiouy])(?:y|ie|ey)$"), "i"),
    (re.compile(r"^ae"), "ai"),
    (re.compile(r"(?<!^)(?:ai|ae|ei)(?=[^aeiou])"), "e"),
    (re.compile(r"(?<=\w[aeiou][^aeiou])oh$|(?<=ul)oh$"), "ah"),
    (re.compile(r"(?<=..[aeiou])h$"), ""),
    (re.compile(r"(?<=[aeiou])d$"), "t"),
    (re.compile(r"(?<=[aeiou])b$"), "p"),
    (re.compile(r"z$"), "s"),
)
PROPHET = re.compile(r"m[uo]h[ae]m[ae]t")
SERVANT = re.compile(r"abdu(?:l(?!a$)|(?=[^l]))(?=\w{4})")


@lru_cache(maxsize=50_000)
def sound_keys(word: str) -> tuple[str, ...]:
    """All readings of one folded word, the likeliest first; never empty for a word that is not."""
    first, *others = _spellings(word)
    return tuple(dict.fromkeys([_settled(first), *map(_settled, others)]))


def sound_key(word: str) -> str:
    """The likeliest reading of one folded word; a reading reads as itself."""
    return sound_keys(word)[0]


def word_sounds_same(one: str, other: str) -> bool:
    """Whether two folded words have a reading in common."""
    return one == other or not set(sound_keys(one)).isdisjoint(sound_keys(other))


def _spellings(word: str) -> list[str]:
    """The word in new spelling, each letter that can be read in two ways in both."""
    word = SHORT_FORMS.get(word, word)
    is_old = OLD_MARK.search(word) and not OLD[0][0].search(word)
    for pattern, now in OLD:
        word = pattern.sub(now, word)
    if is_old:
        word = BARE_J.sub("y", word)
    ways = [
        ("h", "c") if word.startswith("ch") else ("",),
        ("s", "j") if "z" in word[:-1] and "dz" not in word else ("",),
        ("j", "y") if not is_old and MAYBE_Y.search(word) else ("",),
    ]
    return [_read(word, *way) for way in product(*ways)]


def _read(word: str, ch: str, z: str, j: str) -> str:
    word = ch + word[2:] if ch else word
    word = MAYBE_Y.sub("y", word) if j == "y" else word
    return word[:-1].replace("z", z) + word[-1:] if z else word


@lru_cache(maxsize=50_000)
def _settled(word: str) -> str:
    """Every rule, again and again until nothing changes: one rule may make room for another."""
    before = ""
    while before != word:
        before = word
        for pattern, now in (*OLD, *NEW):
            word = pattern.sub(now, word)
        word = SHORT_FORMS.get(word.replace("z", "s"), word.replace("z", "s"))
        word = SERVANT.sub("abdul", word)
        word = "muhamat" if PROPHET.fullmatch(word) else word
    return word
