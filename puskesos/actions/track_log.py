"""What every change of a track writes: the row with its version, a line per person, one line of the case's history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.case_clock import resumed
from puskesos.actions.case_path import change_case, write_event
from puskesos.actions.newest import change_newest
from puskesos.actions.person_change import correct
from puskesos.errors import RuleBroken
from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.track import Track, TrackEvent, TrackMember
from puskesos.queries.track import people_at_hand
from puskesos.rules.clock_pause import Pause
from puskesos.rules.dates import show_date
from puskesos.rules.health_insurance import HealthInsurance, InsuranceStatus
from puskesos.rules.track import TrackEventKind, TrackKind, TrackStep, whose_way
from puskesos.rules.viewer import Viewer


@dataclass(frozen=True)
class StepFacts:
    """What a step records: the day it happened, and what rules.track.ASKED asks of it."""

    on: date
    who: str = ""
    number: str = ""
    channel: str = ""
    text: str = ""


def raise_version(track: Track, version: int) -> None:
    """Note that the track changed. Raises Conflict when `version` is not the newest."""
    change_newest(track, version)


def members_named(actor: Viewer, track: Track, ids: Collection[int]) -> list[TrackMember]:
    """These people of the track, all on one step. Raises RuleBroken for none, for several steps, for who is hidden."""
    found = sorted((one for one in people_at_hand(actor, track) if one.id in set(ids)), key=lambda one: one.id)
    if not found or len(found) != len(set(ids)):
        raise RuleBroken("Centang paling sedikit satu orang.", "people")
    if len({one.step for one in found}) > 1:
        raise RuleBroken("Orang yang dicentang berada pada langkah yang berbeda. Muat ulang halaman.", "people")
    return found


def check_day(day: date, first: date | None, today: date) -> None:
    """Raise RuleBroken for a day to come, or one before the step that went before."""
    if day > today:
        raise RuleBroken("Tanggal ini masih di depan. Catat setelah terjadi.", "on")
    if first and day < first:
        raise RuleBroken(f"Tanggal ini sebelum langkah sebelumnya ({show_date(first)}).", "on")


def write_lines(
    members: Sequence[TrackMember],
    kind: TrackEventKind,
    facts: StepFacts,
    *,
    actor: Viewer,
    now: datetime,
    source: str = "",
    target: str = "",
    reason: str = "",
) -> None:
    """One line for each of these people."""
    same = {"at": now, "kind": kind, "from_step": source, "to_step": target, "reason": reason}
    who = {"actor": actor.id, "actor_name": actor.name}
    TrackEvent.insert_many([{"member": one.id, **same, **who, **asdict(facts)} for one in members]).execute()


def tell_case(track: Track, told: str, members: Sequence[TrackMember], *, actor: Viewer, now: datetime) -> None:
    """One line in the case's history: "Reaktivasi PBI-JK, 5 orang: " and what happened.

    It names nobody: a member of the family may come to be known through a restricted case alone.
    """
    case = Case.get_by_id(track.case_id)
    whom = whose_way([one.person_id for one in members], case.client_id)
    write_event(case, "jalur", f"{TrackKind(track.kind).label}, {whom}: {told}", actor=actor, now=now)


def go_on(track: Track, before: Pause | None, *, actor: Viewer, now: datetime) -> None:
    """Let the case's clock go on after the pause `before`, when the answer that came was the last one owed."""
    case = Case.get_by_id(track.case_id)
    fields, said = resumed(case, before, now)
    if fields:
        change_case(case, **fields)
        write_event(case, "waktu", said, actor=actor, now=now)


def show_insurance(member: TrackMember, step: TrackStep, *, actor: Viewer, now: datetime) -> None:
    """Let the person's health insurance say what the reactivation has come to: active, or as it was at the start.

    As if written by hand, without a reason: the person's page must not tell of a way in a restricted case.
    """
    is_active = step == TrackStep.AKTIF
    values = {
        "health_insurance": str(HealthInsurance.PBI),
        "insurance_status": str(InsuranceStatus.AKTIF if is_active else InsuranceStatus.NONAKTIF),
        "deactivated_on": None if is_active else member.deactivated_on,
        "deactivation_number": "" if is_active else member.deactivation_number,
    }
    correct(Person.get_by_id(member.person_id), values, actor=actor, now=now)
