"""A part of a whole in whole percent, as the report writes it; of what was closed, the part in time and in the hub."""

from __future__ import annotations

from collections.abc import Sequence

from puskesos.rules.report import Counted
from puskesos.rules.report_tables import Section

OF_DONE = frozenset({Counted.TEPAT, Counted.DI_HUB})


def percent(part: int, whole: int) -> int | None:
    """Rounded half up; None without a whole. 0 and 100 are said only where nothing or everything is meant."""
    if whole <= 0:
        return None
    rounded = (200 * part + whole) // (2 * whole)
    return max(1, min(rounded, 99)) if 0 < part < whole else rounded


def whole_percent(share: float) -> int:
    """The same of a share between 0 and 1."""
    return max(1, min(int(share * 100 + 0.5), 99)) if 0 < share < 1 else round(share * 100)


def share_words(part: int, whole: int) -> str:
    """Like "80%"; empty without a whole."""
    found = percent(part, whole)
    return "" if found is None else f"{found}%"


def share_of_done(section: Section, figures: Sequence[int], place: int) -> str:
    """What part of a line's closed cases the figure at `place` is, like "80%"; empty where that says nothing."""
    counted = [column.counted for column in section.columns]
    if counted[place] not in OF_DONE or Counted.SELESAI not in counted:
        return ""
    return share_words(figures[place], figures[counted.index(Counted.SELESAI)])
