"""The books beside the register (visitors, letters, tasks) on the register's landscape paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from puskesos import clock
from puskesos.documents.paper import imprint, label_of, letterhead, render, shorten
from puskesos.documents.register import MOST_NAME, MOST_NEED, Register
from puskesos.formatting import show_date
from puskesos.models.hub import Hub
from puskesos.rules.assignment_path import AssignmentKind, AssignmentState
from puskesos.rules.book import HEADINGS, PAPER_TITLES
from puskesos.rules.code import Code
from puskesos.rules.export_columns import ExportList
from puskesos.rules.letter import LetterKind
from puskesos.rules.nik import mask_number
from puskesos.rules.period import Period

MOST_PRINTED = 600
LONG = {"visitor": MOST_NAME, "purpose": MOST_NEED, "subject": MOST_NEED, "addressee": MOST_NEED, "remark": MOST_NEED}
LABELS: dict[str, type[Code]] = {
    "letter_kind": LetterKind,
    "task_kind": AssignmentKind,
    "task_state": AssignmentState,
}
UNITS = {ExportList.TAMU: "kunjungan", ExportList.SURAT: "surat", ExportList.PENUGASAN: "penugasan"}


def book_html(
    book: ExportList,
    rows: Sequence[Mapping[str, Any]],
    period: Period,
    village: str,
    hub: Hub,
    *,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper of rows of queries.book; more than MOST_PRINTED are told at its end. `village`: empty for all."""
    number = f"{book.label.upper()} {period.first:%d-%m-%Y} s.d. {period.last:%d-%m-%Y}"
    marks = imprint(hub, number, restricted=False, printed_by=printed_by, now=now)
    columns = HEADINGS[book]
    register = Register(
        head=letterhead(hub),
        period=f"{period.words}, {village}" if village else period.words,
        headings=(("No.", 3), *((title, width) for _, title, width in columns)),
        lines=[_line(place, row, columns) for place, row in enumerate(rows[:MOST_PRINTED], 1)],
        left=len(rows) > MOST_PRINTED,
        total=_total(book, rows[:MOST_PRINTED]),
        place_and_day=f"{hub.district}, {show_date(clock.today(hub.zone, now))}",
        title=PAPER_TITLES[book],
        empty=f"Tidak ada {UNITS[book]} pada masa ini.",
    )
    return render("register", book.label, marks, screen=screen, register=register, **frame)


def cell_text(field: str, value: Any) -> str:
    """What stands in a cell of a book."""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if field == "nik":
        return mask_number(value) if value else ""
    if field in LABELS:
        return label_of(LABELS[field], value)
    text = "" if value is None else str(value)
    return shorten(text, LONG[field]) if field in LONG else text


def _line(place: int, row: Mapping[str, Any], columns: Sequence[tuple[str, str, int]]) -> tuple[str, ...]:
    return (str(place), *(cell_text(field, row.get(field)) for field, _, _ in columns))


def _total(book: ExportList, rows: Sequence[Mapping[str, Any]]) -> str:
    if book == ExportList.TAMU:
        live = [row for row in rows if not row["void"]]
        return f"Jumlah {len(live)} kunjungan, {sum(row['people'] for row in live)} orang."
    if book == ExportList.PENUGASAN:
        done = sum(row["done_on"] is not None for row in rows)
        return f"Jumlah {len(rows)} penugasan, {done} selesai."
    return f"Jumlah {len(rows)} surat, {sum(bool(row['remark']) for row in rows)} batal."
