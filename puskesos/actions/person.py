"""People: entering, correcting and revealing; corrections keep the old value in the case's history."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.case_path import write_event
from puskesos.database import database
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.hub import Village
from puskesos.models.person import Household, Person
from puskesos.rules.correction import words_of
from puskesos.rules.intake import IdentityKnown
from puskesos.rules.names import name_words
from puskesos.rules.permissions import Permission
from puskesos.rules.phone import normalise_phone
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

FIELD_LABELS = {
    "name": "nama",
    "alias": "panggilan",
    "nik": "NIK",
    "nik_reason": "alasan tanpa NIK",
    "sex": "jenis kelamin",
    "birth_place": "tempat lahir",
    "birth_date": "tanggal lahir",
    "birth_year_estimate": "perkiraan tahun lahir",
    "village_id": "desa/kelurahan",
    "address": "alamat",
    "rt": "RT",
    "rw": "RW",
    "landmark": "patokan",
    "phone": "nomor HP",
    "occupation": "pekerjaan",
    "identity": "keterangan identitas",
}


@dataclass(frozen=True)
class Identity:
    """What is known of a person, cleaned; the fields of Person that people type."""

    name: str
    sex: str
    village_id: int
    identity: str = str(IdentityKnown.LENGKAP)
    alias: str = ""
    nik: str | None = None
    nik_reason: str = ""
    birth_place: str = ""
    birth_date: date | None = None
    birth_year_estimate: int | None = None
    address: str = ""
    rt: str = ""
    rw: str = ""
    landmark: str = ""
    phone: str = ""
    occupation: str = ""


def search_words(name: str, alias: str) -> str:
    """The folded words by which a person is found."""
    return " ".join(dict.fromkeys(name_words(name) + name_words(alias)))


def create_person(identity: Identity, *, kk: str | None, actor: Viewer, now: datetime) -> Person:
    """A new person, in the household of `kk` when that number is given; in the caller's transaction."""
    check_village(identity.village_id, actor)
    household = find_or_create_household(kk, identity, actor.hub_id, now) if kk else None
    return Person.create(
        hub=actor.hub_id,
        household=household,
        search_words=search_words(identity.name, identity.alias),
        phone_normal=normalise_phone(identity.phone),
        created_by=actor.id,
        created_at=now,
        changed_at=now,
        **asdict(identity),
    )


def check_village(village_id: int, actor: Viewer) -> None:
    """Raise RuleBroken when the village is not one this hub serves."""
    if not Village.select().where(Village.id == village_id, Village.hub == actor.hub_id, Village.active).exists():
        raise RuleBroken("Pilih desa/kelurahan dari daftar.", "village")


def find_or_create_household(kk: str, identity: Identity, hub_id: int, now: datetime) -> Household:
    """The household with that family card number in this hub, made when new."""
    found = Household.get_or_none(Household.hub == hub_id, Household.kk == kk)
    return found or Household.create(
        hub=hub_id,
        kk=kk,
        village=identity.village_id,
        address=identity.address,
        rt=identity.rt,
        rw=identity.rw,
        created_at=now,
    )


def change_person(
    person: Person, identity: Identity, *, case: Case, actor: Viewer, now: datetime, seen: str | None = None
) -> list[str]:
    """Correct a person; returns the Indonesian names of what changed. Old values go to the history, NIK masked.

    `seen` is the person's `changed_at` as the page showed it. Raises Conflict when somebody corrected them since.
    """
    check_village(identity.village_id, actor)
    wanted = asdict(identity)
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    if not changed:
        return []
    if seen not in {None, str(person.changed_at)}:
        raise Conflict
    with database.atomic():
        _store_correction(person, {name: wanted[name] for name in changed}, identity, now)
        labels = [FIELD_LABELS[name] for name in changed]
        before = "; ".join(f"{FIELD_LABELS[n]} semula “{said_before(n, getattr(person, n))}”" for n in changed)
        write_event(case, "identitas", f"Identitas diperbaiki: {before}.", actor=actor, now=now)
        audit.record(
            "person_changed", actor=actor, now=now, object_type="person", object_id=person.id, fields=", ".join(changed)
        )
    return labels


def reveal_number(person: Person, number: str, reason: str, *, actor: Viewer, now: datetime) -> str:
    """The full NIK or KK of a person for one look; the reason is logged. `number` is "nik" or "kk"."""
    if not actor.can(Permission.REVEAL_NUMBER):
        raise NotAllowed
    if len(reason.strip()) < 5:
        raise RuleBroken("Tulis alasan membuka nomor ini, paling sedikit 5 huruf.", "reason")
    value = person.nik if number == "nik" else (person.household.kk if person.household_id else None)
    with database.atomic():
        audit.record(
            "number_revealed",
            actor=actor,
            now=now,
            object_type="person",
            object_id=person.id,
            reason=reason.strip(),
            number=number,
        )
    return value or ""


def said_before(field: str, value: object) -> str:
    """What stood in a field, in words for the history."""
    if field in {"village", "village_id"}:
        return Village.select(Village.name).where(Village.id == value).scalar()
    return words_of(field, value)


def _store_correction(person: Person, fields: dict[str, object], identity: Identity, now: datetime) -> None:
    changed = Person.update(
        **fields,
        search_words=search_words(identity.name, identity.alias),
        phone_normal=normalise_phone(identity.phone),
        changed_at=now,
    ).where(Person.id == person.id, Person.changed_at == person.changed_at)
    if not changed.execute():
        raise Conflict
