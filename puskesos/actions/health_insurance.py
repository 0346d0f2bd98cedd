"""Writing down a person's health insurance as somebody told it or looked it up; the history keeps what stood before."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from puskesos.actions.person_change import correct
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.person import Person
from puskesos.rules.health_insurance import WITHOUT_CARD, InsuranceStatus
from puskesos.rules.person import FIELD_LABELS
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class InsuranceEntry:
    """The insurance columns of Person as typed."""

    health_insurance: str
    insurance_number: str = ""
    insurance_status: str = ""
    deactivated_on: date | None = None
    deactivation_number: str = ""


def set_insurance(
    person: Person, entry: InsuranceEntry, *, version: int, reason: str, actor: Viewer, now: datetime, today: date
) -> list[str]:
    """Correct the insurance; returns the Indonesian names of what changed. A day off belongs to a card that is off."""
    if entry.deactivated_on and entry.deactivated_on > today:
        raise RuleBroken("Tanggal nonaktif masih di depan.", "deactivated_on")
    if entry.health_insurance in WITHOUT_CARD:
        entry = InsuranceEntry(entry.health_insurance)
    elif not entry.insurance_status:
        raise RuleBroken("Pilih keadaan kartu.", "insurance_status")
    elif entry.insurance_status == InsuranceStatus.AKTIF:
        entry = replace(entry, deactivated_on=None, deactivation_number="")
    with database.atomic():
        changed = correct(person, asdict(entry), actor=actor, now=now, reason=reason, version=version)
        if changed:
            fields = ", ".join(changed)
            audit.record(
                "person_changed", actor=actor, now=now, object_type="person", object_id=person.id, fields=fields
            )
    return [FIELD_LABELS[name] for name in changed]
