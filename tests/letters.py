"""Letters for tests: drafts and issued ones, made through the actions."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from puskesos import clock
from puskesos.actions.letter import LetterEntry, draft_letter, issue_letter
from puskesos.documents.frozen import freeze
from puskesos.models import Assignment, Case, Letter
from puskesos.rules.letter import LetterKind
from tests.cast import TODAY, Cast, make_case, viewer_of

SIGNED = {"signer": {"name": "Ratna"}}
TASK_PAPER = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>Surat tugas</title></head>
<body>
<main><h1>Surat tugas {}</h1></main></body></html>"""


def letter_entry(**typed: object) -> LetterEntry:
    """A recommendation; `typed` are fields of the entry."""
    usual = {"dated_on": TODAY, "subject": "Rekomendasi PBI-JK", "addressee": "Kepala Dinas Sosial", "content": {}}
    return LetterEntry(**{"kind": LetterKind.REKOMENDASI} | usual | typed)


def draft(cast: Cast, case: Case | None = None, *, task: Assignment | None = None, **typed: object) -> Letter:
    """A draft that Bayu wrote in `case` or a new one, about `task` if there is one."""
    who = {"key": str(uuid4()), "actor": viewer_of(cast.bayu), "now": clock.now()}
    who |= {"assignment": task.id if task else None}
    return Letter.get_by_id(draft_letter(case or make_case(cast), letter_entry(**typed), **who))


def issue(cast: Cast, letter: Letter, paper: str = "kertas") -> str:
    """Issue a draft as Ratna and return its number; what is laid out is `paper` and the number."""
    who = {"version": letter.version, "actor": viewer_of(cast.ratna), "now": clock.now()}
    return issue_letter(letter, signing=SIGNED, lay_out=lambda one: f"{paper} {one.number}", **who)


def issue_task_letter(cast: Cast, task: Assignment, papers: Path) -> Letter:
    """The surat tugas of `task`, issued and kept in `papers` as a page that says whose it is."""
    content = {"volunteer": "Ujang", "purpose": "Kunjungan rumah"}
    letter = draft(cast, Case.get_by_id(task.case_id), task=task, kind=LetterKind.TUGAS, content=content)
    who = {"version": letter.version, "actor": viewer_of(cast.ratna), "now": clock.now()}
    issue_letter(letter, signing=SIGNED, lay_out=lambda one: freeze(papers, TASK_PAPER.format(one.number)), **who)
    return letter
