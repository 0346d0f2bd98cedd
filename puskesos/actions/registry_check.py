"""What the check of the registry leaves behind: findings, swapped check by check, gone when people are corrected."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from puskesos.database import database
from puskesos.models.job import Job, RegistryFinding
from puskesos.models.person import Person
from puskesos.rules.doubles import SAME_NIK_MOST

AT_ONCE = 100  # rows of a transaction


@dataclass(frozen=True)
class Finding:
    """Something to mend: one person, or two with how alike they are."""

    person: int
    other: int | None = None
    score: int = 0
    reasons: tuple[str, ...] = ()


def swap_findings(hub_id: int, check: str, found: list[Finding], now: datetime) -> None:
    """Put these in the place of what the check found before `now`: first the new ones, then the old go.

    Each transaction is short, because people write meanwhile; for a moment, or after a kill until the next run, old
    and new stand side by side. Who was removed or merged since the reading is left out.
    """
    mine = (RegistryFinding.hub == hub_id) & (RegistryFinding.check_name == check)
    old = [row for (row,) in RegistryFinding.select(RegistryFinding.id).where(mine, RegistryFinding.at < now).tuples()]
    for at in range(0, len(found), AT_ONCE):
        _add(hub_id, check, found[at : at + AT_ONCE], now)
    for at in range(0, len(old), AT_ONCE):
        with database.atomic():
            RegistryFinding.delete().where(RegistryFinding.id.in_(old[at : at + AT_ONCE])).execute()


def note_outcome(job: Job, people: int, counts: dict[str, int]) -> None:
    """Keep with the job how many people were checked and how much each check found, also beyond what is stored."""
    with database.atomic():
        Job.update(note=json.dumps({"people": people, "counts": counts})).where(Job.id == job.id).execute()


def forget_findings(person_ids: Collection[int], check: str = "") -> None:
    """These people were corrected: what was found about them is gone until the next check. In the caller's transaction.

    Whoever deletes a person's row calls this first.
    """
    ids = list(person_ids)
    about = RegistryFinding.person.in_(ids) | RegistryFinding.other.in_(ids)
    if check:
        about = RegistryFinding.person.in_(ids) & (RegistryFinding.check_name == check)
    RegistryFinding.delete().where(about).execute()


def forget_family_findings(households: Collection[int]) -> None:
    """A family changed: whether it has a head is asked anew. In the caller's transaction."""
    members = [row for (row,) in Person.select(Person.id).where(Person.household.in_(list(households))).tuples()]
    if members:
        forget_findings(members, "no_head")


def note_same_nik(hub_id: int, person_ids: Collection[int], now: datetime) -> None:
    """Write at once who shares a NIK with these people, of whom nothing is noted yet. In the caller's transaction."""
    here = (Person.hub == hub_id) & Person.merged_into.is_null()
    pairs = set()
    for one, nik in Person.select(Person.id, Person.nik).where(here, Person.id.in_(list(person_ids))).tuples():
        others = Person.select(Person.id).where(here, Person.nik == nik, Person.id != one).limit(SAME_NIK_MOST)
        pairs |= {(max(one, other), min(one, other)) for (other,) in (others.tuples() if nik else ())}
    found = [Finding(high, low, 100, ("NIK sama",)) for high, low in sorted(pairs)]
    if found:
        _add(hub_id, "same_nik", found, now)


def forget_pair(one: int, other: int) -> None:
    """These two were told apart. In the caller's transaction."""
    low, high = sorted((one, other))
    pair = (RegistryFinding.person == high) & (RegistryFinding.other == low)
    RegistryFinding.delete().where(pair, RegistryFinding.check_name == "likely_double").execute()


def _add(hub_id: int, check: str, found: list[Finding], now: datetime) -> None:
    with database.atomic():
        ids = {one for finding in found for one in (finding.person, finding.other) if one}
        here = Person.select(Person.id).where(Person.id.in_(sorted(ids)), Person.merged_into.is_null())
        known = {person for (person,) in here.where(Person.hub == hub_id).tuples()}
        kept = [one for one in found if one.person in known and (one.other is None or one.other in known)]
        if kept:
            RegistryFinding.insert_many([_row(hub_id, check, one, now) for one in kept]).execute()


def _row(hub_id: int, check: str, finding: Finding, now: datetime) -> dict[str, object]:
    return {
        "hub": hub_id,
        "check_name": check,
        "person": finding.person,
        "other": finding.other,
        "score": finding.score,
        "reasons": " · ".join(finding.reasons),
        "at": now,
    }
