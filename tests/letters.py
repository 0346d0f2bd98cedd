"""Letters for tests: drafts and issued ones, made through the actions."""

from __future__ import annotations

from uuid import uuid4

from puskesos import clock
from puskesos.actions.letter import LetterEntry, draft_letter, issue_letter
from puskesos.models import Case, Letter
from puskesos.rules.letter import LetterKind
from tests.cast import TODAY, Cast, make_case, viewer_of


def letter_entry(**typed: object) -> LetterEntry:
    """A recommendation; `typed` are fields of the entry."""
    usual = {"dated_on": TODAY, "subject": "Rekomendasi PBI-JK", "addressee": "Kepala Dinas Sosial", "content": {}}
    return LetterEntry(**{"kind": LetterKind.REKOMENDASI} | usual | typed)


def draft(cast: Cast, case: Case | None = None, **typed: object) -> Letter:
    """A draft that Bayu wrote in `case` or a new one."""
    who = {"key": str(uuid4()), "actor": viewer_of(cast.bayu), "now": clock.now()}
    return Letter.get_by_id(draft_letter(case or make_case(cast), letter_entry(**typed), **who))


def issue(cast: Cast, letter: Letter, paper: str = "kertas") -> str:
    """Issue a draft as Ratna and return its number; what is laid out is `paper` and the number."""
    who = {"version": letter.version, "actor": viewer_of(cast.ratna), "now": clock.now()}
    return issue_letter(letter, signing={"name": "Ratna"}, lay_out=lambda one: f"{paper} {one.number}", **who)
