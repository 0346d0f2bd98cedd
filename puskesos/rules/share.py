"""A part of a whole in whole percent, as the report writes it; of what was closed, the part in time and in the hub."""

from __future__ import annotations

from collections.abc import Sequence

from puskesos.rules.report import C
from puskesos.rules.report_tables import Section

SHARES = {C.TEPAT: "% tepat", C.DI_HUB: "% di hub"}  # parts of the closed cases, with the titles of their columns


def share_of(part: int, whole: int) -> float | None:
    """Part of whole; None of nothing."""
    return part / whole if whole else None


def whole_percent(share: float) -> int:
    """Rounded half up; 0 and 100 are said only where nothing or everything is meant."""
    return max(1, min(int(share * 100 + 0.5), 99)) if 0 < share < 1 else round(share * 100)


def percent(part: int, whole: int) -> int | None:
    """The same of a part of a whole; None without a whole."""
    share = share_of(part, whole)
    return None if share is None else whole_percent(share)


def share_words(part: int, whole: int) -> str:
    """Like "80%"; empty without a whole."""
    found = percent(part, whole)
    return "" if found is None else f"{found}%"


def share_of_done(section: Section, figures: Sequence[int], place: int) -> str:
    """What part of a line's closed cases the figure at `place` is, like "80%"; empty where that says nothing."""
    counted = [column.counted for column in section.columns]
    if counted[place] not in SHARES or C.SELESAI not in counted:
        return ""
    return share_words(figures[place], figures[counted.index(C.SELESAI)])
