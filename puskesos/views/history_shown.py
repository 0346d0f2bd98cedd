"""How the history of a case reads: who did what and when, in words, and what a corrected entry said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from puskesos.formatting import show_moment
from puskesos.models.attachment import EntryCorrection
from puskesos.models.case import Case, CaseEvent
from puskesos.queries.case_page import CasePage
from puskesos.rules.history import entry_kind, entry_verb, may_correct
from puskesos.rules.viewer import Viewer

CorrectionsByEntry = Mapping[int, list[EntryCorrection]]


@dataclass(frozen=True)
class HistoryLine:
    """One line of a timeline that nobody corrects."""

    when: str
    who: str
    text: str
    detail: str


@dataclass(frozen=True)
class HistoryEntry:
    """One entry ready to show; `before` pairs "diperbaiki oleh …" with the old words, newest first."""

    id: int
    when: str
    who: str
    text: str
    detail: str
    before: tuple[tuple[str, str], ...]
    correct_url: str


def history_entries(
    case: Case, events: list[CaseEvent], corrections: CorrectionsByEntry, viewer: Viewer, zone: str, now: datetime
) -> list[HistoryEntry]:
    """The events as queries give them, newest first."""
    return [
        HistoryEntry(
            id=event.id,
            when=show_moment(event.at, zone),
            who=f"{event.actor_name} ({event.actor_role})",
            text=entry_verb(event.kind, event.from_state, event.to_state),
            detail=event.text,
            before=tuple(_before(row, zone) for row in corrections.get(event.id, [])),
            correct_url=_correct_url(case, event, viewer, now),
        )
        for event in events
    ]


def older_url(page: CasePage) -> str:
    """Where the whole history stands; empty when the case page shows all of it."""
    return url_for("history.show", number=page.case.number) if page.has_older_events else ""


def _before(row: EntryCorrection, zone: str) -> tuple[str, str]:
    because = f": {row.reason}" if row.reason else ""
    return f"diperbaiki oleh {row.by_name} ({row.by_role}) pada {show_moment(row.created_at, zone)}{because}", row.was


def _correct_url(case: Case, event: CaseEvent, viewer: Viewer, now: datetime) -> str:
    kind = entry_kind(event.kind, event.to_state, event.text)
    if kind is None or not may_correct(viewer, event.actor_id, event.at, now):
        return ""
    return url_for("history.correct", number=case.number, event_id=event.id)
