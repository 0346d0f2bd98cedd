"""How linked cases read, and finding the case that somebody names."""

from __future__ import annotations

from puskesos.actions.case_link import NO_CASE
from puskesos.errors import RuleBroken
from puskesos.models.case import Case
from puskesos.queries.case import find_case, may_open
from puskesos.security.guard import viewer


def named_case(number: str | None, field: str) -> Case:
    """The case of a typed number. One that the viewer may not open reads as not found, so that nobody learns of it."""
    case = find_case(viewer(), "-".join((number or "").replace("-", " ").split()))
    if case is None or not may_open(viewer(), case):
        raise RuleBroken(NO_CASE, field)
    return case
