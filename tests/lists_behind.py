"""Whether each figure of a month has exactly its list, as a viewer may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from puskesos.models import Hub
from puskesos.queries.report_behind import behind
from puskesos.queries.report_list import ItemList, list_items
from puskesos.queries.report_read import read_items
from puskesos.rules.activity import Month
from puskesos.rules.report import UNKNOWN, Counted, Item, Parted, items_of
from puskesos.rules.viewer import Viewer

ALL = 5000
NOBODY = ("999999999", "nol\0", "\N{ARABIC-INDIC DIGIT THREE}")  # no part has one of these


def check_lists(hub: Hub, month: Month, items: Sequence[Item], viewer: Viewer) -> None:
    """Every set, whole and by each part that occurs in it, by what is not known, and by what nobody has."""
    for counted in Counted:
        mine = [item for item in items if item.counted == counted]
        for parts in [{}, *narrowings(mine)]:
            told = list_items(viewer, read_items(items_of(mine, counted, parts)), page=ALL)
            found = list_items(viewer, behind(hub, month, counted, parts), page=ALL)
            assert lines(found) == lines(told), (str(month), counted, parts)
            assert (found.total, found.hidden) == (told.total, told.hidden), (str(month), counted, parts)


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
