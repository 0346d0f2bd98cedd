"""An export in words and addresses: the list's filter read back, and the columns grouped by how they leave."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from flask import url_for

from puskesos.queries.export import Wanted
from puskesos.rules.export import ExportList, left_out, shown_columns
from puskesos.views import case, person

FOUND = "warga"  # ids of the people of a search result, "12.7.31"
_FILTERED = {ExportList.WARGA: (*person.FILTERED, FOUND), ExportList.KASUS: case.FILTERED}
_LISTS = {ExportList.WARGA: "person.index", ExportList.KASUS: "case.index"}
MEGABYTE = 1024 * 1024


def told_by_address(kind: ExportList, given: Mapping[str, str]) -> str:
    """The filter in the list's address, as one text that a hidden field carries."""
    return urlencode({name: given[name] for name in _FILTERED[kind] if name in given})


def wanted_of(kind: ExportList, told: str) -> Wanted:
    """What `told_by_address` said; nonsense is no filter, and an unreadable search result is nobody."""
    given = dict(parse_qsl(told, keep_blank_values=True))
    if kind == ExportList.KASUS:
        return Wanted(kind, cases=case.read_filter(given))
    ids = tuple(dict.fromkeys(int(part) for part in given.get(FOUND, "").split(".") if _is_id(part)))
    return Wanted(
        kind, people=person.read_filter(given), ids=(ids or (0,))[: person.MOST_FOUND] if FOUND in given else ()
    )


def list_url(wanted: Wanted, told: str) -> str:
    """Back to the list as it was filtered; without what was typed."""
    given = dict(parse_qsl(told, keep_blank_values=True))
    kept = {name: given[name] for name in _FILTERED[wanted.list] if name in given and name not in {FOUND, "cari"}}
    return url_for(_LISTS[wanted.list], **kept)


def columns_in_words(kind: ExportList, *, names: bool) -> dict[str, object]:
    """Titles of the columns by how they leave, and of those that do not."""
    groups: dict[str, list[str]] = {}
    for column, how in shown_columns(kind, names=names):
        groups.setdefault(how.label, []).append(column.title)
    return {"columns": list(groups.items()), "left_out": left_out(kind, names=names)}


def file_size(path: Path) -> str:
    """Like "12,3 MB"."""
    size = path.stat().st_size / MEGABYTE
    return f"{size:.1f} MB".replace(".", ",") if size >= 0.1 else "kurang dari 0,1 MB"


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
