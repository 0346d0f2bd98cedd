"""Reading the register of letters: one letter, the letters of a case, the list, and what the proof page may tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import JOIN, Expression, ModelSelect, fn
from peewee import Case as Choose

from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.models.person import Person
from puskesos.models.referral import Referral
from puskesos.models.user import User
from puskesos.queries.case_door import openable
from puskesos.queries.prepared import slot
from puskesos.rules.letter import LetterKind, LetterState
from puskesos.rules.viewer import Viewer

PAGE = 50
MOST_PRINTED = 500
MASKED = "Terbatas"


@dataclass(frozen=True)
class LetterFilter:
    """What the register is narrowed to; empty means all. Drafts stand apart: they have no number."""

    text: str = ""
    kind: str = ""
    state: str = ""
    year: int | None = None

    @property
    def is_first_look(self) -> bool:
        return self == LetterFilter()


def find_letter(viewer: Viewer, letter_id: int) -> Letter | None:
    """A letter of the viewer's hub with its case and client; the door of a restricted case is the caller's."""
    query = Letter.select(Letter, Case, Person).join(Case, JOIN.LEFT_OUTER).join(Person, JOIN.LEFT_OUTER)
    return query.where(Letter.id == letter_id, Letter.hub == viewer.hub_id).get_or_none()


def letter_of_referral(referral: Referral) -> Letter:
    """The register's line of a referral."""
    return Letter.get(Letter.referral == referral)


def task_letter_of(task: Assignment) -> Letter | None:
    """The newest surat tugas that was issued for this task and is valid."""
    valid = (Letter.kind == str(LetterKind.TUGAS)) & (Letter.state == str(LetterState.TERBIT))
    return Letter.select().where(Letter.assignment == task, valid).order_by(Letter.id.desc()).first()


def number_of_referral(letter: Letter) -> str:
    """The number of the referral whose letter this is; empty for other letters."""
    return Referral.select(Referral.number).where(Referral.id == letter.referral_id).scalar() or ""


def letters_of(case: Case) -> list[Letter]:
    """The letters of a case, the newest first; those of referrals stand with their referral."""
    query = Letter.select().where(Letter.case == case, Letter.referral.is_null())
    return list(query.order_by(Letter.id.desc()).limit(50))


def counted_drafts() -> ModelSelect:
    """Drafts of the hub that wait to be issued, as a column `drafts` of a query with a slot for the hub."""
    waits = (Letter.hub == slot("hub")) & (Letter.state == str(LetterState.DRAF))
    return Letter.select(fn.COUNT(Letter.id)).where(waits).alias("drafts")


def list_letters(viewer: Viewer, wanted: LetterFilter, after: int | None = None) -> list[Any]:
    """Up to PAGE + 1 rows, the newest first; `after` is the last id seen. Of restricted cases that do not open for the
    viewer only number, kind, date and state."""
    query = _rows(viewer, wanted).order_by(Letter.id.desc()).limit(PAGE + 1)
    if after is not None:
        query = query.where(Letter.id < after)
    return [_masked(row) for row in query.namedtuples()]


def letters_to_print(viewer: Viewer, wanted: LetterFilter) -> list[Any]:
    """The first MOST_PRINTED numbered letters in the order of their numbers, as a register is read."""
    numbered = _rows(viewer, wanted).where(Letter.number.is_null(False))
    query = numbered.order_by(Letter.year, Letter.counter, Letter.serial).limit(MOST_PRINTED)
    return [_masked(row) for row in query.namedtuples()]


def count_letters(viewer: Viewer, wanted: LetterFilter, *, numbered: bool = False) -> int:
    """How many letters the filter leaves."""
    query = _joined().where(*_conditions(viewer, wanted))
    return (query.where(Letter.number.is_null(False)) if numbered else query).count()


def years_of(viewer: Viewer) -> list[int]:
    """The years in which letters were numbered, the newest first."""
    query = Letter.select(Letter.year).where(Letter.hub == viewer.hub_id, Letter.year.is_null(False)).distinct()
    return sorted((year for (year,) in query.tuples()), reverse=True)


def letter_by_proof(code: str) -> Any | None:
    """What anybody may know of an issued letter: number, kind, date, hub, valid or void; no names, no subject."""
    columns = (Letter.number, Letter.kind, Letter.state, Letter.dated_on, Letter.voided_at, Hub.name, Hub.zone)
    query = Letter.select(*columns).join(Hub).where(Letter.proof_code == code)
    return query.where(Letter.state != str(LetterState.DRAF)).namedtuples().first()


def _rows(viewer: Viewer, wanted: LetterFilter) -> ModelSelect:
    columns = (
        Letter.id,
        Letter.kind,
        Letter.state,
        Letter.number,
        Letter.dated_on,
        Letter.subject,
        Letter.addressee,
        Letter.void_reason,
        Letter.referral,
        Case.number.alias("case_number"),
        Person.name.alias("client_name"),
        User.name.alias("author"),
        _opens(viewer).alias("opens"),
    )
    return _joined().select(*columns).where(*_conditions(viewer, wanted))


def _joined() -> ModelSelect:
    query = Letter.select().join(User, on=(Letter.created_by == User.id)).switch(Letter)
    return query.join(Case, JOIN.LEFT_OUTER, on=(Letter.case == Case.id)).join(
        Person, JOIN.LEFT_OUTER, on=(Case.client == Person.id)
    )


def _opens(viewer: Viewer) -> Expression:
    """1 where the case opens for the viewer, or where there is none."""
    return Choose(None, ((Letter.case.is_null() | openable(viewer), 1),), 0)


def _masked(row: Any) -> Any:
    if not row.opens:
        hidden = {"subject": MASKED, "addressee": MASKED, "void_reason": "", "case_number": "", "client_name": ""}
        return row._replace(**hidden)
    return row


def _conditions(viewer: Viewer, wanted: LetterFilter) -> list[Expression]:
    conditions = [Letter.hub == viewer.hub_id]
    if wanted.kind:
        conditions.append(Letter.kind == wanted.kind)
    if wanted.state:
        conditions.append(Letter.state == wanted.state)
    if wanted.year:
        conditions.append(fn.COALESCE(Letter.year, wanted.year) == wanted.year)
    if wanted.text:
        conditions.append(_holds(viewer, wanted.text))
    return conditions


def _holds(viewer: Viewer, text: str) -> Expression:
    """The number holds all parts of the text; or, where the case opens, subject, addressee, case or client holds it."""
    parts = re.findall("[0-9a-z]+", text.casefold())[:8]
    seen = (Letter.subject, Letter.addressee, Case.number, Person.name)
    opens = Letter.case.is_null() | openable(viewer)
    told = opens & reduce(or_, (column.contains(text) for column in seen))
    if not re.search("[0-9]", text):
        return told
    return told | reduce(and_, (fn.LOWER(Letter.number).contains(part) for part in parts))
