"""An export in words and addresses: the list's filter read back, and the columns grouped by how they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from flask import url_for

from puskesos.queries.export import Wanted
from puskesos.rules.book import BookFilter
from puskesos.rules.export import ExportList, left_out, shown_columns
from puskesos.rules.export_columns import BOOKS
from puskesos.rules.period import read_period
from puskesos.views import case, person
from puskesos.views.answer import hub_today

FOUND = "warga"  # ids of the people of a search result, "12.7.31"
BOOK_FILTERED = ("dari", "sampai", "bulan", "desa")
_FILTERED = {ExportList.WARGA: (*person.FILTERED, FOUND), ExportList.KASUS: case.FILTERED}
_FILTERED |= dict.fromkeys(BOOKS, BOOK_FILTERED)
_LISTS = {ExportList.WARGA: "person.index", ExportList.KASUS: "case.index"}
_HERE = {ExportList.WARGA: "export.people", ExportList.KASUS: "export.cases"}
_UNITS = {ExportList.WARGA: "orang", ExportList.KASUS: "kasus", ExportList.REGISTER: "kasus"}
MEGABYTE = 1024 * 1024


def told_by_address(kind: ExportList, given: Mapping[str, str]) -> str:
    """The filter in the list's address, as one text that a hidden field carries."""
    return urlencode({name: given[name] for name in _FILTERED[kind] if name in given})


def wanted_of(kind: ExportList, told: str) -> Wanted:
    """What `told_by_address` said; nonsense is no filter, and an unreadable search result is nobody."""
    given = dict(parse_qsl(told, keep_blank_values=True))
    if kind == ExportList.KASUS:
        return Wanted(kind, cases=case.read_filter(given))
    if kind in BOOKS:
        return Wanted(kind, book=read_book_filter(given))
    ids = tuple(dict.fromkeys(int(part) for part in given.get(FOUND, "").split(".") if _is_id(part)))
    return Wanted(
        kind, people=person.read_filter(given), ids=(ids or (0,))[: person.MOST_FOUND] if FOUND in given else ()
    )


def read_book_filter(given: Mapping[str, str]) -> BookFilter:
    """The period and the village that an address of a register names; nonsense is this month and all villages."""
    period = read_period(given.get("dari", ""), given.get("sampai", ""), given.get("bulan", ""), hub_today())
    village = given.get("desa", "")
    return BookFilter.of(period, int(village) if _is_id(village) else None)


def words_of(kind: ExportList) -> dict[str, str]:
    """How the page of an export calls its list and what stands in it, and where the page is."""
    here = url_for("export.book", book=kind) if kind in BOOKS else url_for(_HERE[kind])
    return {"title": f"Unduh {kind.label.lower()}", "unit": _UNITS.get(kind, "baris"), "here": here}


def list_url(wanted: Wanted, told: str) -> str:
    """Back to the list as it was filtered; without what was typed."""
    given = dict(parse_qsl(told, keep_blank_values=True))
    kept = {name: given[name] for name in _FILTERED[wanted.list] if name in given and name not in {FOUND, "cari"}}
    if wanted.is_book:
        return url_for("book.show", book=wanted.list, **kept)
    return url_for(_LISTS[wanted.list], **kept)


def columns_in_words(kind: ExportList, *, names: bool) -> dict[str, object]:
    """Titles of the columns by how they leave, and of those that do not."""
    groups: dict[str, list[str]] = {}
    for column, how in shown_columns(kind, names=names):
        groups.setdefault(how.label, []).append(column.title)
    return {"columns": list(groups.items()), "left_out": left_out(kind, names=names)}


def titles_of(kind: ExportList, fields: Sequence[str], *, names: bool) -> str:
    """The columns of a set that this person gets, in words."""
    return ", ".join(column.title for column, _ in shown_columns(kind, names=names, fields=fields))


def file_size(path: Path) -> str:
    """Like "12,3 MB"."""
    size = path.stat().st_size / MEGABYTE
    return f"{size:.1f} MB".replace(".", ",") if size >= 0.1 else "kurang dari 0,1 MB"


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
