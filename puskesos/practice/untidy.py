"""What Periksa data finds in the practice hub: two people entered twice, and a birth date that is not the NIK's."""

from __future__ import annotations

from datetime import datetime

from puskesos.actions.person import Identity, create_person
from puskesos.models.person import Person
from puskesos.practice.cast import Stage
from puskesos.practice.people import Cast, nik
from puskesos.rules.intake import NikReason

OLD_SPELLINGS = (("Nur", "Noer"), ("Rahm", "Rachm"), ("ju", "dju"), ("ya", "ia"), ("Su", "Soe"), ("u", "oe"))
TWICE = (("Pantai Bahagia", "ibu"), ("Pantai Bakti", "bapak"))
SWAPPED = ("Jayasakti", "nenek")
SERIAL = 9999


def leave_untidy(stage: Stage, people: Cast, now: datetime) -> None:
    """Enter the doubles, spelt the old way and without NIK, and somebody whose day and month changed places."""
    actor = stage.actors["sari"]
    for place in TWICE:
        create_person(_once_more(people[place][-1]), kk=None, actor=actor, now=now)
    village = stage.villages[SWAPPED[0]]
    right = datetime(1957, 3, 9, tzinfo=now.tzinfo).date()
    known = {"birth_date": right.replace(day=3, month=9), "nik": nik(right, "P", SERIAL), "rt": "004", "rw": "002"}
    create_person(
        Identity(name="Icih binti Karsa", sex="P", village_id=village.id, **known), kk=None, actor=actor, now=now
    )


def old_spelling(name: str) -> str:
    """The name as somebody used to the old letters writes it."""
    old, new = next((pair for pair in OLD_SPELLINGS if pair[0] in name), ("i", "ie"))
    return name.replace(old, new, 1)


def _once_more(person: Person) -> Identity:
    return Identity(
        name=old_spelling(person.name),
        sex=person.sex,
        village_id=person.village_id,
        nik_reason=str(NikReason.TIDAK_DIBAWA),
        birth_date=person.birth_date,
        rt=person.rt,
        rw=person.rw,
        phone=person.phone,
    )
