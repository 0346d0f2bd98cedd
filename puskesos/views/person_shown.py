"""How a person's history reads: the fields changed at one moment in one line, codes in words, numbers masked."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from puskesos.formatting import show_date, show_moment
from puskesos.models.person import PersonChange
from puskesos.queries.person import PersonPage
from puskesos.rules.person import FIELD_LABELS, ChangeSource, show_value
from puskesos.views.history_shown import HistoryLine
from puskesos.views.merging_shown import merge_lines

DAYS = {"birth_date", "status_on", "decile_on", "deactivated_on"}


def person_history(page: PersonPage, villages: dict[str, str], zone: str) -> list[HistoryLine]:
    """Corrections and merges, newest first; `villages` gives names by id as text."""
    told = [*merge_lines(page.merges, page.person.id, zone), *change_lines(page, villages, zone)]
    return [line for _, line in sorted(told, key=lambda one: one[0], reverse=True)]


def change_lines(page: PersonPage, villages: dict[str, str], zone: str) -> list[tuple[datetime, HistoryLine]]:
    """The corrections, each with its moment, newest first."""
    lines = []
    for (at, who, source, reason), changes in groupby(page.changes, key=_moment):
        told = [_told(change, villages, page.households) for change in changes]
        how = "" if source == ChangeSource.TANGAN else f" ({ChangeSource(source).label})"
        detail = "\n".join(reversed(told)) + (f"\nAlasan: {reason}" if reason else "")
        lines.append((at, HistoryLine(when=show_moment(at, zone), who=who + how, text="", detail=detail)))
    return lines


def _moment(change: PersonChange) -> tuple[datetime, str, str, str]:
    return change.at, change.actor_name, change.source, change.reason


def _told(change: PersonChange, villages: dict[str, str], households: dict[str, str]) -> str:
    old, new = (_shown(change.field, text, villages, households) for text in (change.old, change.new))
    return f"{FIELD_LABELS.get(change.field, change.field)}: {old} → {new}"


def _shown(field: str, text: str, villages: dict[str, str], households: dict[str, str]) -> str:
    if not text:
        return "kosong"
    if field == "village_id":
        return villages.get(text, "desa lain")
    if field == "household_id":
        return households.get(text, "keluarga lain")
    if field in DAYS:
        return show_date(date.fromisoformat(text))
    return show_value(field, text)
