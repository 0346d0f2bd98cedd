"""The bounds of what a hub sets about its report: people per SPM and year, kilometres per village, silent days."""

from __future__ import annotations

SILENT_DAYS = (1, 365)
PEOPLE = (0, 100_000)
KILOMETRES = (0, 500)
YEARS = (2000, 2100)


def is_within(bounds: tuple[int, int], number: int | None) -> bool:
    """Whether a number is within bounds; nothing (not known) always is."""
    return number is None or bounds[0] <= number <= bounds[1]
