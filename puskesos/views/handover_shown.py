"""How a handover is composed and reads: since when, one line per case, names as this viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from puskesos.formatting import show_moment, show_short_date
from puskesos.models.hub import Hub
from puskesos.queries.handover import (
    entries_since,
    last_handover,
    last_sign_in_before,
    names_of_cases,
    never_unseen,
    papers_promised,
    referrals_unanswered,
    visits_due,
    window,
)
from puskesos.rules.case_path import CaseState
from puskesos.rules.handover import LONGEST, Line, Part, Since, part, waits_for
from puskesos.rules.history import entry_verb
from puskesos.rules.intake import Priority
from puskesos.rules.viewer import Viewer

CLOSED_DOOR = "Kasus terbatas; tanyakan kepada petugasnya."


@dataclass(frozen=True)
class ShownLine:
    """A line with the client's name as this viewer may read it; `may_open` says whether to link."""

    number: str
    name: str
    text: str
    may_open: bool


@dataclass(frozen=True)
class ShownPart:
    """A part of a handover ready to show."""

    title: str
    lines: list[ShownLine]
    more: int


def beginnings(viewer: Viewer, hub: Hub, now: datetime) -> dict[str, datetime]:
    """The moments a handover can begin at, by Since, the best guess first; none is older than a week."""
    zone = ZoneInfo(hub.zone)
    morning = datetime.combine(now.astimezone(zone).date(), time.min, zone)
    last, signed_in = last_handover(viewer), last_sign_in_before(viewer, morning)
    found: dict[str, datetime | None] = {
        Since.TERAKHIR: last.created_at if last else None,
        Since.MASUK: datetime.combine(signed_in.astimezone(zone).date(), time.min, zone) if signed_in else None,
        Since.HARI_INI: morning,
        Since.KEMARIN: morning - timedelta(days=1),
    }
    return {str(key): max(moment, now - LONGEST) for key, moment in found.items() if moment}


def compose(viewer: Viewer, since: datetime, now: datetime, zone: str) -> list[Part]:
    """The parts of a handover that begins at `since`; parts without anything to say are left out.

    On top what nobody may leave unseen, whoever did it; then the worker's own cases and what is due.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    first, last = window(today)
    open_ones = never_unseen(viewer)
    urgent = [row for row in open_ones if row.priority == Priority.DARURAT]
    parts = [
        part("Darurat yang masih terbuka", [_standing(row, zone) for row in urgent]),
        part("Penetapan menyusul", [_undecided(row, zone) for row in open_ones if row.decision_pending]),
        part("Kasus yang dikerjakan", _touched(entries_since(viewer, since))),
        part("Berkas dijanjikan keluarga", [_promise(row) for row in papers_promised(viewer, first, last)]),
        part("Kunjungan sampai besok", [_visit(row) for row in visits_due(viewer, last)]),
        part("Rujukan lewat waktu jawab", [_referral(row) for row in referrals_unanswered(viewer, today)]),
    ]
    return [each for each in parts if each.lines]


def named(viewer: Viewer, parts: Sequence[Part]) -> list[ShownPart]:
    """The parts with names; of a case behind closed doors nothing but initials."""
    names = names_of_cases(viewer, {line.number for each in parts for line in each.lines})

    def shown(line: Line) -> ShownLine:
        known = names.get(line.number)
        if known is None or not known.may_open:
            return ShownLine(line.number, known.name if known else "", CLOSED_DOOR, may_open=False)
        return ShownLine(line.number, known.name, line.text, may_open=True)

    return [ShownPart(each.title, [shown(line) for line in each.lines], each.more) for each in parts]


def _touched(entries: Iterable[Any]) -> list[Line]:
    """One line per case: where the worker moved it, else what was done last, and what it waits for now."""
    done: dict[str, Any] = {}
    for entry in entries:
        known = done.get(entry.number)
        if known is None or (entry.to_state and not known.to_state):
            done[entry.number] = entry
    return [Line(number, _did(entry)) for number, entry in done.items()]


def _did(entry: Any) -> str:
    verb = entry_verb(entry.kind, entry.from_state, entry.to_state)
    now = f"sekarang {CaseState(entry.state).label}" if entry.state != entry.to_state else ""
    said = "; ".join(text for text in (verb, now, waits_for(entry.state)) if text)
    return f"{said[:1].upper()}{said[1:]}."


def _standing(row: Any, zone: str) -> Line:
    waits = waits_for(row.state)
    since = show_moment(row.state_since, zone)
    return Line(row.number, f"{CaseState(row.state).label} sejak {since}{f'; {waits}' if waits else ''}.")


def _undecided(row: Any, zone: str) -> Line:
    since = show_moment(row.state_since, zone)
    return Line(row.number, f"Sudah ditangani sejak {since}; menunggu penetapan koordinator.")


def _promise(row: Any) -> Line:
    return Line(row.number, f"{row.name}: dijanjikan {show_short_date(row.promised_on)}.")


def _visit(row: Any) -> Line:
    return Line(row.number, f"{row.volunteer}: laporan paling lambat {show_short_date(row.due_on)}.")


def _referral(row: Any) -> Line:
    return Line(row.number, f"{row.agency}: jawaban ditunggu sejak {show_short_date(row.answer_due_on)}.")
