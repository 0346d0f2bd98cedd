"""How a letter is laid out and read: who signs it, the paper of its kind, what its form begins with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import abort, current_app, url_for

from puskesos import clock
from puskesos.documents.case_letter import cover_html, recommendation_html
from puskesos.documents.frozen import freeze, proof_of, thaw
from puskesos.documents.handing_over import handing_over_html
from puskesos.documents.letter_parts import LetterFacts
from puskesos.documents.sheet_mark import Mark, mark_of
from puskesos.documents.task_letter import task_letter_html
from puskesos.formatting import show_date
from puskesos.forms.letter import CONTENTS, FORMS, LetterFields
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.letter import Letter
from puskesos.queries.assignment import find_assignment
from puskesos.queries.case import find_case
from puskesos.queries.letter import find_letter
from puskesos.queries.letter_settings import Signer, acknowledger_of, signs, unsigned_kinds
from puskesos.rules.letter import LetterKind, LetterState
from puskesos.rules.letter_content import Stored
from puskesos.rules.sheet import SheetPaper
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, found, hub_today
from puskesos.views.door import admit
from puskesos.views.printed_address import address_for_staff
from puskesos.views.sheet_printed import code_of

PAPERS: dict[LetterKind, Callable[..., str]] = {
    LetterKind.REKOMENDASI: recommendation_html,
    LetterKind.PENGANTAR: cover_html,
    LetterKind.TUGAS: task_letter_html,
    LetterKind.BERITA_ACARA: handing_over_html,
}
COMES_BACK = {LetterKind.TUGAS: SheetPaper.SURAT_TUGAS, LetterKind.BERITA_ACARA: SheetPaper.BERITA_ACARA}
COMMON = frozenset({"csrf_token", "key", "version", "dated_on", "subject", "addressee"})
TASK_PURPOSE = "Kunjungan rumah dan pendampingan keluarga."


def load_letter(letter_id: int) -> Letter:
    """The letter of the URL, else 404; of a restricted case through its door, a referral's with its referral."""
    letter = found(find_letter(viewer(), letter_id))
    if letter.case_id:
        admit(letter.case)
    return letter


def read_content(letter: Letter) -> Stored:
    """What was typed into the letter."""
    return CONTENTS[LetterKind(letter.kind)].from_json(letter.content)


def facts_of(letter: Letter) -> list[tuple[str, str]]:
    """What was typed, by the labels of the form: what every letter has stands elsewhere."""
    kind = LetterKind(letter.kind)
    form = form_of(kind)(formdata=None, data=form_of(kind).shown(read_content(letter)))
    if not letter.case.restricted:
        form.keep_names_open()
    return [(field.label.text, _said(field)) for field in form if field.name not in COMMON and field.data]


def _said(field: Any) -> str:
    """A choice by its label, a day in words, a tick as "ya"."""
    if isinstance(field.data, bool):
        return "ya"
    if isinstance(field.data, date):
        return show_date(field.data)
    labels = {value: label for value, label, *_ in getattr(field, "choices", None) or ()}
    return labels.get(field.data, field.data)


def form_of(kind: LetterKind) -> type[LetterFields]:
    """The form of a kind that is written here; 404 for referrals, which have a form of their own."""
    return FORMS.get(kind) or abort(404)


def first_fields(kind: LetterKind, case: Case, task: Assignment | None) -> dict[str, object]:
    """What a new letter begins with: what the case and the task already say."""
    today, service = hub_today(), case.service.name
    known: dict[str, object] = {"dated_on": today, "subject": form_of(kind).usual_subject}
    if kind == LetterKind.REKOMENDASI:
        known |= {"service": "" if case.restricted else service}
    elif kind == LetterKind.TUGAS and task is not None:
        person = task.volunteer
        known |= {"volunteer": person.name, "position": "Pekerja Sosial Masyarakat", "from_day": today}
        known |= {"until_day": max(task.due_on, today), "report_by": max(task.due_on, today)}
        known |= {"purpose": task.instruction or TASK_PURPOSE}
    elif kind == LetterKind.BERITA_ACARA:
        known |= {"giver_name": viewer().name, "giver_position": viewer().main_role.label, "place": current_hub().name}
    return known


def signing_now(kind: LetterKind) -> dict[str, Any]:
    """Who signs letters of that kind from now on, as it is kept with an issued one."""
    hub = current_hub()
    signer, other = signs(hub, kind), acknowledger_of(hub, kind)
    return {"signer": asdict(signer) if signer else None, "acknowledger": asdict(other) if other else None}


def lay_out(letter: Letter, *, screen: bool = False, **frame: object) -> str:
    """The paper of a draft as it would be printed now, or of a letter that is just being issued."""
    hub, kept = current_hub(), json.loads(letter.signing) or signing_now(LetterKind(letter.kind))
    people = {name: Signer(**told) if told else None for name, told in kept.items()}
    facts = LetterFacts(_case_of(letter), _task_of(letter), printed_by=viewer().name, now=clock.now(), **people)
    if letter.number:
        frame |= {"proof": proof_of(letter.proof_code, hub), "sheet_mark": _mark(letter, facts)}
    return PAPERS[LetterKind(letter.kind)](letter, hub, facts, screen=screen, **frame)


def _mark(letter: Letter, facts: LetterFacts) -> Mark | None:
    """What brings a paper back that is signed outside: it counts as out from now on."""
    paper = COMES_BACK.get(LetterKind(letter.kind))
    if paper is None or facts.case is None:
        return None
    return mark_of(code_of(paper, facts.case, facts.task), address_for_staff(), facts.case.number)


def lay_out_and_keep(letter: Letter) -> str:
    """Lay out a letter that has just got its number, and keep it; answers the digest."""
    return freeze(current_app.config["SETTINGS"].papers, lay_out(letter))


def source_of(letter: Letter) -> str:
    """The paper that is printed: an issued letter's as it was issued, a draft's as it stands now."""
    if letter.source_sha256:
        return thaw(current_app.config["SETTINGS"].papers, letter.source_sha256)
    return lay_out(letter)


def letter_url(letter: Letter | int) -> str:
    """The page of a letter."""
    return url_for("letter.show", letter_id=letter if isinstance(letter, int) else letter.id)


def is_draft(letter: Letter) -> bool:
    return letter.state == LetterState.DRAF


def is_unsigned(letter: Letter) -> bool:
    """Whether a draft waits until the hub has chosen who signs its kind."""
    return is_draft(letter) and LetterKind(letter.kind) in unsigned_kinds(current_hub())


def _case_of(letter: Letter) -> Case | None:
    return find_case(viewer(), letter.case.number) if letter.case_id else None


def _task_of(letter: Letter) -> Assignment | None:
    if letter.assignment_id is None:
        return None
    number = Assignment.select(Assignment.number).where(Assignment.id == letter.assignment_id).scalar()
    return find_assignment(viewer(), number)
