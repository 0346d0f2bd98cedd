"""The registers of a period, read by key in pieces: cases, visitors, numbered letters, tasks.

A register is read by many: of a restricted case it tells initials and numbers, and nothing of what it is about. What
leaves the house (`leaves`) is without restricted cases and cancelled visits altogether.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from peewee import fn

from puskesos.models.book import GuestVisit
from puskesos.models.case import Case
from puskesos.queries.book_sources import Key, sources_of
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.book import CANCELLED, ELSEWHERE, GUEST, SECRET, BookFilter
from puskesos.rules.export_columns import ExportList
from puskesos.rules.intake import IntakeKind
from puskesos.rules.letter import LetterState
from puskesos.rules.names import initials
from puskesos.rules.viewer import Viewer

PAGE = 50
LETTER_HIDDEN = {"subject": SECRET, "addressee": SECRET, "void_reason": ""}
HIDDEN = {
    "nik": None,
    "occupation": "",
    "story": "",
    "result": "",
    "service_name": SECRET,
    "purpose": "",
} | LETTER_HIDDEN


def book_page(
    viewer: Viewer,
    book: ExportList,
    wanted: BookFilter,
    zone: str,
    *,
    after: Key | None = None,
    limit: int = PAGE + 1,
    leaves: bool = False,
) -> list[dict[str, Any]]:
    """Up to `limit` rows behind `after`, oldest first."""
    sources = sources_of(viewer, book, wanted, zone, leaves=leaves)
    rows = [_told(row, zone) for place, one in enumerate(sources) for row in one.page(place, after, limit)]
    if len(sources) > 1:
        rows.sort(key=key_of)
    return rows[:limit]


def read_book(
    viewer: Viewer, book: ExportList, wanted: BookFilter, zone: str, *, leaves: bool, piece: int = 1000
) -> Iterator[dict[str, Any]]:
    """Every row, read in pieces."""
    after: Key | None = None
    while True:
        rows = book_page(viewer, book, wanted, zone, after=after, limit=piece, leaves=leaves)
        yield from rows
        if len(rows) < piece:
            return
        after = key_of(rows[-1])


def count_book(viewer: Viewer, book: ExportList, wanted: BookFilter, zone: str, *, leaves: bool = False) -> int:
    """How many rows it has."""
    return sum(one.query.count() for one in sources_of(viewer, book, wanted, zone, leaves=leaves))


def count_restricted_in(viewer: Viewer, book: ExportList, wanted: BookFilter, zone: str) -> int:
    """How many of its rows belong to restricted cases."""
    sources = sources_of(viewer, book, wanted, zone, leaves=False)
    return sum(one.query.where(Case.restricted).count() for one in sources if one.id.model is not GuestVisit)


def count_visitors(viewer: Viewer, wanted: BookFilter, zone: str) -> int:
    """How many people the book of visitors counts: one for each case, and who came along without one."""
    cases, guests = sources_of(viewer, ExportList.TAMU, wanted, zone, leaves=False)
    live = guests.query.where(GuestVisit.cancelled_at.is_null())
    return cases.query.count() + (live.select(fn.SUM(GuestVisit.people)).scalar() or 0)


def key_of(row: dict[str, Any]) -> Key:
    """Where in its register a row stands."""
    return row["day"], row["source"], row["id"]


def find_guest(viewer: Viewer, guest_id: int) -> GuestVisit | None:
    """A visit that was noted in the viewer's hub."""
    return GuestVisit.get_or_none(GuestVisit.id == guest_id, GuestVisit.hub == viewer.hub_id)


def _told(row: dict[str, Any], zone: str) -> dict[str, Any]:
    """The row as a register tells it."""
    if row.get("restricted"):
        row |= {name: text for name, text in HIDDEN.items() if name in row}
        row |= {name: initials(row[name]) for name in ("client_name", "visitor") if name in row}
    if "visitor" in row:
        row |= _visitor(row)
    if "letter_state" in row:
        void = row["letter_state"] == LetterState.BATAL
        row["remark"] = f"{CANCELLED}. {row['void_reason']}".strip() if void else ""
    if "task_state" in row:
        done = row["task_state"] == AssignmentState.DISETUJUI
        row["day"] = row["day"].astimezone(ZoneInfo(zone)).date()
        row["done_on"] = row["state_since"].astimezone(ZoneInfo(zone)).date() if done else None
    return row


def _visitor(row: dict[str, Any]) -> dict[str, Any]:
    if "guest_id" in row:
        is_void = row["cancelled_at"] is not None
        came = {"visitor": row["visitor"] or GUEST, "village_name": row["village_name"] or ELSEWHERE}
        return came | {"remark": CANCELLED if is_void else "", "case_number": "", "nik": None, "void": is_void}
    known = next((kind.label for kind in IntakeKind if kind == row["purpose"]), row["purpose"])
    return {"purpose": known, "remark": row["case_number"], "guest_id": None, "void": False}
