"""The people of the archive's cases: names of three words, so that nobody takes them for those of the stories."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

from puskesos.models.person import Person
from puskesos.practice.archive_rows import Rows
from puskesos.practice.cast import Stage
from puskesos.practice.people import AGES, CHILDREN, names, nik
from puskesos.rules.names import name_words

PEOPLE, FIRST_SERIAL = 520, 5000
KINDS = ("bapak", "ibu", "lansia", "anak", "remaja", "ibu", "bapak", "lansia")
LISTS = {
    ("old", "L"): ("elder_men", "men_second"),
    ("old", "P"): ("elder_women", "women_second"),
    ("grown", "L"): ("men", "men_second"),
    ("grown", "P"): ("women", "women_second"),
    ("young", "L"): ("boys", "children_second"),
    ("young", "P"): ("girls", "children_second"),
}


class ArchivePeople:
    """People by kind, each with id, name and village."""

    def __init__(self, stage: Stage, rows: Rows, chance: Random, today: date, now: datetime) -> None:
        self.chance, self.today, self.now = chance, today, now
        self._villages = sorted(stage.villages)
        self._names = {group: _shuffled(group, chance) for group in LISTS}
        self.found: dict[str, list[dict[str, Any]]] = {}
        self.ids: list[int] = []
        for place in range(PEOPLE):
            kind = KINDS[place % len(KINDS)]
            self.found.setdefault(kind, []).append(self._enter(stage, rows, kind, place))

    def choose(self, kinds: list[str]) -> dict[str, Any]:
        """Somebody of one of the kinds."""
        return self.chance.choice(self.found[self.chance.choice(kinds)])

    def _enter(self, stage: Stage, rows: Rows, kind: str, place: int) -> dict[str, Any]:
        village = self._villages[place % len(self._villages)]
        youngest, oldest = AGES[kind]
        born = self.today - timedelta(days=self.chance.randint(youngest * 366 + 500, oldest * 365))
        sex = {"bapak": "L", "ibu": "P"}.get(kind) or self.chance.choice("LP")
        group = "old" if kind == "lansia" else "young" if kind in CHILDREN else "grown"
        name = self._names[group, sex].pop()
        person = {"name": name, "village": stage.villages[village].id, "village_name": village}
        person_id = rows.add(
            Person,
            hub=stage.hub.id,
            uuid=new_uuid(self.chance),
            name=name,
            search_words=" ".join(name_words(name)),
            nik=nik(born, sex, FIRST_SERIAL + place),
            sex=sex,
            birth_place="Bekasi",
            birth_date=born,
            village=person["village"],
            address=self.chance.choice(names()["hamlets"][village]),
            rt=f"{self.chance.randint(1, 9):03d}",
            rw=f"{self.chance.randint(1, 5):03d}",
            created_by=stage.actors["sari"].id,
            created_at=self.now,
            changed_at=self.now,
        )
        self.ids.append(person_id)
        return person | {"id": person_id}


def _shuffled(group: tuple[str, str], chance: Random) -> list[str]:
    """Every name of a list with a family name and a father's, in no order."""
    first, second = LISTS[group]
    joined = "binti" if group[1] == "P" else "bin"
    words = product(names()[first], names()[second], names()["elder_men"])
    found = [f"{one} {two} {joined} {of}" for one, two, of in words if one != of]
    return chance.sample(found, len(found))


def new_uuid(chance: Random) -> str:
    """The same in every run of the same hub."""
    return str(UUID(int=chance.getrandbits(128), version=4))
