"""What the end of a case does to its guided ways: one that is cancelled or refused takes everybody's way along."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from puskesos.actions.track_log import StepFacts, tell_case, write_lines
from puskesos.database import locked
from puskesos.errors import RuleBroken
from puskesos.models.case import Case
from puskesos.models.person import Person
from puskesos.models.track import Track, TrackMember
from puskesos.queries.track import RUNNING
from puskesos.rules.case_path import CaseState
from puskesos.rules.dates import show_date
from puskesos.rules.track import TrackEventKind, TrackStep
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

DROPPED = frozenset({CaseState.BATAL, CaseState.DITOLAK})  # on a finished case a way may go on


def stop_tracks(case: Case, reason: str, *, actor: Viewer, now: datetime, today: date) -> None:
    """End the way of everybody still under way, in the transaction that ends the case and after the case is held.

    It follows from the case, so it asks for no role of its own. A card that is active again stays active.
    """
    for track in Track.select().where(Track.case == case).order_by(Track.id):
        Track.update(version=Track.version + 1).where(Track.id == track.id).execute()
        people = TrackMember.select(TrackMember, Person).join(Person).where(TrackMember.track == track)
        rows = people.where(TrackMember.step.in_(RUNNING)).order_by(TrackMember.step, TrackMember.id)
        for step, members in groupby(rows, key=lambda one: one.step):
            _stop(track, TrackStep(step), list(members), StepFacts(today, text=reason), actor=actor, now=now)


def refuse_when_dropped(track: Track) -> None:
    """Hold the track's case, and raise RuleBroken when it was cancelled or refused: its ways ended with it."""
    state = CaseState(locked(Case.select(Case.state).where(Case.id == track.case_id)).scalar())
    if state in DROPPED:
        raise RuleBroken(f"Kasus ini berstatus “{state.label}”; jalurnya ikut berhenti.")


def _stop(
    track: Track, source: TrackStep, members: list[TrackMember], facts: StepFacts, *, actor: Viewer, now: datetime
) -> None:
    target, line = TrackStep.DIHENTIKAN, {"actor": actor, "now": now}
    write_lines(members, TrackEventKind.MAJU, facts, source=str(source), target=str(target), **line)
    values = {"step": str(target), "step_on": facts.on, "step_since": now}
    TrackMember.update(**values).where(TrackMember.id.in_([one.id for one in members])).execute()
    tell_case(track, f"{target.label}, {show_date(facts.on)} ({facts.text.rstrip('.')}).", members, **line)
    detail = {"source": source, "target": target, "people": len(members)}
    audit.record("track_moved", object_type="track", object_id=track.id, **line, **detail)
