"""When a case's time stands still: while the family gathers papers, or while an office (never in an emergency, where
the hub stays with it until the office has acted), Kemensos or BPJS has yet to answer.
Nothing is stored as late or paused: a pause is read from the state and the letters, and when it ends the due date
moves once by the working days it lasted, so that lists may sort and compare by the stored day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from puskesos.rules.case_path import CaseState
from puskesos.rules.deadlines import add_working_days, working_days_between
from puskesos.rules.intake import Priority

PAPERS, OFFICE = "berkas keluarga", "jawaban instansi"


@dataclass(frozen=True, slots=True)
class Pause:
    """Time standing still since a day; `waits_for` reads after "menunggu"."""

    since: date
    waits_for: str


@dataclass(frozen=True, slots=True)
class Wait:
    """From when to when somebody outside owed an answer, to a letter or on a guided way; no `until`: still owed."""

    since: datetime
    until: datetime | None
    waits_for: str = OFFICE


def waits_for_office(state: str, priority: str) -> bool:
    """Whether letters that are out stop the time of such a case."""
    return state == CaseState.DIRUJUK and priority != Priority.DARURAT


def pause_of(state: str, priority: str, since: datetime, waits: Sequence[Wait], zone: str) -> Pause | None:
    """The pause a case is in, which has stood in `state` since that moment; None while its time runs.

    Waits that overlap are one pause. What is served here and an emergency wait for no office, only on guided ways.
    """
    if state == CaseState.PERLU_PERBAIKAN:
        return Pause(day_of(since, zone), PAPERS)
    if state not in {CaseState.DIRUJUK, CaseState.DILAYANI}:
        return None
    counted = [one for one in waits if one.waits_for != OFFICE or waits_for_office(state, priority)]
    started = waiting_since(counted)
    whom = dict.fromkeys(one.waits_for for one in counted if one.until is None)
    return Pause(day_of(max(started, since), zone), " dan ".join(whom)) if started else None


def waiting_since(waits: Sequence[Wait]) -> datetime | None:
    """Since when at least one answer was owed without a break; None when all have come."""
    waiting = [one.since for one in waits if one.until is None]
    if not waiting:
        return None
    start = min(waiting)
    for one in sorted((one for one in waits if one.until), key=lambda one: one.since, reverse=True):
        if one.until and one.until > start:
            start = min(start, one.since)
    return start


def paused_days(pause: Pause, today: date, days_off: Collection[date] = ()) -> int:
    """Working days that the pause has lasted."""
    return max(0, working_days_between(pause.since, today, days_off))


def due_after(due_on: date, pause: Pause, today: date, days_off: Collection[date] = ()) -> date:
    """The due date when the pause ends today: as many working days later as it lasted."""
    return add_working_days(due_on, paused_days(pause, today, days_off), days_off)


def pause_words(pause: Pause, today: date, days_off: Collection[date] = ()) -> str:
    """Like "waktu berhenti: menunggu berkas keluarga sejak 12-11 (3 hari kerja)"."""
    days = paused_days(pause, today, days_off)
    lasted = f" ({days} hari kerja)" if days else ""
    return f"waktu berhenti: menunggu {pause.waits_for} sejak {pause.since:%d-%m}{lasted}"


def resumed_words(pause: Pause, due_on: date, today: date, days_off: Collection[date] = ()) -> str:
    """The line of history when the clock goes on."""
    days = paused_days(pause, today, days_off)
    return f"Batas waktu menjadi {due_on:%d-%m-%Y}: waktu berhenti {days} hari kerja, menunggu {pause.waits_for}."


def day_of(moment: datetime, zone: str) -> date:
    """The calendar day of a moment where the hub is."""
    return moment.astimezone(ZoneInfo(zone)).date()
