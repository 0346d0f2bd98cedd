"""The code of a sheet that is printed now: what views of papers give to their documents."""

from __future__ import annotations

from puskesos import clock
from puskesos.actions.sheet import hand_out
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.rules.sheet import SheetPaper
from puskesos.security.guard import viewer


def code_of(paper: SheetPaper, case: Case, assignment: Assignment | None = None) -> str:
    """The sheet's code; it counts as out from now on."""
    return hand_out(paper, case, assignment=assignment, actor=viewer(), now=clock.now())
