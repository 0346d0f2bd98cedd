"""About 120 invented people in 40 families over the villages; NIK and KK begin 321699, which no district has."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.actions.person import Identity, create_person
from puskesos.models.person import Person
from puskesos.practice.cast import Stage, phone
from puskesos.rules.person import HouseholdRole, MembershipStatus
from puskesos.rules.viewer import Viewer

INVENTED = "321699"
COUPLE = ("bapak", "ibu")
FAMILIES = (
    *[(*COUPLE, "anak")] * 14,
    *[(*COUPLE, "anak", "balita")] * 5,
    *[(*COUPLE, "remaja", "lansia")] * 4,
    *[(*COUPLE, "remaja", "anak", "lansia")] * 4,
    *[("ibu", "anak")] * 5,
    *[("lansia", "lansia")] * 2,
    *[COUPLE] * 2,
    *[("lansia",)] * 4,
)
AGES = {"bapak": (30, 52), "ibu": (27, 48), "anak": (6, 12), "balita": (1, 4), "remaja": (14, 18), "lansia": (66, 84)}
CHILDREN = {"anak", "balita", "remaja"}
NAME_LISTS = {
    ("elders", "L"): ("elder_men", " bin ", "elder_men"),
    ("elders", "P"): ("elder_women", " binti ", "elder_men"),
    ("parents", "L"): ("men", " ", "men_second"),
    ("parents", "P"): ("women", " ", "women_second"),
    ("children", "L"): ("boys", " ", "children_second"),
    ("children", "P"): ("girls", " ", "children_second"),
}
FIRST_PHONE = 100
PROGRAMS = ("pkh", "sembako", "pbi_jk", "pip")

Cast = dict[tuple[str, str], list[Person]]


@cache
def names() -> dict[str, Any]:
    """The lists of names, work, hamlets and landmarks."""
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


class Registry:
    """Draws names, birth dates and numbers, none of them twice."""

    def __init__(self, chance: Random, today: date) -> None:
        self.chance, self.today = chance, today
        self._taken: set[str] = set()
        self._elders = 0

    def full_name(self, kind: str, sex: str) -> str:
        """A name that fits the age, different from all before."""
        name = names()["long_woman"] if kind == "ibu" else self._draw(kind, sex)
        while name in self._taken:
            name = self._draw(kind, sex)
        self._taken.add(name)
        return name

    def birth_date(self, kind: str) -> date:
        """A day that gives an age within the kind's bounds today."""
        youngest, oldest = AGES[kind]
        return self.today - timedelta(days=self.chance.randint(youngest * 366, oldest * 365))

    def sex(self, kind: str) -> str:
        """Fixed for parents, in turns for the old, by chance for the young."""
        if kind in COUPLE:
            return "L" if kind == "bapak" else "P"
        if kind == "lansia":
            self._elders += 1
            return "PL"[self._elders // 6 % 2]
        return self.chance.choice("LP")

    def _draw(self, kind: str, sex: str) -> str:
        group = "elders" if kind == "lansia" else "children" if kind in CHILDREN else "parents"
        first, joined, second = NAME_LISTS[group, sex]
        chosen = self.chance.choice(names()[first])
        fathers = [name for name in names()[second] if name != chosen]
        return f"{chosen}{joined}{self.chance.choice(fathers)}"


def nik(born: date, sex: str, serial: int) -> str:
    """Day plus 40 for women, as on a real card."""
    return f"{INVENTED}{born.day + (40 if sex == 'P' else 0):02d}{born:%m%y}{serial:04d}"


def build_people(stage: Stage, registry: Registry, now: datetime) -> Cast:
    """Enter all families and return the people by village and kind ("nenek" and "kakek" for the old)."""
    chance, found = registry.chance, {}
    villages = sorted(stage.villages)
    for place, members in enumerate(FAMILIES):
        village = villages[place % len(villages)]
        home = _home(stage, village, chance)
        issued = date(chance.randint(2012, 2025), chance.randint(1, 12), chance.randint(1, 28))
        kk = f"{INVENTED}{issued:%d%m%y}{place + 1:04d}"
        for position, kind in enumerate(members):
            person = _enter(registry, kind, home, kk, _role(members, position), stage.actors["sari"], now)
            if position == 0:
                _receive(person, place, stage.actors["sari"], now)
            group = ("nenek" if person.sex == "P" else "kakek") if kind == "lansia" else kind
            found.setdefault((village, group), []).append(person)
    return found


def _role(members: tuple[str, ...], position: int) -> str:
    """The first of a family is its head."""
    if position == 0:
        return str(HouseholdRole.KEPALA)
    if members[position] == "lansia":
        return str(HouseholdRole.ORANG_TUA if "ibu" in members else HouseholdRole.FAMILI)
    return str(HouseholdRole.ISTRI if members[position] == "ibu" else HouseholdRole.ANAK)


def _receive(person: Person, place: int, actor: Viewer, now: datetime) -> None:
    """Every third family receives something; every ninth no longer."""
    if place % 3:
        return
    since, until = date(2024, 1, 1), date(2026, 3, 1)
    ended = place % 9 == 6
    status = MembershipStatus.BERHENTI if ended else MembershipStatus.AKTIF
    entry = MembershipEntry(PROGRAMS[place % len(PROGRAMS)], str(status), since=since, until=until if ended else None)
    add_membership(person, entry, key=str(UUID(int=place + 1, version=4)), actor=actor, now=now)


def _home(stage: Stage, village: str, chance: Random) -> dict[str, Any]:
    return {
        "village_id": stage.villages[village].id,
        "address": chance.choice(names()["hamlets"][village]),
        "rt": f"{chance.randint(1, 9):03d}",
        "rw": f"{chance.randint(1, 5):03d}",
        "landmark": chance.choice(names()["landmarks"]),
    }


def _enter(
    registry: Registry, kind: str, home: dict[str, Any], kk: str, role: str, actor: Viewer, now: datetime
) -> Person:
    sex, born = registry.sex(kind), registry.birth_date(kind)
    work = {"bapak": "men_work", "ibu": "women_work"}.get(kind)
    usual = "Belum/tidak bekerja" if kind in {"balita", "lansia"} else "Pelajar/mahasiswa"
    identity = Identity(
        name=registry.full_name(kind, sex),
        sex=sex,
        nik=nik(born, sex, registry.chance.randint(1, 9999)),
        birth_place="Bekasi",
        birth_date=born,
        phone=phone(FIRST_PHONE + registry.chance.randint(1, 9000)) if kind in COUPLE else "",
        occupation=registry.chance.choice(names()[work]) if work else usual,
        **home,
    )
    return create_person(identity, kk=kk, actor=actor, now=now, role=role)
