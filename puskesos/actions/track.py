"""Beginning a guided way for several people of one family, and correcting what is known of one of them on it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.person_change import correct
from puskesos.actions.submission import run_once
from puskesos.actions.track_days import check_start
from puskesos.actions.track_log import StepFacts, raise_version, tell_case, write_lines
from puskesos.database import database, locked
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.track import Track, TrackMember
from puskesos.queries.track import family_of, people_running
from puskesos.rules.case_path import CLOSED_STATES
from puskesos.rules.dates import show_date
from puskesos.rules.health_insurance import HealthInsurance, InsuranceStatus
from puskesos.rules.permissions import Permission
from puskesos.rules.track import TrackEventKind, TrackKind, first_step
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class TrackPerson:
    """One ticked person; an empty card number leaves the known one, `care_place` is empty for who is not in care."""

    person_id: int
    deactivated_on: date | None = None
    deactivation_number: str = ""
    card_number: str = ""
    care_place: str = ""


@dataclass(frozen=True)
class TrackEntry:
    """A track as typed: what for, since when, for whom; `wanted` are codes of what is proposed to DTSEN."""

    kind: str
    on: date
    people: tuple[TrackPerson, ...]
    wanted: tuple[str, ...] = ()


def start_track(case: Case, entry: TrackEntry, *, key: str, actor: Viewer, now: datetime, today: date) -> int:
    """A new track; returns its id, the same for the same `key`. Raises RuleBroken for who cannot be on it."""

    def effect() -> str:
        _check(case, entry, actor, today)
        track = Track.create(
            hub=case.hub_id,
            case=case,
            kind=entry.kind,
            wanted=",".join(entry.wanted),
            created_by=actor.id,
            created_at=now,
        )
        members = [_join(track, one, entry, actor, now) for one in entry.people]
        step = first_step(entry.kind)
        line = {"actor": actor, "now": now}
        write_lines(members, TrackEventKind.MULAI, StepFacts(entry.on), target=str(step), **line)
        tell_case(track, f"dimulai {show_date(entry.on)}.", members, **line)
        audit.record(
            "track_started",
            actor=actor,
            now=now,
            object_type="track",
            object_id=track.id,
            case=case.number,
            kind=entry.kind,
            people=len(members),
        )
        return str(track.id)

    fields = {"case": case.number} | asdict(entry)
    return int(run_once(key, effect, actor=actor, action="track_started", fields=fields, now=now))


def change_member(
    track: Track, member: TrackMember, entry: TrackPerson, *, version: int, actor: Viewer, now: datetime, today: date
) -> list[str]:
    """Correct where somebody is in care, since when the card is off, and its numbers; returns the names of the fields.

    The value before stands in the log of the track, and for the card in the history of the person.
    """
    if entry.deactivated_on and entry.deactivated_on > today:
        raise RuleBroken("Tanggal nonaktif masih di depan.", "deactivated_on")
    names = ("deactivated_on", "deactivation_number", "care_place")
    changed = {name: getattr(entry, name) for name in names if getattr(entry, name) != getattr(member, name)}
    person = Person.get_by_id(member.person_id)
    card = {"insurance_number": entry.card_number} if entry.card_number else {}
    if track.kind == TrackKind.REAKTIVASI and member.active_on is None:
        card |= {name: value for name, value in changed.items() if name != "care_place"}
    card = {name: value for name, value in card.items() if getattr(person, name) != value}
    fields = list(dict.fromkeys([*changed, *card]))
    if not fields:
        return []
    with database.atomic():
        raise_version(track, version)
        correct(person, card, actor=actor, now=now)
        before = {name: getattr(member, name) for name in changed}
        if changed:
            TrackMember.update(**changed).where(TrackMember.id == member.id).execute()
        told = ", ".join(f"{MEMBER_LABELS[name]} semula “{_said(value)}”" for name, value in before.items())
        write_lines([member], TrackEventKind.KOREKSI, StepFacts(today, text=told), actor=actor, now=now)
        detail = {"fields": ", ".join(fields), "people": 1}
        audit.record("track_corrected", actor=actor, now=now, object_type="track", object_id=track.id, **detail)
    return [MEMBER_LABELS[name] for name in fields]


MEMBER_LABELS = {
    "deactivated_on": "nonaktif sejak",
    "deactivation_number": "nomor penonaktifan",
    "care_place": "tempat dirawat",
    "insurance_number": "nomor kartu",
}


def _check(case: Case, entry: TrackEntry, actor: Viewer, today: date) -> None:
    if not actor.can(Permission.HANDLE_TRACK):
        raise NotAllowed
    if locked(Case.select(Case.state).where(Case.id == case.id)).scalar() in CLOSED_STATES:
        raise RuleBroken("Kasus ini sudah ditutup. Buka kembali kasusnya sebelum memulai jalur.")
    if not entry.people:
        raise RuleBroken("Centang paling sedikit satu orang.", "people")
    if entry.kind == TrackKind.USULAN and not entry.wanted:
        raise RuleBroken("Centang apa yang diusulkan.", "wanted")
    check_start(entry.on, today)
    family = {one.id: one for one in family_of(actor, case)}
    if not {one.person_id for one in entry.people} <= set(family):
        raise RuleBroken("Pilih orang dari keluarga klien.", "people")
    for one in entry.people:
        if one.deactivated_on and one.deactivated_on > today:
            raise RuleBroken(f"Tanggal nonaktif {family[one.person_id].name} masih di depan.", f"off_{one.person_id}")
    running = people_running(actor, [one.person_id for one in entry.people], entry.kind)
    if names := [family[person_id].name for person_id in sorted(running)]:
        raise RuleBroken(f"Jalur yang sama masih berjalan untuk {', '.join(names)}. Hapus centangnya.", "people")


def _join(track: Track, one: TrackPerson, entry: TrackEntry, actor: Viewer, now: datetime) -> TrackMember:
    person = Person.get_by_id(one.person_id)
    if track.kind == TrackKind.REAKTIVASI:
        values = {
            "health_insurance": str(HealthInsurance.PBI),
            "insurance_status": str(InsuranceStatus.NONAKTIF),
            "deactivated_on": one.deactivated_on,
            "deactivation_number": one.deactivation_number,
            "insurance_number": one.card_number or person.insurance_number,
        }
        correct(person, values, actor=actor, now=now)
    member = TrackMember.create(
        track=track,
        person=person,
        step=str(first_step(entry.kind)),
        step_on=entry.on,
        step_since=now,
        deactivated_on=one.deactivated_on,
        deactivation_number=one.deactivation_number,
        care_place=one.care_place,
    )
    member.person = person
    return member


def _said(value: object) -> str:
    if value in {None, ""}:
        return "kosong"
    return show_date(value) if isinstance(value, date) else str(value)
