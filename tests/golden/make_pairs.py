"""Writes pairs.csv anew: labelled pairs of entries, `sama` (one person written twice) or `beda` (two people alike).

Deterministic: the same seed gives the same file. Run it with `python -m tests.golden.make_pairs` from the root.
Each kind of slip and each kind of double gets its share, and each entry loses what clerks often do not ask for.
The generator knows nothing of the score; hard_pairs.csv beside it is written by hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.golden.pair_people import (
    MEN,
    SECOND_MEN,
    SECOND_WOMEN,
    SLIPS,
    TODAY,
    WOMEN,
    Entry,
    full_name,
    nik,
    phone,
    resident,
)

SEED = 321617
SAME, DIFFERENT = 1300, 1300
FILE = Path(__file__).with_name("pairs.csv")
COLUMNS = [field.name for field in fields(Entry)]
# How often a clerk leaves it out: in the register that exists, and at the counter.
LEFT_OUT = {"nik": (0.15, 0.45), "kk": (0.30, 0.60), "phone": (0.40, 0.50), "rt": (0.15, 0.30), "born": (0.03, 0.06)}

Pair = tuple[str, str, Entry, Entry]


def same_pairs(dice: Random) -> Iterator[Pair]:
    """One person, written a second time with no, one or two slips."""
    kinds = list(SLIPS)
    for position in range(SAME):
        chosen = [] if position % 13 == 12 else [kinds[position % len(kinds)]]
        if chosen and dice.random() < 0.3:
            chosen += [dice.choice([kind for kind in kinds if kind not in chosen])]
        person = written = resident(dice)
        while chosen and written == person:
            person = written = resident(dice)
            for kind in chosen:
                written = SLIPS[kind](written, dice) if written.born and written.nik else written
        if dice.random() < 0.1:
            written = replace(written, phone=phone(dice))
        yield "sama", " + ".join(chosen) or "tanpa salah", *_left_out(person, written, dice)


def different_pairs(dice: Random) -> Iterator[Pair]:
    """Two people who are easily taken for one."""
    kinds = list(DOUBLES)
    for position in range(DIFFERENT):
        kind = kinds[position % len(kinds)]
        person = resident(dice)
        yield "beda", kind, *_left_out(person, DOUBLES[kind](person, dice), dice)


def _left_out(one: Entry, other: Entry, dice: Random) -> tuple[Entry, Entry]:
    return _thinned(one, 0, dice), _thinned(other, 1, dice)


def _thinned(entry: Entry, side: int, dice: Random) -> Entry:
    gone = {name for name, shares in LEFT_OUT.items() if dice.random() < shares[side]}
    if "rt" in gone:
        gone |= {"rw"}
    if "born" in gone and entry.born and not entry.year:
        entry = replace(entry, year=entry.born[:4])
    return replace(entry, **dict.fromkeys(gone, ""))


def _other_day(born: date, dice: Random, youngest: int, oldest: int) -> date:
    away = timedelta(days=dice.randint(youngest * 365, oldest * 365) + dice.randint(1, 27))
    return born - away if born + away > TODAY or dice.random() < 0.5 else born + away


def _beside(person: Entry, dice: Random, name: str, sex: str, born: date) -> Entry:
    """Another member of the same family at the same address."""
    own = phone(dice) if dice.random() < 0.5 else person.phone
    number = nik(born, sex, dice.randint(1, 60))
    return replace(person, name=name, sex=sex, born=born.isoformat(), nik=number, phone=own)


def sibling(person: Entry, dice: Random) -> Entry:
    """Same family, often the same last word, another first one, born one to nine years apart."""
    sex, born = dice.choice("LP"), _other_day(date.fromisoformat(person.born), dice, 1, 9)
    first = dice.choice([one for one in (MEN if sex == "L" else WOMEN) if one != person.name.split()[0]])
    last = person.name.split()[1:] if dice.random() < 0.7 else full_name(dice, sex, born).split()[1:]
    last = ["binti" if word == "bin" and sex == "P" else word for word in last]
    return _beside(person, dice, " ".join([first, *last]), sex, born)


def twin(person: Entry, dice: Random) -> Entry:
    """Born the same day, the next NIK, the same family; names that sound alike."""
    first, _, rest = person.name.partition(" ")
    choices = [one for one in (MEN if person.sex == "L" else WOMEN) if one[0] == first[0] and one != first]
    alike = dice.choice(choices or ["Zulfikar"])
    number = f"{person.nik[:12]}{int(person.nik[12:]) + 1:04}"
    return replace(person, name=f"{alike} {rest}".strip(), nik=number)


def child_of_same_name(person: Entry, dice: Random) -> Entry:
    """The son or daughter who was given the parent's name, or the parent."""
    born = date.fromisoformat(person.born) + timedelta(days=dice.choice((-1, 1)) * dice.randint(18 * 365, 40 * 365))
    return _beside(person, dice, person.name, person.sex, min(born, TODAY))


def namesake_near(person: Entry, dice: Random) -> Entry:
    """Same name, same village, other birth date, other family."""
    born = _other_day(date.fromisoformat(person.born), dice, 2, 25)
    other = resident(dice, sex=person.sex, born=born, name=person.name)
    return replace(other, village=person.village)


def namesake_of_the_year(person: Entry, dice: Random) -> Entry:
    """Same name, same village, even the same year, but another day and month."""
    born = date.fromisoformat(person.born)
    month = (born.month + dice.randint(2, 9)) % 12 + 1
    day = dice.choice([one for one in range(1, 29) if one not in {born.day, born.month}])
    other = resident(dice, sex=person.sex, born=date(born.year, month, day), name=person.name)
    return replace(other, village=person.village)


def namesake_far(person: Entry, dice: Random) -> Entry:
    """Same name in another village."""
    return resident(
        dice, sex=person.sex, born=_other_day(date.fromisoformat(person.born), dice, 1, 30), name=person.name
    )


def couple(person: Entry, dice: Random) -> Entry:
    """Husband and wife: one address, one phone, one family card."""
    sex = "L" if person.sex == "P" else "P"
    born = _other_day(date.fromisoformat(person.born), dice, 0, 6)
    return replace(_beside(person, dice, full_name(dice, sex, born), sex, born), phone=person.phone)


def same_birthday(person: Entry, dice: Random) -> Entry:
    """Two of a village born the same day, of the same sex, even neighbours."""
    other = resident(dice, sex=person.sex, born=date.fromisoformat(person.born))
    first = person.name.split()[0]
    while other.name.split()[0] == first:
        other = resident(dice, sex=person.sex, born=date.fromisoformat(person.born))
    return replace(other, village=person.village, rt=person.rt, rw=person.rw)


def alike_first_name(person: Entry, dice: Random) -> Entry:
    """Same first word and village, another second word, other birth date."""
    second = dice.choice(SECOND_MEN if person.sex == "L" else SECOND_WOMEN)
    born = _other_day(date.fromisoformat(person.born), dice, 0, 12)
    other = resident(dice, sex=person.sex, born=born, name=f"{person.name.split()[0]} {second}")
    return replace(other, village=person.village)


def stranger(person: Entry, dice: Random) -> Entry:
    """Somebody of the same village."""
    return replace(resident(dice), village=person.village)


DOUBLES: dict[str, Callable[[Entry, Random], Entry]] = {
    "saudara kandung": sibling,
    "kembar": twin,
    "anak senama": child_of_same_name,
    "senama sedesa": namesake_near,
    "senama sedesa setahun": namesake_of_the_year,
    "senama lain desa": namesake_far,
    "suami istri": couple,
    "lahir sehari": same_birthday,
    "nama depan sama": alike_first_name,
    "orang lain": stranger,
}


def make(seed: int = SEED) -> str:
    """The whole file as text; another seed gives other people."""
    dice = Random(seed)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["label", "kind", *(f"a_{name}" for name in COLUMNS), *(f"b_{name}" for name in COLUMNS)])
    for label, kind, one, other in [*same_pairs(dice), *different_pairs(dice)]:
        writer.writerow([label, kind, *asdict(one).values(), *asdict(other).values()])
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_text(make(), encoding="utf-8")
