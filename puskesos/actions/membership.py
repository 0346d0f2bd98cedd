"""Programs a person receives: entering, correcting and ending a membership."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.person_change import note_change
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.person import Membership, Person
from puskesos.queries.hub import names_of_programs
from puskesos.rules.person import MembershipStatus
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class MembershipEntry:
    """A membership as typed; `until` belongs to an ended one."""

    program: str
    status: str
    card_number: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""


def add_membership(person: Person, entry: MembershipEntry, *, key: str, actor: Viewer, now: datetime) -> int:
    """A new membership; returns its id, the same for the same `key`. Raises RuleBroken when it already runs."""

    def effect() -> str:
        _check(person, entry)
        made = Membership.create(
            person=person.id, created_by=actor.id, created_at=now, changed_by=actor.id, changed_at=now, **asdict(entry)
        )
        _note(person, None, made, actor, now)
        return str(made.id)

    fields = asdict(entry) | {"person": person.id}
    return int(run_once(key, effect, actor=actor, action="membership_saved", fields=fields, now=now))


def save_membership(
    person: Person, membership: Membership, entry: MembershipEntry, *, actor: Viewer, now: datetime
) -> bool:
    """Correct or end a membership; returns whether anything changed. Raises RuleBroken for impossible days."""
    wanted = asdict(entry)
    if all(getattr(membership, name) == value for name, value in wanted.items()):
        return False
    with database.atomic():
        _check(person, entry, membership)
        Membership.update(**wanted, changed_by=actor.id, changed_at=now).where(Membership.id == membership.id).execute()
        _note(person, membership, Membership.get_by_id(membership.id), actor, now)
    return True


def stop_membership(
    person: Person, membership: Membership, *, until: date, note: str, actor: Viewer, now: datetime
) -> bool:
    """End a membership on a day."""
    entry = MembershipEntry(
        program=membership.program,
        status=str(MembershipStatus.BERHENTI),
        card_number=membership.card_number,
        since=membership.since,
        until=until,
        note=note or membership.note,
    )
    return save_membership(person, membership, entry, actor=actor, now=now)


def _check(person: Person, entry: MembershipEntry, known: Membership | None = None) -> None:
    ended = entry.status == MembershipStatus.BERHENTI
    if ended and entry.until is None:
        raise RuleBroken("Isi sejak kapan berhenti.", "until")
    if entry.since and entry.until and entry.until < entry.since:
        raise RuleBroken("Tanggal berhenti sebelum tanggal mulai.", "until")
    running = Membership.select().where(
        Membership.person == person.id,
        Membership.program == entry.program,
        Membership.status != str(MembershipStatus.BERHENTI),
        Membership.id != (known.id if known else 0),
    )
    if not ended and running.exists():
        raise RuleBroken("Program ini sudah tercatat dan masih berjalan. Perbaiki yang sudah ada.", "program")


def _note(person: Person, before: Membership | None, after: Membership, actor: Viewer, now: datetime) -> None:
    """History and audit of one membership; the card number stands in a line of its own."""
    old, new = _told(before, actor.hub_id), _told(after, actor.hub_id)
    note_change(person, "program", old, new, actor=actor, now=now, reason=after.note)
    if (before.card_number if before else "") != after.card_number:
        old = before.card_number if before else ""
        note_change(person, "card_number", old, after.card_number, actor=actor, now=now)
    audit.record(
        "membership_saved",
        actor=actor,
        now=now,
        object_type="person",
        object_id=person.id,
        membership=after.id,
        program=after.program,
        status=after.status,
    )


def _told(membership: Membership | None, hub_id: int) -> str:
    """Like "PKH: aktif, sejak 01-01-2024"; empty for none."""
    if membership is None:
        return ""
    name = names_of_programs(hub_id).get(membership.program, membership.program)
    days = [
        f"sejak {membership.since:%d-%m-%Y}" if membership.since else "",
        f"s.d. {membership.until:%d-%m-%Y}" if membership.until else "",
    ]
    return ", ".join([f"{name}: {MembershipStatus(membership.status).label.lower()}", *filter(None, days)])
