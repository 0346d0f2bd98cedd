"""Whether each figure of a month has exactly its list, as a viewer may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from puskesos.models import Case, Hub
from puskesos.queries.case import may_open
from puskesos.queries.report_behind import behind
from puskesos.queries.report_list import ItemList, list_items
from puskesos.queries.report_read import read_items
from puskesos.rules.activity import Month
from puskesos.rules.report import UNKNOWN, Counted, Item, Parted, items_of
from puskesos.rules.viewer import Viewer

ALL = 5000
NOBODY = ("999999999", "nol\0", "\N{ARABIC-INDIC DIGIT THREE}")  # no part has one of these


def check_lists(hub: Hub, month: Month, items: Sequence[Item], viewer: Viewer) -> bool:
    """Every set, whole and by each part that occurs in it, by what is not known, and by what nobody has. Tells whether
    something was hidden."""
    is_hidden = False
    closed = {case.id for case in Case.select() if not may_open(viewer, case)}
    for counted in Counted:
        mine = [item for item in items if item.counted == counted]
        for parts in [{}, *narrowings(mine)]:
            told = items_of(mine, counted, parts)
            opened = [item for item in told if item.case not in closed]
            is_hidden |= len(opened) < len(told)
            for rows in (read_items(told), behind(hub, month, counted, parts)):
                found = list_items(viewer, rows, page=ALL)
                assert lines(found) == [(item.on, item.id, item.case or 0) for item in opened], (str(month), parts)
                assert (found.total, found.hidden) == (len(told), len(told) - len(opened)), (str(month), parts)
    return is_hidden


def narrowings(items: Sequence[Item]) -> Iterator[dict[str, str]]:
    seen = sorted({pair for item in items for pair in item.parts.items()})
    yield from ({name: value} for name, value in seen)
    for part in Parted if seen else ():
        yield from ({str(part): value} for value in (UNKNOWN, *NOBODY))
    yield from ({**dict([one]), **dict([other])} for one, other in zip(seen, seen[len(seen) // 2 :], strict=False))


def lines(found: ItemList) -> list[tuple[object, ...]]:
    """What is listed, by day; what happened on the same day in no promised order."""
    days = [line.item.on for line in found.lines]
    assert days == sorted(days)
    return sorted((line.item.on, line.item.id, line.item.case or 0) for line in found.lines)
