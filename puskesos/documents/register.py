"""The register of a period on landscape paper, with the closing lines of a book: totals, Mengetahui, koordinator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from puskesos import clock
from puskesos.documents.paper import Letterhead, imprint, label_of, letterhead, render, shorten
from puskesos.formatting import show_date
from puskesos.models.hub import Hub
from puskesos.queries.register import MOST_ROWS
from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.nik import mask_number
from puskesos.rules.outcome import ResultCode
from puskesos.rules.period import Period

MOST_PAGES = 60
MOST_NEED, MOST_NAME, MOST_WORK = 70, 100, 50  # a book of the office cuts nobody's name
TITLE = "Buku register"
HEADINGS = (  # with widths in percent
    ("No.", 3), ("Tanggal", 7), ("No. registrasi", 11), ("Nama", 10), ("NIK", 10), ("Desa", 7), ("Pekerjaan", 7),
    ("Keperluan / masalah", 10), ("Layanan", 8), ("Petugas", 6), ("Tindak lanjut", 7), ("Tanggal selesai", 7),
    ("Ket.", 7),
)  # fmt: skip


@dataclass(frozen=True)
class Register:
    """Ready texts; `total` tells how many there are and how they stand."""

    head: Letterhead
    period: str
    headings: tuple[tuple[str, int], ...]
    lines: list[tuple[str, ...]]
    left: bool
    total: str
    place_and_day: str
    title: str = "BUKU REGISTER LAYANAN"
    empty: str = "Tidak ada kasus pada masa ini."


def register_html(
    rows: Sequence[Any],
    period: Period,
    names: Mapping[int, str],
    hub: Hub,
    *,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    village: str = "",
    **frame: object,
) -> str:
    """The paper of rows of queries.register; `names` are users by id, `village` is named where it holds only one."""
    number = f"REGISTER {period.first:%d-%m-%Y} s.d. {period.last:%d-%m-%Y}"
    marks = imprint(hub, number, restricted=False, printed_by=printed_by, now=now)
    register = Register(
        head=letterhead(hub),
        period=f"{period.words}, {village}" if village else period.words,
        headings=HEADINGS,
        lines=[_line(place, row, names, hub.zone) for place, row in enumerate(rows[:MOST_ROWS], 1)],
        left=len(rows) > MOST_ROWS,
        total=_total(rows[:MOST_ROWS]),
        place_and_day=f"{hub.district}, {show_date(clock.today(hub.zone, now))}",
    )
    return render("register", TITLE, marks, screen=screen, register=register, **frame)


def _line(place: int, row: Any, names: Mapping[int, str], zone: str) -> tuple[str, ...]:
    closed = row.closed_at.astimezone(ZoneInfo(zone)).date() if row.closed_at else None
    return (
        str(place),
        f"{row.registered_on:%d-%m-%Y}",
        row.number,
        shorten(row.client_name, MOST_NAME),
        mask_number(row.nik) if row.nik else "",
        row.village_name,
        shorten(row.occupation, MOST_WORK),
        shorten(row.story, MOST_NEED),
        row.service_name,
        names.get(row.created_by, ""),
        label_of(CaseState, row.state),
        f"{closed:%d-%m-%Y}" if closed else "",
        label_of(ResultCode, row.result) if row.result else "",
    )


def _total(rows: Sequence[Any]) -> str:
    states = Counter(row.state for row in rows)
    still = sum(count for state, count in states.items() if state in OPEN_STATES)
    done, refused = states[CaseState.SELESAI], states[CaseState.DITOLAK] + states[CaseState.BATAL]
    return f"Jumlah {len(rows)} kasus: {done} selesai, {still} dalam proses, {refused} tidak dilayani atau batal."
