"""People's names: folding for comparison, likeness with its reasons, and the short forms for lists and papers.

How a word sounds stands in `spelling`; here stands what a whole name is made of.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from puskesos.rules.spelling import sound_key, word_sounds_same

TITLES = frozenset(
    {"h", "hj", "kh", "k", "kyai", "nyai", "ust", "ustad", "ustadz", "ustadzah", "dr", "drs", "dra", "ir", "prof"}
    | {"haji", "hajah", "hajjah", "habib"}
    | {"bpk", "bapak", "pak", "ibu", "bu", "tn", "ny", "nn", "sdr", "sdri"}
)
ANYWHERE = frozenset({"hj", "kh", "alm", "almh", "almarhum", "almarhumah"})
CHILD_OF = frozenset({"bin", "binti", "bt", "bte", "ibn"})
# What Sundanese and Betawi families call one another: it goes before any name and proves little.
CALL_NAMES = frozenset(
    {"asep", "ujang", "cecep", "encep", "acep", "dede", "ade", "aa", "agan", "otong", "entong", "tong", "ucok", "tole"}
    | {"neng", "eneng", "neneng", "nong", "enok", "nok", "iteung", "teteh", "teh", "ceu", "euceu", "nyi", "nyai"}
    | {"mpok", "empok", "bang", "abang", "mang", "emang", "kang", "akang", "cing", "encing", "encang", "wak", "uwak"}
    | {"engkong", "nyak", "babeh", "abah", "ambu", "emak", "mak", "mas", "mbak", "mbah", "bibi", "bi", "om", "tante"}
)
# Words that very many people carry: alike in them says less.
COMMON = frozenset({"siti", "muhamat", "ahmat", "abdul", "nur", "sri", "nyi"})
# Short names of every day, by the words they usually stand for.
NICKNAMES = {
    "amat": ("ahmad",),
    "amad": ("ahmad", "muhammad"),
    "mamat": ("muhammad", "rahmat"),
    "mamad": ("muhammad", "ahmad"),
    "dul": ("abdul", "abdullah"),
    "ucup": ("yusup",),
    "ipul": ("saepul", "saepulloh"),
    "ijah": ("khadijah",),
    "minah": ("aminah",),
    "dayat": ("hidayat",),
    "yati": ("nurhayati", "rohayati", "haryati"),
    "mimin": ("aminah", "mintarsih"),
    "sum": ("sumiati", "sumarni"),
    "iyah": ("rokayah", "juariyah"),
    "tini": ("sutini", "kartini", "hartini"),
    "udin": ("saepudin", "komarudin", "jamaludin", "samsudin", "hasanudin"),
    "jek": ("jakaria",),
    "jae": ("jaenal", "jaenudin"),
    "juned": ("junaedi",),
}
JOINING = re.compile(r"['`´\u2018\u2019\u02bc]")
SALUTATION = {"L": "Tn.", "P": "Ny."}
SAME, SOUNDS, CLOSE, NEAR, ENDING, INITIAL = 1.0, 0.97, 0.9, 0.8, 0.6, 0.75


@dataclass(frozen=True)
class NameLikeness:
    """How alike two names are, 0 to 1, with the reasons in words."""

    score: float
    reasons: tuple[str, ...]


@lru_cache(maxsize=4_000)
def fold_name(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces; "Nur'aini" and "NURAINI" fold alike."""
    letters = unicodedata.normalize("NFKD", JOINING.sub("", text)).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def name_words(text: str) -> list[str]:
    """The folded words of a name without titles (H., Hj., Bu, alm.); bin and binti stay.

    A lone "h" is a title in front and an initial elsewhere; a name of nothing but titles keeps its words.
    """
    words = fold_name(text).split()
    kept = [word for word in words if word not in ANYWHERE]
    while kept and kept[0] in TITLES:
        kept = kept[1:]
    return kept or words


def initials(name: str) -> str:
    """At most three, "N. S.", for restricted cases."""
    return " ".join(f"{word[0].upper()}." for word in name_words(name)[:3])


def title_initials(name: str, sex: str | None) -> str:
    """ "Tn. M" or "Ny. M"; without a known sex only the letter."""
    words = name_words(name)
    letter = words[0][0].upper() if words else ""
    return f"{SALUTATION.get(sex or '', '')} {letter}".strip()


def split_father(words: list[str]) -> tuple[list[str], list[str]]:
    """Own words and the father's: "ahmad bin said" is (["ahmad"], ["said"]); a name that begins with bin is whole."""
    place = next((place for place, word in enumerate(words) if place and word in CHILD_OF), None)
    return (words, []) if place is None else (words[:place], [w for w in words[place:] if w not in CHILD_OF])


@lru_cache(maxsize=20_000)
def name_key(name: str) -> tuple[str, ...]:
    """Sounds of the own words in their order, without titles and father; "Nur" and "Abdul" joined to what follows."""
    own, _ = split_father(name_words(name))
    return tuple(sound_key(word) for word in join_particles(own))


def same_sound(one: str, other: str) -> bool:
    """Whether two names sound alike word by word, in the same order; two empty names do not."""
    first, second = (join_particles(split_father(name_words(name))[0]) for name in (one, other))
    alike = all(word_sounds_same(*pair) for pair in zip(first, second, strict=False))
    return bool(first) and len(first) == len(second) and alike


def name_likeness(one: str, other: str) -> float:
    """How alike two names are: 1 for the same, at least 0.9 for one name spelt twice, below 0.7 for two people."""
    return compare_names(one, other).score


def compare_names(one: str, other: str) -> NameLikeness:
    """The likeness of two names with its reasons: "nama sama", "ejaan berbeda", "urutan kata berbeda" …"""
    (first, first_father), (second, second_father) = (split_father(name_words(name)) for name in (one, other))
    if not first or not second:
        return NameLikeness(0.0, ())
    best = max(
        (_compare_words(a, b) for a, b in ((join_particles(first), join_particles(second)), (first, second))),
        key=lambda likeness: likeness.score,
    )
    if first_father and second_father:
        return _with_fathers(best, _compare_words(first_father, second_father).score)
    if first_father or second_father:  # the father of one may be the second word of the other
        whole = _compare_words(first + first_father, second + second_father)
        return max(best, whole, key=lambda likeness: likeness.score)
    return best


@lru_cache(maxsize=2_000)
def word_likeness(one: str, other: str) -> float:
    """How alike two folded words are; another last vowel is often another person (Suryana, Suryani)."""
    if one == other:
        return SAME
    if word_sounds_same(one, other):
        return SOUNDS
    if min(len(one), len(other)) == 1:
        return INITIAL if sound_key(one)[0] == sound_key(other)[0] else 0.0
    longest = max(len(one), len(other))
    if longest < 4 or abs(len(one) - len(other)) > 3:
        return 0.0
    slips, a, b = min((_slips(*pair), *pair) for pair in ((one, other), (sound_key(one), sound_key(other))))
    if slips == 1 and (a[:-1] == b[:-1] or a in (b[:-1], b[1:]) or b in (a[:-1], a[1:])):
        return ENDING
    if slips == 1:
        return CLOSE if min(len(a), len(b)) > 4 else ENDING
    return NEAR if slips == 2 and longest > 8 else 0.0


def edits(one: str, other: str) -> int:
    """Letters put in, left out, changed, or swapped with their neighbour, that lead from one word to the other."""
    before, last = list(range(len(other) + 1)), [0] * (len(other) + 1)
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, its in enumerate(other, start=1):
            cost = min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != its))
            if row > 1 < column and letter == other[column - 2] and its == one[row - 2]:
                cost = min(cost, last[column - 2] + 1)
            now.append(cost)
        last, before = before, now
    return before[-1]


def _slips(one: str, other: str) -> int:
    """The edits, or 3 when the letters alone show that there are more than two: each edit touches at most two."""
    return 3 if (_letters(one) ^ _letters(other)).bit_count() > 4 else edits(one, other)


@lru_cache(maxsize=4_000)
def _letters(word: str) -> int:
    return sum(1 << place for place in {ord(letter) % 128 for letter in word})


def join_particles(words: list[str]) -> list[str]:
    """ "nur aini" and "nuraini", "abdur rahman" and "abdurrahman" become the same single word."""
    joined: list[str] = []
    for word in words:
        if joined and sound_key(joined[-1]) in {"nur", "abdul"}:
            joined[-1] = sound_key(joined[-1]) + word
        else:
            joined.append(word)
    return joined


def split_particle(word: str) -> list[str]:
    """ "nuraini" as "nur" and "aini", "abdurrahman" as "abdul" and "rahman"; any other word alone."""
    sound = sound_key(word)
    if sound.startswith("abdul") and len(sound) > 8:
        return ["abdul", sound[5:]]
    return ["nur", word[3:]] if word.startswith("nur") and len(word) > 5 else [word]


def _compare_words(first: list[str], second: list[str]) -> NameLikeness:
    """Pair each word with its likest partner; what is left over counts against, call names and common words little."""
    pairs = sorted(
        ((word_likeness(a, b), -abs(i - j), i, j) for i, a in enumerate(first) for j, b in enumerate(second)),
        reverse=True,
    )
    left, right, matched = set(range(len(first))), set(range(len(second))), []
    for likeness, _, i, j in pairs:
        if likeness and i in left and j in right:
            left.discard(i)
            right.discard(j)
            matched.append((likeness, i, j))
    weighed = [(likeness, word_weight(first[i]) + word_weight(second[j])) for likeness, i, j in matched]
    alone = sum(word_weight(first[i]) for i in left) + sum(word_weight(second[j]) for j in right)
    total = sum(weight for _, weight in weighed) + alone
    in_order = [j for _, _, j in sorted(matched, key=lambda pair: pair[1])] == sorted(j for _, _, j in matched)
    score = sum(likeness * weight for likeness, weight in weighed) / total * (1.0 if in_order else 0.98)
    return NameLikeness(round(score, 4), _reasons([likeness for likeness, _ in weighed], bool(left | right), in_order))


def word_weight(word: str) -> float:
    if len(word) == 1 or word in CALL_NAMES:
        return 0.3
    return 0.6 if sound_key(word) in COMMON else 1.0


def _reasons(likenesses: list[float], is_partial: bool, in_order: bool) -> tuple[str, ...]:
    if not likenesses:
        return ()
    told = [
        ("nama sama", min(likenesses) == SAME and not is_partial and in_order),
        ("ejaan berbeda", SOUNDS in likenesses),
        ("beda huruf", any(likeness in (CLOSE, NEAR, ENDING) for likeness in likenesses)),
        ("inisial cocok", INITIAL in likenesses),
        ("urutan kata berbeda", not in_order),
        ("sebagian kata sama", is_partial),
    ]
    return tuple(words for words, holds in told if holds)


def _with_fathers(own: NameLikeness, fathers: float) -> NameLikeness:
    if fathers >= SOUNDS:
        return NameLikeness(own.score, (*own.reasons, "nama ayah sama"))
    return NameLikeness(round(own.score * (0.6 + 0.4 * fathers), 4), (*own.reasons, "nama ayah berbeda"))
