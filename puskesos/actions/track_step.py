"""Taking people on along their way, one step back, mending what a step recorded, noting a mended decile."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from puskesos.actions.track_days import check_order, day_of, last_step
from puskesos.actions.track_ending import refuse_when_dropped
from puskesos.actions.track_log import (
    StepFacts,
    check_day,
    go_on,
    members_named,
    raise_version,
    show_insurance,
    tell_case,
    write_lines,
)
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.track import Track, TrackEvent, TrackMember
from puskesos.queries.clock import pause_now
from puskesos.rules.dates import show_date
from puskesos.rules.path import Transition
from puskesos.rules.track import (
    ASKED,
    CHANNELS,
    DAY_WORDS,
    NEEDED,
    OFFICE,
    TRANSITIONS,
    WITH_ACTIVE_CARD,
    WORDS,
    TrackEventKind,
    TrackKind,
    TrackStep,
    facts_words,
    find_track_step,
)
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def move_people(
    track: Track,
    ids: Collection[int],
    target: str,
    facts: StepFacts,
    *,
    version: int,
    actor: Viewer,
    now: datetime,
    today: date,
) -> None:
    """Take these people one step on. Raises RuleBroken at the field that the step needs."""
    members = members_named(actor, track, ids)
    source, wanted = TrackStep(members[0].step), TrackStep(target)
    step = find_track_step(track.kind, source, wanted)
    if step is None:
        raise RuleBroken(f"Langkahnya sudah “{source.label}”; langkah ini tidak tersedia. Muat ulang halaman.")
    _check_facts(step, facts, actor)
    check_day(facts.on, max(one.step_on for one in members), today)
    with database.atomic():
        refuse_when_dropped(track)
        raise_version(track, version)
        line, before = {"actor": actor, "now": now}, pause_now(Case.get_by_id(track.case_id))
        write_lines(members, TrackEventKind.MAJU, facts, source=str(source), target=str(wanted), **line)
        _stand_on(track, members, wanted, facts.on, actor=actor, now=now)
        told = facts_words(wanted, _words(facts))
        tell_case(track, f"{wanted.label}, {show_date(facts.on)}{f' ({told})' if told else ''}.", members, **line)
        go_on(track, before, **line)
        _record("track_moved", track, members, actor, now, source=source, target=wanted)


def step_back(
    track: Track, ids: Collection[int], reason: str, *, version: int, actor: Viewer, now: datetime, today: date
) -> None:
    """Take these people back to where they came from; who may take the step may take it back."""
    members = members_named(actor, track, ids)
    source = TrackStep(members[0].step)
    came = [last_step(one) for one in members]
    if len({event.from_step for event in came}) > 1:
        raise RuleBroken("Orang yang dicentang datang dari langkah yang berbeda. Centang satu per satu.", "people")
    target = TrackStep(came[0].from_step)
    _check_way_back(track, target, source, actor)
    if not reason:
        raise RuleBroken("Tulis mengapa langkah ini dibatalkan.", "text")
    with database.atomic():
        refuse_when_dropped(track)
        raise_version(track, version)
        line, paused = {"actor": actor, "now": now}, pause_now(Case.get_by_id(track.case_id))
        where = {"source": str(source), "target": str(target)}
        write_lines(members, TrackEventKind.MUNDUR, StepFacts(today), reason=reason, **where, **line)
        before = {one.id: day_of(one, target) for one in members}
        _stand_on(track, members, target, before, actor=actor, now=now)
        tell_case(track, f"kembali ke “{target.label}”. {reason}", members, **line)
        go_on(track, paused, **line)
        _record("track_stepped_back", track, members, actor, now, source=source, target=target)


def mend_step(
    track: Track,
    ids: Collection[int],
    facts: StepFacts,
    reason: str,
    *,
    version: int,
    actor: Viewer,
    now: datetime,
    today: date,
) -> None:
    """Correct what the step these people stand on recorded; the line as it was stays, a further one corrects it."""
    members = members_named(actor, track, ids)
    step = TrackStep(members[0].step)
    _check_mender(track, step, actor)
    _check_words(step, facts)
    check_order(track, members, facts.on, today)
    if not reason:
        raise RuleBroken("Tulis apa yang keliru.", "reason")
    before = step_facts(members[0])
    changed = [name for name, value in asdict(facts).items() if value != getattr(before, name)]
    if not changed:
        raise RuleBroken("Tidak ada yang berubah. Perbaiki isiannya, atau batal.")
    with database.atomic():
        raise_version(track, version)
        line = {"actor": actor, "now": now}
        write_lines(members, TrackEventKind.KOREKSI, facts, reason=reason, target=str(step), **line)
        TrackMember.update(**_days(step, facts.on)).where(TrackMember.id.in_([one.id for one in members])).execute()
        told = facts_words(step, _words(facts))
        said = f"“{step.label}” diperbaiki: {show_date(facts.on)}{f', {told}' if told else ''}. {reason}"
        tell_case(track, said, members, **line)
        _record("track_corrected", track, members, actor, now, fields=", ".join(changed))


def note_decile(
    track: Track, ids: Collection[int], on: date, *, version: int, actor: Viewer, now: datetime, today: date
) -> None:
    """Note that the decile of these people was mended, which ends the reminder."""
    members = members_named(actor, track, ids)
    if any(one.active_on is None for one in members):
        raise RuleBroken("Desil diperbaiki setelah kartu aktif kembali.")
    check_day(on, max(one.active_on for one in members), today)
    with database.atomic():
        raise_version(track, version)
        line = {"actor": actor, "now": now}
        write_lines(members, TrackEventKind.DESIL, StepFacts(on), **line)
        TrackMember.update(decile_fixed_on=on).where(TrackMember.id.in_([one.id for one in members])).execute()
        tell_case(track, f"desil sudah diperbaiki, {show_date(on)}.", members, **line)
        _record("decile_mended", track, members, actor, now)


def step_facts(member: TrackMember) -> StepFacts:
    """What the step this person stands on recorded, in its newest wording."""
    kinds = (str(TrackEventKind.MULAI), str(TrackEventKind.MAJU), str(TrackEventKind.KOREKSI))
    mine = (TrackEvent.member == member.id) & (TrackEvent.to_step == member.step) & TrackEvent.kind.in_(kinds)
    event = TrackEvent.select().where(mine).order_by(TrackEvent.id.desc()).get()
    return StepFacts(event.on, event.who, event.number, event.channel, event.text)


def _check_way_back(track: Track, target: TrackStep, source: TrackStep, actor: Viewer) -> None:
    """Who may take a step may take it back; what ended with its case, which was opened again, is the office's."""
    step, roles = find_track_step(track.kind, target, source), {str(role) for role in actor.roles}
    ended = step is None and source == TrackStep.DIHENTIKAN and not OFFICE.isdisjoint(roles)
    if not (ended or (step and step.is_open_to(roles))):
        raise NotAllowed


def _check_mender(track: Track, step: TrackStep, actor: Viewer) -> None:
    """Who may take a step may mend what it recorded."""
    roles = {str(role) for role in actor.roles}
    ways = [one for one in TRANSITIONS[TrackKind(track.kind)] if one.target == step]
    if ways and not any(one.is_open_to(roles) for one in ways):
        raise NotAllowed


def _check_facts(step: Transition[TrackStep], facts: StepFacts, actor: Viewer) -> None:
    if not step.is_open_to({str(role) for role in actor.roles}):
        raise NotAllowed
    _check_words(step.target, facts)


def _check_words(step: TrackStep, facts: StepFacts) -> None:
    """Raise RuleBroken at the field that a step needs and these facts lack."""
    labels = {"on": DAY_WORDS.get(step, "tanggal"), "text": WORDS.get(step, "keterangan")}
    labels |= ASKED.get(step, {})
    for field, label in labels.items():
        if field in NEEDED.get(step, ()) and not getattr(facts, field):
            verb = "Pilih" if field == "channel" else "Isi"
            raise RuleBroken(f"{verb} {label[0].lower()}{label[1:]}.", field)
    if facts.channel and facts.channel not in CHANNELS.get(step, ()):
        raise RuleBroken("Pilih lewat apa dari daftar.", "channel")


def _stand_on(
    track: Track,
    members: list[TrackMember],
    step: TrackStep,
    day: date | dict[int, date],
    *,
    actor: Viewer,
    now: datetime,
) -> None:
    """Write the step on each row; a card that becomes active, or stops being it, shows on the person."""
    for one in members:
        was_active = one.active_on is not None
        on = day[one.id] if isinstance(day, dict) else day
        values = _days(step, on) | {"step": str(step), "step_since": now}
        if step not in WITH_ACTIVE_CARD:
            values |= {"active_on": None, "decile_fixed_on": None}
        TrackMember.update(**values).where(TrackMember.id == one.id).execute()
        if track.kind == TrackKind.REAKTIVASI and was_active != (step in WITH_ACTIVE_CARD):
            show_insurance(one, step, actor=actor, now=now)


def _days(step: TrackStep, on: date) -> dict[str, date]:
    return {"step_on": on} | ({"active_on": on} if step == TrackStep.AKTIF else {})


def _words(facts: StepFacts) -> dict[str, str]:
    return {name: value for name, value in asdict(facts).items() if name != "on"}


def _record(
    event: str, track: Track, members: list[TrackMember], actor: Viewer, now: datetime, **detail: object
) -> None:
    audit.record(event, actor=actor, now=now, object_type="track", object_id=track.id, people=len(members), **detail)
