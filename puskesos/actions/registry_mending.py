"""One-step corrections of what the check of the registry found: through the person's history, undone by editing."""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.household import Move, move_household
from puskesos.actions.person_change import correct
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.person import Person
from puskesos.rules.intake import NikReason
from puskesos.rules.person import HouseholdRole, MoveTarget, PersonStatus
from puskesos.rules.registry_check import birth_date_in_nik
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

REASON = "Periksa data"


def clear_nik(person: Person, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Take away a NIK that is not this person's; the old number stays in the history. False when there was none."""
    if person.nik is None:
        return False
    values = {"nik": None, "nik_reason": str(NikReason.TIDAK_DIKETAHUI)}
    return _mend(person, values, version=version, actor=actor, now=now)


def take_birth_date(person: Person, *, version: int, actor: Viewer, now: datetime, today: date) -> bool:
    """Take the birth date from the NIK; False when it was so already. Raises RuleBroken when the NIK gives none."""
    born = birth_date_in_nik(person.nik, today)
    if born is None:
        raise RuleBroken("Tanggal pada NIK ini tidak dapat dipakai. Perbaiki datanya dengan tangan.")
    if person.birth_date == born:
        return False
    values = {"birth_date": born, "birth_year_estimate": None}
    return _mend(person, values, version=version, actor=actor, now=now)


def make_head(person: Person, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Make a living member the head of a family that has none; False when this one is already.

    Raises RuleBroken when the family has another living head by now.
    """
    if person.household_role == HouseholdRole.KEPALA and person.household_id:
        return False
    heads = Person.select().where(
        Person.household == person.household_id,
        Person.household_role == str(HouseholdRole.KEPALA),
        Person.status == str(PersonStatus.HIDUP),
    )
    with database.atomic():
        if heads.exists():
            raise RuleBroken("Keluarga ini sudah punya kepala keluarga. Muat ulang halaman.")
        move = Move(str(MoveTarget.TETAP), str(HouseholdRole.KEPALA), reason=REASON)
        return move_household(person, move, version=version, actor=actor, now=now)


def _mend(person: Person, values: dict[str, object], *, version: int, actor: Viewer, now: datetime) -> bool:
    with database.atomic():
        changed = correct(person, values, actor=actor, now=now, reason=REASON, version=version)
        fields = ", ".join(changed)
        audit.record("person_changed", actor=actor, now=now, object_type="person", object_id=person.id, fields=fields)
    return bool(changed)
