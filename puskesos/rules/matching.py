"""Whether two entries are one person: points for and against, each with its reason in words.

Families share address, phone, family card and words of names, so those weigh little; the birth date decides most.
Points add up, so that one weak field never sinks a real match (peers.md 4.3); the weights are measured on tests/golden.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from puskesos.rules.names import (
    compare_names,
    fold_name,
    join_particles,
    name_words,
    split_father,
    word_likeness,
)

Level = Literal["sama", "mungkin", "bukan"]
Points = tuple[int, str]

SURE, LIKELY = 0.8, 0.5
NOTHING: Points = (0, "")
SERIAL = 12  # the digits of a NIK after region and date: what differs between twins


@dataclass(frozen=True)
class Known:
    """What is known of somebody; empty means not known. `village` is any key, `phone` normalised."""

    name: str
    sex: str = ""
    nik: str = ""
    kk: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    village: str | int | None = None
    rt: str = ""
    rw: str = ""
    phone: str = ""
    alias: str = ""


@dataclass(frozen=True)
class Match:
    """How likely two entries are one person, 0 to 1; `reasons` for it first, then those against."""

    score: float
    level: Level
    reasons: tuple[str, ...]


def match_score(a: Known, b: Known) -> Match:
    """Compare two entries; the order of the two does not matter."""
    name, birth, nik = _name(a, b), _birth(a, b), _nik(a, b)
    parts = [nik, name, birth, _sex(a, b), *_place(a, b, name[0] > 0)]
    total = sum(points for points, _ in parts)
    if nik[0] == NIK_SAME:
        total = max(total, 55)  # exact NIK is always shown: one of the two numbers needs correcting
    elif name[0] <= 0 or (name[0] < NAME_ALIKE and birth[0] <= 0):
        total = min(total, 40)
    score = max(0, min(100, total)) / 100
    reasons = [reason for points, reason in parts if reason and points > 0]
    against = [reason for points, reason in parts if reason and points < 0]
    return Match(score, _level(score), (*reasons, *against))


def _level(score: float) -> Level:
    return "sama" if score >= SURE else "mungkin" if score >= LIKELY else "bukan"


NIK_SAME, NIK_NEAR, NIK_OTHER = 60, 22, -30
NAME_SAME, NAME_SOUND, NAME_ALIKE, NAME_PART, NAME_OTHER = 42, 40, 30, 22, -40


def _nik(a: Known, b: Known) -> Points:
    if not (a.nik and b.nik):
        return NOTHING
    if a.nik == b.nik:
        return NIK_SAME, "NIK sama"
    if not is_one_slip(a.nik, b.nik):
        return NIK_OTHER, "NIK berbeda"
    if a.nik[:SERIAL] == b.nik[:SERIAL]:
        return NOTHING  # twins and neighbours in the register's book differ so too
    return NIK_NEAR, "NIK beda satu angka"


def is_one_slip(one: str, other: str) -> bool:
    """Whether two numbers of one length differ in a single digit, or in two neighbours that are swapped."""
    wrong = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(wrong) > 2:
        return False
    if len(wrong) < 2:
        return True
    first, second = wrong
    return second == first + 1 and (one[first], one[second]) == (other[second], other[first])


def _name(a: Known, b: Known) -> Points:
    """The better of the names as written and a name beside the other's call name."""
    if _nameless(a.name) or _nameless(b.name):
        return NOTHING
    if fathers_differ(a.name, b.name):
        return NAME_OTHER, "nama ayah berbeda"
    if first_words_differ(a.name, b.name):
        return NAME_OTHER, "nama depan berbeda"
    likeness = max(compare_names(*sorted(pair)).score for pair in _names(a, b))
    lone = 6 if min(len(name_words(a.name)), len(name_words(b.name))) == 1 else 0
    if name_words(a.name) == name_words(b.name):
        return NAME_SAME - lone, "nama sama"
    if likeness >= 0.95:
        return NAME_SOUND - lone, "nama mirip"
    if likeness >= 0.86:
        return NAME_ALIKE, "nama mirip"
    if likeness >= 0.72:
        return NAME_PART, "nama mirip"
    if likeness >= 0.55:
        return 8, "sebagian nama sama"
    return NAME_OTHER, "nama berbeda"


def _nameless(name: str) -> bool:
    """Whether nobody knows the name: the words that stand in its place are no likeness."""
    return not name or fold_name(name).startswith("tanpa identitas")


def _names(a: Known, b: Known) -> list[tuple[str, str]]:
    pairs = [(a.name, b.name)]
    pairs += [(a.alias, b.name)] if a.alias else []
    return pairs + ([(a.name, b.alias)] if b.alias else [])


def fathers_differ(one: str, other: str) -> bool:
    """Whether both names say whose child it is, and not the same father."""
    (_, first), (_, second) = split_father(name_words(one)), split_father(name_words(other))
    return bool(first and second) and compare_names(*sorted((" ".join(first), " ".join(second)))).score < 0.7


def first_words_differ(one: str, other: str) -> bool:
    """Whether the word that calls each of them is nowhere in the other name: brothers, sisters and twins."""
    first, second = (join_particles(split_father(name_words(name))[0]) for name in (one, other))
    return not _stands_in(first[:1], second) and not _stands_in(second[:1], first)


def _stands_in(word: list[str], others: list[str]) -> bool:
    return any(word_likeness(one, other) >= 0.55 for one in word for other in others)


def _birth(a: Known, b: Known) -> Points:
    if a.birth_date and b.birth_date:
        return _dates(a.birth_date, b.birth_date)
    first, second = _year(a), _year(b)
    if first is None or second is None:
        return NOTHING
    away = abs(first - second)
    if away <= 2:
        return (11, "tahun lahir sama") if not away else (8, "umur hampir sama")
    return (-10, "umur berbeda") if away <= 5 else (-45, "umur berbeda")


def _dates(one: date, other: date) -> Points:
    """Slips of the pen count for it: day and month swapped, the year one or ten off, one digit of the day."""
    if one == other:
        return (24 if (one.month, one.day) == (1, 1) else 34), "lahir sama"
    years, same_day = abs(one.year - other.year), (one.month, one.day) == (other.month, other.day)
    if years == 0 and (one.day, one.month) == (other.month, other.day):
        return 22, "hari dan bulan lahir tertukar"
    if years == 0 and (1, 1) in {(one.month, one.day), (other.month, other.day)}:
        return 12, "tahun lahir sama"
    if same_day and years in {1, 10}:
        return 18, "tanggal dan bulan lahir sama"
    if years == 0 and one.month == other.month:
        is_slip = (one.day // 10 == other.day // 10) or (one.day % 10 == other.day % 10)
        return (14, "tanggal lahir beda satu angka") if is_slip else (-20, "lahir berbeda")
    if years == 0 and one.day == other.day:
        return 4, "tahun lahir sama"
    return (-40 if years <= 12 else -70), "lahir berbeda"


def _year(known: Known) -> int | None:
    return known.birth_date.year if known.birth_date else known.birth_year


def _sex(a: Known, b: Known) -> Points:
    return (-24, "jenis kelamin berbeda") if a.sex and b.sex and a.sex != b.sex else NOTHING


def _place(a: Known, b: Known, name_fits: bool) -> list[Points]:
    """Village, RT/RW, family card and phone; without a name that fits they only say "same family"."""
    parts: list[Points] = []
    if a.village and b.village:
        parts.append((8, "desa sama") if a.village == b.village else (-4, ""))
    share = 1 if name_fits else 0
    if a.village == b.village and a.rt and a.rt == b.rt and a.rw == b.rw:
        parts.append((6 * share, "RT/RW sama"))
    if a.kk and a.kk == b.kk:
        parts.append((10 * share, "KK sama"))
    if a.phone and a.phone == b.phone:
        parts.append((10 * share, "telepon sama"))
    return parts
