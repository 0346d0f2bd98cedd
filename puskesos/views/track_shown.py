"""How guided ways read: a track by step, its log, what is due; the list in sections; and loading one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import abort, url_for

from puskesos.formatting import show_moment, show_short_date
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.track import Track, TrackEvent, TrackMember
from puskesos.queries.hub import list_programs, names_of_programs
from puskesos.queries.track import find_track, is_hidden
from puskesos.rules.data_check import decile_advice
from puskesos.rules.health_insurance import HealthInsurance, InsuranceStatus
from puskesos.rules.path import Transition
from puskesos.rules.track import (
    PATHS,
    UNPROPOSED,
    TrackEventKind,
    TrackKind,
    TrackStep,
    facts_words,
    first_step,
    is_final,
    track_steps_from,
)
from puskesos.rules.track_dates import (
    DayWords,
    add_months,
    decile_words,
    due_day,
    entry_words,
    window_words,
)
from puskesos.rules.viewer import Viewer
from puskesos.views.track_next import entry_day_of

PBI = "pbi_jk"  # the code of the program in catalogue and settings
REGISTER_WORDS = {"dtsen": "data DTSEN"}
UNENTERED = frozenset(UNPROPOSED[TrackKind.USULAN])


@dataclass(frozen=True)
class LogLine:
    """One line of the log, as the timeline draws it."""

    when: str
    who: str
    text: str
    detail: str


@dataclass(frozen=True)
class StepGroup:
    """The people of a track on one step, what is due for them by member id, and the steps on for this viewer."""

    step: TrackStep
    members: list[TrackMember]
    due: dict[int, DayWords]
    onward: tuple[Transition[TrackStep], ...] = ()
    is_final: bool = False
    is_first: bool = False
    is_at_hand: bool = True

    @property
    def is_late(self) -> bool:
        """Whether somebody's window is over before anything was proposed."""
        return any(words.tone == "late" and not one.active_on for one, words in self._with_words())

    def _with_words(self) -> list[tuple[TrackMember, DayWords]]:
        return [(one, self.due[one.id]) for one in self.members if one.id in self.due]

    @property
    def unmended(self) -> list[TrackMember]:
        """Whose decile was not mended since the card is active again."""
        return [one for one in self.members if one.active_on and not one.decile_fixed_on and not is_hidden(one)]


@dataclass(frozen=True)
class TrackLine:
    """A track on the case page: its groups, and whether everybody is at an end."""

    track: Track
    groups: list[StepGroup]

    @property
    def kind(self) -> TrackKind:
        return TrackKind(self.track.kind)

    @property
    def is_over(self) -> bool:
        return all(group.is_final for group in self.groups)


def load_track(case: Case, track_id: int) -> Track:
    """The track of the URL in a case that the viewer may open, else 404."""
    return find_track(case, track_id) or abort(404)


def track_url(case: Case, track_id: int) -> str:
    """The page of a track."""
    return url_for("track.show", number=case.number, track_id=track_id)


def groups_of(track: Track, members: Sequence[TrackMember], viewer: Viewer, hub: Hub, today: date) -> list[StepGroup]:
    """The people by step, furthest last, with the steps on that this viewer may take."""
    roles = {str(role) for role in viewer.roles}
    return [
        StepGroup(
            step=TrackStep(step),
            members=(people := list(rows)),
            due={one.id: words for one in people if (words := due_words_of(track.kind, track.wanted, one, hub, today))},
            onward=track_steps_from(track.kind, step, roles) if any(not is_hidden(one) for one in people) else (),
            is_at_hand=any(not is_hidden(one) for one in people),
            is_final=is_final(step),
            is_first=step == first_step(track.kind),
        )
        for step, rows in groupby(members, key=lambda one: one.step)
    ]


def lines_of(rows: Iterable[TrackMember], viewer: Viewer, hub: Hub, today: date) -> list[TrackLine]:
    """The tracks of a case, the newest first."""
    tracks = ((people[0].track, people) for _, people in ((key, list(one)) for key, one in _by_track(rows)))
    return [TrackLine(track, groups_of(track, people, viewer, hub, today)) for track, people in tracks]


def due_words_of(kind: str, wanted: str, member: Any, hub: Hub, today: date) -> DayWords | None:
    """What is due for one person, in words; nothing once the decile was mended."""
    if kind == TrackKind.USULAN:
        return entry_words(entry_day_of(wanted, hub, today), today) if member.step in UNENTERED else None
    days = {"deactivated_on": member.deactivated_on, "active_on": member.active_on}
    last = due_day(kind, member.step, months=hub.reactivation_months, **days)
    if kind == TrackKind.REAKTIVASI and member.step in UNPROPOSED[TrackKind.REAKTIVASI] and last is None:
        return DayWords("isi tanggal nonaktif, supaya batasnya terhitung", "")
    if last is None or (member.active_on and member.decile_fixed_on):
        return None
    return (decile_words if member.active_on else window_words)(last, today)


def card_window(person: Person, hub: Hub, today: date) -> DayWords | None:
    """The window of a PBI-JK card that is off, for the block on person and case."""
    is_off = person.insurance_status == InsuranceStatus.NONAKTIF and person.health_insurance == HealthInsurance.PBI
    if not is_off or not person.deactivated_on:
        return None
    return window_words(add_months(person.deactivated_on, hub.reactivation_months), today)


def path_items(track: Track, groups: Sequence[StepGroup]) -> list[dict[str, str]]:
    """The whole way for the macro `steps`: who is where, and what lies behind everybody."""
    path = PATHS[TrackKind(track.kind)]
    here = {group.step: len(group.members) for group in groups}
    first = min((path.index(step) for step in here if step in path), default=0)
    return [_path_item(step, here, path.index(step) < first) for step in path]


def log_lines(events: Sequence[TrackEvent], zone: str) -> list[LogLine]:
    """The log, newest first; one line for what happened to several people at once."""
    same = groupby(events, key=lambda one: (one.at, one.kind, one.to_step, one.on, one.text, one.actor_name))
    return [_line([*rows][::-1], zone) for _, rows in same]


def wanted_words(track: Track) -> str:
    """What is proposed, in words."""
    names = REGISTER_WORDS | names_of_programs(track.hub_id)
    return ", ".join(names.get(code, code) for code in track.wanted.split(",") if code)


def decile_remarks(track: Track, groups: Sequence[StepGroup]) -> list[str]:
    """Whose known decile is above the limit of what the track is for; advice, never a verdict."""
    wanted = {PBI} if track.kind == TrackKind.REAKTIVASI else set(track.wanted.split(","))
    programs = [one for one in list_programs(track.hub_id) if one.code in wanted and one.decile_limit]
    limits = {one.name: one.decile_limit for one in programs}
    people = [one.person for group in groups if not group.is_final for one in group.members]
    return [f"{one.name}: {said}" for one in people for said in decile_advice(one.decile, limits)]


def _by_track(rows: Iterable[TrackMember]) -> Iterable[tuple[int, Iterable[TrackMember]]]:
    return groupby(rows, key=lambda one: one.track_id)


def _path_item(step: TrackStep, here: dict[TrackStep, int], is_behind: bool) -> dict[str, str]:
    number = f" ({here[step]})" if step in here and sum(here.values()) > 1 else ""
    is_done = is_behind or (step in here and is_final(step))
    return {"label": step.label + number, "state": "done" if is_done else "current" if step in here else ""}


def _line(rows: list[TrackEvent], zone: str) -> LogLine:
    event = rows[0]
    names = ", ".join(row.member.person.name for row in rows)
    step = TrackStep(event.to_step).label if event.to_step else ""
    said = {
        TrackEventKind.MULAI: f"memulai jalur: {step}",
        TrackEventKind.MAJU: f"→ {step}",
        TrackEventKind.MUNDUR: f"kembali ke “{step}”",
        TrackEventKind.KOREKSI: f"memperbaiki “{step}”" if step else "memperbaiki data",
        TrackEventKind.DESIL: "mencatat desil sudah diperbaiki",
    }[TrackEventKind(event.kind)]
    facts = {name: getattr(event, name) for name in ("who", "number", "channel", "text")}
    told = facts_words(event.to_step, facts) if event.to_step else event.text
    parts = [names, told, f"Alasan: {event.reason}" if event.reason else ""]
    day, noted = show_short_date(event.on), show_moment(event.at, zone)
    is_same_day = noted.startswith(f"{day} ")
    said += "" if is_same_day else f" · dicatat {noted}"
    detail = "\n".join(part for part in parts if part)
    return LogLine(noted if is_same_day else day, event.actor_name, said, detail)
