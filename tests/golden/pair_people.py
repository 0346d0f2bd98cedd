"""Invented residents for the labelled pairs, and the ways in which the same person is written differently.

Names, villages and numbers are made up; NIK and KK begin 321699, which no district has.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

FILE = Path(__file__).with_name("pair_names.toml")

NAMES = {kind: text.split() for kind, text in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}
MEN, WOMEN, SECOND_MEN, SECOND_WOMEN = (NAMES[kind] for kind in ("men", "women", "second_men", "second_women"))
VILLAGES = ("Pantai Mekar", "Pantai Bahagia", "Pantai Bakti", "Pantai Harapanjaya", "Pantai Sederhana", "Jayasakti")
TODAY = date(2026, 11, 17)


@dataclass(frozen=True)
class Entry:
    """One person as one clerk wrote it down; empty text is not known, `year` an estimate without a birth date."""

    name: str
    sex: str
    nik: str
    kk: str
    born: str
    year: str
    village: str
    rt: str
    rw: str
    phone: str


def resident(dice: Random, *, sex: str = "", born: date | None = None, name: str = "") -> Entry:
    """A resident about whom everything is known, a phone for two in three."""
    sex = sex or dice.choice("LP")
    born = born or date(1940, 1, 1) + timedelta(days=dice.randrange(80 * 365))
    return Entry(
        name=name or full_name(dice, sex, born),
        sex=sex,
        nik=nik(born, sex, dice.randint(1, 60)),
        kk=f"321699{dice.randint(1, 28):02}{dice.randint(1, 12):02}{dice.randint(10, 26)}{dice.randint(1, 60):04}",
        born=born.isoformat(),
        year="",
        village=dice.choice(VILLAGES),
        rt=f"{dice.randint(1, 9):03}",
        rw=f"{dice.randint(1, 5):03}",
        phone=phone(dice) if dice.random() < 0.67 else "",
    )


def full_name(dice: Random, sex: str, born: date) -> str:
    """Elders often have one word or a father's name; the younger two or three words."""
    first = dice.choice(MEN if sex == "L" else WOMEN)
    kind = dice.random()
    if born.year < 1965 and kind < 0.35:
        return first
    if born.year < 1975 and kind < 0.7:
        return f"{first} {'bin' if sex == 'L' else 'binti'} {dice.choice([one for one in MEN if one != first])}"
    second = dice.choice(SECOND_MEN if sex == "L" else SECOND_WOMEN)
    third = dice.choice(SECOND_MEN if sex == "L" else SECOND_WOMEN)
    return f"{first} {second}" + (f" {third}" if kind > 0.75 and third != second else "")


def nik(born: date, sex: str, serial: int) -> str:
    """Day plus 40 for women, as on a real card."""
    return f"321699{born.day + (40 if sex == 'P' else 0):02}{born:%m%y}{serial:04}"


def phone(dice: Random) -> str:
    return f"62812{dice.randint(0, 99999999):08}"


# --- Slips: each takes the entry as it should be and gives it as it was written, the same when it does not apply. ---

OLD_SPELLING = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"), ("sy", "sj"), ("kh", "ch"))
SPOKEN = (
    ("f", "p"),
    ("v", "p"),
    ("z", "j"),
    ("ae", "ai"),
    ("dh", "d"),
    ("sy", "s"),
    ("kh", "h"),
    ("di", "dy"),
    ("i", "ie"),
)
KNOWN_FORMS = {
    "Muhammad": ("Mohamad", "Mochamad", "Moch.", "Moh.", "M.", "Muhamad"),
    "Ahmad": ("Achmad", "Akhmad", "Ahmed"),
    "Nur": ("Noer", "Nurr"),
    "Siti": ("St.", "Sitti", "Sity"),
    "Yusuf": ("Yusup", "Jusuf", "Yusop"),
    "Aisyah": ("Aisah", "Aisjah", "Aisya"),
    "Fatimah": ("Patimah", "Fatima", "Fathimah"),
    "Khadijah": ("Hadijah", "Kadijah", "Chadijah"),
    "Ramadhan": ("Romadon", "Ramadan", "Romadhon"),
    "Maemunah": ("Maimunah", "Maimuna"),
    "Jaenal": ("Zaenal", "Zainal", "Jainal"),
    "Zaenudin": ("Jaenudin", "Zainuddin", "Jaenuddin"),
    "Saepudin": ("Saefudin", "Saifuddin", "Syaefudin"),
    "Rizki": ("Rizky", "Riski", "Rizqi"),
    "Hidayat": ("Hidayatt", "Hidajat"),
}


def spelling(entry: Entry, dice: Random) -> Entry:
    """Another usual form of a word, an old spelling, or as it is spoken."""
    words = entry.name.split()
    known = [place for place, word in enumerate(words) if word in KNOWN_FORMS]
    if known and dice.random() < 0.7:
        place = dice.choice(known)
        words[place] = dice.choice(KNOWN_FORMS[words[place]])
        return replace(entry, name=" ".join(words))
    rules = OLD_SPELLING if dice.random() < 0.4 else SPOKEN
    fitting = [rule for rule in rules if rule[0] in entry.name.lower()]
    if not fitting:
        return entry
    return replace(entry, name=_rewritten(entry.name, *dice.choice(fitting)))


def _rewritten(name: str, old: str, new: str) -> str:
    return " ".join(w if w in {"bin", "binti"} else w.lower().replace(old, new, 1).capitalize() for w in name.split())


def letter(entry: Entry, dice: Random) -> Entry:
    """One letter left out, doubled, swapped with the next, or replaced, not the first of a word."""
    words = entry.name.split()
    long = [place for place, word in enumerate(words) if len(word) > 4]
    if not long:
        return entry
    place = dice.choice(long)
    word, at = words[place], dice.randrange(1, len(words[place]) - 1)
    changed = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    words[place] = dice.choice((*changed, word[:at] + dice.choice("aeiunrst") + word[at + 1 :]))
    return replace(entry, name=" ".join(words))


def shorter(entry: Entry, dice: Random) -> Entry:
    """The father's name or the last word left out, or the last word as an initial."""
    own, _, father = entry.name.partition(" bin")
    words = own.split()
    if father:
        return replace(entry, name=own)
    if len(words) < 2:
        return entry
    return replace(entry, name=" ".join(words[:-1] + ([f"{words[-1][0]}."] if dice.random() < 0.4 else [])))


def dressed(entry: Entry, dice: Random) -> Entry:
    """With a title, in capitals, or in another order."""
    words = entry.name.split()
    if len(words) == 2 and dice.random() < 0.3:
        return replace(entry, name=f"{words[1]} {words[0]}")
    titles = ("H.", "Pak", "Bpk.", "Ust.") if entry.sex == "L" else ("Hj.", "Ibu", "Bu", "Ny.")
    return replace(entry, name=f"{dice.choice(titles)} {entry.name}" if dice.random() < 0.7 else entry.name.upper())


def day_and_month(entry: Entry, dice: Random) -> Entry:
    """Day and month change places."""
    born = date.fromisoformat(entry.born)
    return _born(entry, date(born.year, born.day, born.month)) if born.day <= 12 and born.day != born.month else entry


def year_off(entry: Entry, dice: Random) -> Entry:
    """The year one or ten off."""
    born = date.fromisoformat(entry.born)
    return _born(entry, date(born.year + dice.choice((-10, -1, 1, 10)), born.month, min(born.day, 28)))


def day_off(entry: Entry, dice: Random) -> Entry:
    """One digit of the day is another one."""
    born = date.fromisoformat(entry.born)
    wanted = [day for day in range(1, 29) if (day // 10 == born.day // 10) != (day % 10 == born.day % 10)]
    return _born(entry, born.replace(day=dice.choice(wanted)))


def only_the_year(entry: Entry, dice: Random) -> Entry:
    """Only an estimate of the age is known, so there is no NIK either."""
    year = int(entry.born[:4]) + dice.randint(-2, 2)
    return replace(entry, born="", year=str(year), nik="")


def first_of_january(entry: Entry, dice: Random) -> Entry:
    """The clerk of long ago knew the year alone."""
    return replace(entry, born=f"{entry.born[:4]}-01-01")


def number(entry: Entry, dice: Random) -> Entry:
    """One digit of the NIK is wrong, or two neighbours are swapped."""
    at = dice.randrange(6, 15)
    wrong = str((int(entry.nik[at]) + dice.randint(1, 9)) % 10)
    swapped = entry.nik[:at] + entry.nik[at + 1] + entry.nik[at] + entry.nik[at + 2 :]
    return replace(entry, nik=dice.choice((entry.nik[:at] + wrong + entry.nik[at + 1 :], swapped)))


def moved(entry: Entry, dice: Random) -> Entry:
    """Lives in another village now, with a new family card."""
    village = dice.choice([one for one in VILLAGES if one != entry.village])
    return replace(resident(dice), **{**entry.__dict__, "village": village, "rt": "", "rw": "", "kk": ""})


def other_sex(entry: Entry, dice: Random) -> Entry:
    """The wrong box was ticked."""
    return replace(entry, sex="L" if entry.sex == "P" else "P")


def _born(entry: Entry, born: date) -> Entry:
    return replace(entry, born=born.isoformat())


SLIPS: dict[str, Callable[[Entry, Random], Entry]] = {
    "ejaan": spelling,
    "salah huruf": letter,
    "nama pendek": shorter,
    "gelar atau urutan": dressed,
    "hari dan bulan tertukar": day_and_month,
    "tahun meleset": year_off,
    "angka hari salah": day_off,
    "hanya perkiraan umur": only_the_year,
    "1 Januari": first_of_january,
    "angka NIK salah": number,
    "pindah desa": moved,
    "kotak jenis kelamin": other_sex,
}
