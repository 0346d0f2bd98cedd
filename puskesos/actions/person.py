"""People: entering, correcting, identifying and revealing; corrections keep the old value with who and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from puskesos.actions.case_path import write_event
from puskesos.actions.person_change import correct
from puskesos.actions.search_words import learn_words
from puskesos.actions.submission import run_once
from puskesos.actions.unused_id import unused_id
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.hub import Village
from puskesos.models.person import Household, Person
from puskesos.rules.correction import CODES, words_of
from puskesos.rules.intake import IdentityKnown
from puskesos.rules.names import name_words
from puskesos.rules.permissions import Permission
from puskesos.rules.person import FIELD_LABELS, show_value
from puskesos.rules.phone import normalise_phone
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


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


@dataclass(frozen=True)
class Particulars:
    """What the registry asks beyond the counter's short form; lists are codes joined by commas."""

    religion: str = ""
    marital_status: str = ""
    education: str = ""
    nationality: str = ""
    id_card_address: str = ""
    id_card_rt: str = ""
    id_card_rw: str = ""
    id_card_village: str = ""
    id_card_district: str = ""
    id_card_regency: str = ""
    disability: str = ""
    condition: str = ""
    dtsen_status: str = ""
    decile: int | None = None
    decile_period: str = ""
    decile_on: date | None = None
    decile_channel: str = ""


def search_words(name: str, alias: str) -> str:
    """The folded words by which a person is found."""
    return " ".join(dict.fromkeys(name_words(name) + name_words(alias)))


def create_person(
    identity: Identity,
    *,
    kk: str | None,
    actor: Viewer,
    now: datetime,
    more: Particulars | None = None,
    role: str = "",
) -> Person:
    """A new person, in the household of `kk` when that number is given; in the caller's transaction."""
    check_village(identity.village_id, actor)
    household = find_or_create_household(kk, identity, actor.hub_id, now) if kk else None
    columns = new_person_columns(
        asdict(identity) | asdict(more or Particulars()), hub_id=actor.hub_id, by=actor.id, now=now
    )
    learn_words(actor.hub_id, str(columns["search_words"]))
    return Person.create(household=household, household_role=role if household else "", **columns, **unused_id(Person))


def new_person_columns(values: Mapping[str, Any], *, hub_id: int, by: int, now: datetime) -> dict[str, Any]:
    """What stands in the row of a new person beside the family: the given values and what follows from them."""
    return {
        **values,
        "hub": hub_id,
        "search_words": search_words(values["name"], values.get("alias", "")),
        "phone_normal": normalise_phone(values.get("phone", "")),
        "created_by": by,
        "created_at": now,
        "changed_at": now,
    }


def enter_person(
    identity: Identity, more: Particulars, *, kk: str | None, role: str, key: str, actor: Viewer, now: datetime
) -> int:
    """A person entered in the registry, without a case; returns the id, the same for the same `key`.

    Raises RuleBroken when somebody of the hub already carries this NIK.
    """

    def effect() -> str:
        if identity.nik and Person.select().where(Person.hub == actor.hub_id, Person.nik == identity.nik).exists():
            raise RuleBroken("NIK ini sudah dipakai warga lain. Cari NIK ini, lalu buka warganya.", "nik")
        person = create_person(identity, kk=kk, actor=actor, now=now, more=more, role=role)
        audit.record("person_created", actor=actor, now=now, object_type="person", object_id=person.id, case="")
        return str(person.id)

    fields = asdict(identity) | asdict(more) | {"kk": kk, "role": role}
    return int(run_once(key, effect, actor=actor, action="person_created", fields=fields, now=now))


def check_village(village_id: int, actor: Viewer) -> None:
    """Raise RuleBroken when the village is not one this hub serves."""
    if not Village.select().where(Village.id == village_id, Village.hub == actor.hub_id, Village.active).exists():
        raise RuleBroken("Pilih desa/kelurahan dari daftar.", "village")


def find_or_create_household(kk: str, identity: Identity, hub_id: int, now: datetime) -> Household:
    """The household with that family card number in this hub, made when new."""
    found = Household.get_or_none(Household.hub == hub_id, Household.kk == kk)
    return found or Household.create(
        **unused_id(Household),
        hub=hub_id,
        kk=kk,
        village=identity.village_id,
        address=identity.address,
        rt=identity.rt,
        rw=identity.rw,
        created_at=now,
    )


def change_person(
    person: Person,
    identity: Identity,
    *,
    actor: Viewer,
    now: datetime,
    more: Particulars | None = None,
    case: Case | None = None,
    reason: str = "",
    version: int | None = None,
) -> list[str]:
    """Correct a person, from the registry or from a `case`; returns the Indonesian names of what changed.

    Without `more` the particulars stay as they are. Raises Conflict when `version` is not the newest.
    """
    check_village(identity.village_id, actor)
    wanted = asdict(identity) | (asdict(more) if more else {})
    before = {name: getattr(person, name) for name in wanted}
    derived = {
        "search_words": search_words(identity.name, identity.alias),
        "phone_normal": normalise_phone(identity.phone),
    }
    with database.atomic():
        learn_words(actor.hub_id, derived["search_words"])
        changed = correct(person, wanted, actor=actor, now=now, reason=reason, version=version, derived=derived)
        if not changed:
            return []
        if case is not None:
            told = "; ".join(f"{FIELD_LABELS[name]} semula “{said_before(name, before[name])}”" for name in changed)
            write_event(case, "identitas", f"Identitas diperbaiki: {told}.", actor=actor, now=now)
        fields = ", ".join(changed)
        audit.record("person_changed", actor=actor, now=now, object_type="person", object_id=person.id, fields=fields)
    return [FIELD_LABELS[name] for name in changed]


def identify_person(
    person: Person,
    identity: Identity,
    *,
    actor: Viewer,
    now: datetime,
    more: Particulars | None = None,
    reason: str = "",
    version: int | None = None,
) -> list[str]:
    """Give an unidentified person a name; the reason says how the person was recognised, and is required."""
    if not reason:
        raise RuleBroken("Tulis dari mana orang ini dikenali.", "reason")
    with database.atomic():
        changed = change_person(person, identity, actor=actor, now=now, more=more, reason=reason, version=version)
        audit.record("person_identified", actor=actor, now=now, object_type="person", object_id=person.id)
    return changed


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
    if isinstance(value, bool | date) or field in CODES:
        return words_of(field, value)
    return show_value(field, "" if value is None else str(value))
