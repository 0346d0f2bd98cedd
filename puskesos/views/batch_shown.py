"""What a batch is asked to hold, read from an address: chosen cases, a filtered list, a month, a day, a volunteer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlencode

from werkzeug.datastructures import MultiDict

from puskesos import clock
from puskesos.errors import NotAllowed
from puskesos.queries.print_batch import (
    cases_of_month,
    chosen_cases,
    day_of_volunteer,
    filtered_cases,
    unprinted_of_day,
)
from puskesos.queries.volunteer import find_volunteer_user
from puskesos.rules.activity import read_month
from puskesos.rules.dates import show_date
from puskesos.rules.permissions import Permission
from puskesos.rules.print_batch import BatchKind, BatchPaper, Part, parts_of_cases
from puskesos.security.guard import viewer
from puskesos.views import case
from puskesos.views.answer import found, hub_today

ASKED = ("jenis", "kasus", "semua", "bulan", "hari", "relawan", *case.FILTERED)


@dataclass(frozen=True)
class Wanted:
    """What is to be printed together; `back` is where it was chosen."""

    kind: BatchKind
    title: str
    parts: list[Part]
    back: str


def told_by_address(given: MultiDict[str, str]) -> str:
    """What the address asks for, as one text that a hidden field carries."""
    return urlencode([(name, value) for name in ASKED for value in given.getlist(name)])


def wanted_of(told: str, papers: Sequence[BatchPaper]) -> Wanted:
    """What `told_by_address` said; `papers` are printed of each chosen case. Nonsense is nothing, or today."""
    given = MultiDict(parse_qs(told, keep_blank_values=True))
    kind = given.get("jenis", "")
    reader = _READERS.get(kind)
    return reader(given) if reader else _chosen(given, papers)


def _chosen(given: MultiDict[str, str], papers: Sequence[BatchPaper]) -> Wanted:
    if given.get("semua") == "1":
        numbers = filtered_cases(viewer(), case.read_filter(given), hub_today(), clock.now())
    else:
        numbers = chosen_cases(viewer(), given.getlist("kasus"), clock.now())
    return Wanted(BatchKind.PILIHAN, f"{len(numbers)} kasus pilihan", parts_of_cases(numbers, papers), "/kasus")


def _unprinted(given: MultiDict[str, str]) -> Wanted:
    day = _day(given.get("hari", ""))
    return Wanted(
        BatchKind.BELUM_DICETAK, f"Belum dicetak, {show_date(day)}", unprinted_of_day(viewer(), day, clock.now()), INDEX
    )


def _month(given: MultiDict[str, str]) -> Wanted:
    month = read_month(given.get("bulan", ""), hub_today())
    parts = parts_of_cases(cases_of_month(viewer(), month.first, clock.now()), [BatchPaper.TANDA_TERIMA])
    return Wanted(BatchKind.TANDA_TERIMA, f"Tanda terima {month.label}", parts, INDEX)


def _volunteer(given: MultiDict[str, str]) -> Wanted:
    if not viewer().can(Permission.ASSIGN):
        raise NotAllowed
    text = given.get("relawan", "")
    user_id = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    user = found(find_volunteer_user(viewer().hub_id, user_id))
    title = f"Hari {user.name}, {show_date(hub_today())}"
    return Wanted(
        BatchKind.HARI_RELAWAN, title, day_of_volunteer(viewer(), user.id, clock.now()), f"/relawan/{user.id}"
    )


def _day(text: str) -> date:
    try:
        return min(date.fromisoformat(text), hub_today())
    except ValueError:
        return hub_today()


INDEX = "/cetak/kumpulan"
_READERS = {
    str(BatchKind.BELUM_DICETAK): _unprinted,
    str(BatchKind.TANDA_TERIMA): _month,
    str(BatchKind.HARI_RELAWAN): _volunteer,
}
