"""A part of a whole in whole percent, as the report writes it."""

from __future__ import annotations


def percent(part: int, whole: int) -> int | None:
    """Rounded half up; None without a whole. 0 and 100 are said only where nothing or everything is meant."""
    if whole <= 0:
        return None
    rounded = (200 * part + whole) // (2 * whole)
    return max(1, min(rounded, 99)) if 0 < part < whole else rounded


def share_words(part: int, whole: int) -> str:
    """Like "80%"; empty without a whole."""
    found = percent(part, whole)
    return "" if found is None else f"{found}%"
