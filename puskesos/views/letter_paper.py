"""The paper of a letter: laid out for whoever looks, signed by who signs now or signed when it was issued."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from puskesos.actions.sheet import hand_out
from puskesos.documents.case_letter import cover_html, recommendation_html
from puskesos.documents.frozen import proof_of
from puskesos.documents.handing_over import handing_over_html
from puskesos.documents.letter_parts import LetterFacts
from puskesos.documents.sheet_mark import Mark, mark_of
from puskesos.documents.task_letter import task_letter_html
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.assignment import find_assignment
from puskesos.queries.case import find_case
from puskesos.queries.letter_settings import Signer, acknowledger_of, signs
from puskesos.rules.letter import LetterKind
from puskesos.rules.sheet import SheetPaper
from puskesos.rules.viewer import Viewer

PAPERS: dict[LetterKind, Callable[..., str]] = {
    LetterKind.REKOMENDASI: recommendation_html,
    LetterKind.PENGANTAR: cover_html,
    LetterKind.TUGAS: task_letter_html,
    LetterKind.BERITA_ACARA: handing_over_html,
}
COMES_BACK = {LetterKind.TUGAS: SheetPaper.SURAT_TUGAS, LetterKind.BERITA_ACARA: SheetPaper.BERITA_ACARA}


@dataclass(frozen=True)
class LetterDesk:
    """Who lays a letter out, when; `address` begins the QR codes for staff."""

    hub: Hub
    actor: Viewer
    address: str
    now: datetime


def signing_of(hub: Hub, kind: LetterKind) -> dict[str, Any]:
    """Who signs letters of that kind from now on, as it is kept with an issued one."""
    signer, other = signs(hub, kind), acknowledger_of(hub, kind)
    return {"signer": asdict(signer) if signer else None, "acknowledger": asdict(other) if other else None}


def lay_out_at(desk: LetterDesk, letter: Letter, *, screen: bool = False, **frame: object) -> str:
    """The paper of a draft as it would be printed now, or of a letter that is just being issued."""
    kind = LetterKind(letter.kind)
    kept = json.loads(letter.signing) or signing_of(desk.hub, kind)
    people = {name: Signer(**told) if told else None for name, told in kept.items()}
    known = {"printed_by": desk.actor.name, "now": desk.now, **people}
    facts = LetterFacts(_case_of(letter, desk.actor), _task_of(letter, desk.actor), **known)
    if letter.number:
        frame |= {"proof": proof_of(letter.proof_code, desk.hub), "sheet_mark": _mark(desk, kind, facts)}
    return PAPERS[kind](letter, desk.hub, facts, screen=screen, **frame)


def _mark(desk: LetterDesk, kind: LetterKind, facts: LetterFacts) -> Mark | None:
    """What brings a paper back that is signed outside: it counts as out from now on."""
    paper = COMES_BACK.get(kind)
    if paper is None or facts.case is None:
        return None
    code = hand_out(paper, facts.case, assignment=facts.task, actor=desk.actor, now=desk.now)
    return mark_of(code, desk.address, facts.case.number)


def _case_of(letter: Letter, actor: Viewer) -> Case | None:
    return find_case(actor, letter.case.number) if letter.case_id else None


def _task_of(letter: Letter, actor: Viewer) -> Assignment | None:
    if letter.assignment_id is None:
        return None
    number = Assignment.select(Assignment.number).where(Assignment.id == letter.assignment_id).scalar()
    return find_assignment(actor, number)
