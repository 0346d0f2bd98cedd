"""A letter from its draft to the register: written, changed, dropped; issued with a number; void with a reason.

The number is taken in the transaction that lays the paper out and keeps it, so that what was issued never changes:
later data of the case do not reach it, and every print is a copy of the first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from puskesos import clock
from puskesos.actions.case_path import write_event
from puskesos.actions.letter_number import take_number
from puskesos.actions.letter_register import new_proof_code
from puskesos.actions.newest import change_newest
from puskesos.actions.submission import run_once
from puskesos.database import database, locked
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.rules.assignment_path import CLOSED_ASSIGNMENT_STATES
from puskesos.rules.dates import show_date
from puskesos.rules.letter import OUR_SIGNER, LetterKind, LetterState
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

BESIDE_TODAY = timedelta(days=7)  # a letter is dated at most so long before or after the day it is written


@dataclass(frozen=True)
class LetterEntry:
    """A letter as typed; `content` are the fields of its kind by name."""

    kind: LetterKind
    dated_on: date
    subject: str
    addressee: str
    content: Mapping[str, object]

    def columns(self) -> dict[str, object]:
        return {
            "kind": str(self.kind),
            "dated_on": self.dated_on,
            "subject": self.subject,
            "addressee": self.addressee,
            "content": json.dumps(self.content, ensure_ascii=False, sort_keys=True),
        }


def draft_letter(
    case: Case, entry: LetterEntry, *, key: str, actor: Viewer, now: datetime, assignment: int | None = None
) -> int:
    """A draft in the case; answers its id, for a repeat of `key` the same."""
    _check_day(entry.dated_on, case.hub_id, now)

    def draft() -> str:
        letter = Letter.create(
            hub=case.hub_id,
            case=case,
            assignment=assignment,
            proof_code=new_proof_code(),
            created_by=actor.id,
            created_at=now,
            **entry.columns(),
        )
        about = {"kind": str(entry.kind), "case": case.id}
        audit.record("letter_drafted", actor=actor, now=now, object_type="letter", object_id=letter.id, **about)
        return str(letter.id)

    typed = {"case": case.number, "assignment": assignment} | entry.columns()
    return int(run_once(key, draft, actor=actor, action="letter", fields=typed, now=now))


def change_draft(letter: Letter, entry: LetterEntry, *, version: int, actor: Viewer, now: datetime) -> list[str]:
    """Write what changed and return its columns. Raises Conflict for a stale page, RuleBroken once it was issued."""
    _check_day(entry.dated_on, letter.hub_id, now)
    columns = entry.columns()
    changed = sorted(name for name, value in columns.items() if getattr(letter, name) != value)
    if not changed:
        return []
    with database.atomic():
        _change(letter, version, LetterState.DRAF, **columns)
        audit.record("letter_changed", actor=actor, now=now, object_type="letter", object_id=letter.id, fields=changed)
    return changed


def drop_draft(letter: Letter, *, version: int, actor: Viewer, now: datetime) -> None:
    """A draft has no number and leaves none behind: it is deleted."""
    mine = (Letter.id == letter.id) & (Letter.version == version) & (Letter.state == str(LetterState.DRAF))
    with database.atomic():
        if not Letter.delete().where(mine).execute():
            raise Conflict
        about = {"kind": letter.kind, "case": letter.case_id}
        audit.record("letter_dropped", actor=actor, now=now, object_type="letter", object_id=letter.id, **about)


def issue_letter(
    letter: Letter,
    *,
    signing: Mapping[str, object],
    lay_out: Callable[[Letter], str],
    version: int,
    actor: Viewer,
    now: datetime,
) -> str:
    """Give the draft its number for ever and return it; `lay_out` lays the numbered letter out and keeps it, answering
    the digest under which it was kept. A draft that somebody else issued or changed meanwhile raises Conflict, one
    that nobody would sign RuleBroken."""
    _check_day(letter.dated_on, letter.hub_id, now)
    kind = LetterKind(letter.kind)
    if kind in OUR_SIGNER and not signing.get("signer"):
        raise RuleBroken(f"Belum ada penanda tangan {kind.label.lower()}. Pilih dahulu, lalu terbitkan.", "signer")
    with database.atomic():
        _hold(letter, version, LetterState.DRAF)
        _check_task(letter.assignment_id)
        taken = take_number(Hub.get_by_id(letter.hub_id), kind, letter.dated_on)
        issued = {
            "state": str(LetterState.TERBIT),
            "number": taken.number,
            "counter": taken.counter,
            "year": taken.year,
            "serial": taken.serial,
            "classification": taken.classification,
            "signing": json.dumps(signing, ensure_ascii=False, sort_keys=True),
            "issued_by": actor.id,
            "issued_at": now,
        }
        for name, value in issued.items():
            setattr(letter, name, value)
        _change(letter, version, LetterState.DRAF, source_sha256=lay_out(letter), **issued)
        said = f"{kind.label} {taken.number} terbit{f' untuk {letter.addressee}' if letter.addressee else ''}."
        _tell(letter, "letter_issued", said, actor, now, number=taken.number, kind=str(kind))
    return taken.number


def void_letter(letter: Letter, reason: str, *, version: int, actor: Viewer, now: datetime) -> None:
    """The number stays in the register with why it is void. A referral's letter ends with its referral instead."""
    if letter.referral_id:
        raise RuleBroken("Surat rujukan dibatalkan pada rujukannya.")
    if not reason:
        raise RuleBroken("Tulis alasan pembatalan.", "reason")
    void = {"voided_by": actor.id, "voided_at": now, "void_reason": reason}
    with database.atomic():
        _change(letter, version, LetterState.TERBIT, state=str(LetterState.BATAL), **void)
        said = f"{LetterKind(letter.kind).label} {letter.number} dibatalkan: {reason}"
        _tell(letter, "letter_voided", said, actor, now, number=letter.number)


def keep_first_file(letter: Letter, digest: str) -> str:
    """Note the file that was made of an issued letter and return the one that counts: whoever was first."""
    mine = (Letter.id == letter.id) & Letter.file_sha256.is_null()
    with database.atomic():
        Letter.update(file_sha256=digest).where(mine).execute()
        letter.file_sha256 = Letter.select(Letter.file_sha256).where(Letter.id == letter.id).scalar()
    return letter.file_sha256


def _hold(letter: Letter, version: int, state: LetterState) -> None:
    """Hold the row until the transaction ends. Raises Conflict when it is no longer what the page showed."""
    row = locked(Letter.select(Letter.version, Letter.state).where(Letter.id == letter.id)).tuples().first()
    if row != (version, str(state)):
        raise Conflict


def _change(letter: Letter, version: int, was: LetterState, /, **fields: object) -> None:
    change_newest(letter, version, Letter.state == str(was), **fields)


def _tell(letter: Letter, event: str, said: str, actor: Viewer, now: datetime, **details: object) -> None:
    if letter.case_id:
        write_event(letter.case_id, "surat", said, actor=actor, now=now)
    audit.record(event, actor=actor, now=now, object_type="letter", object_id=letter.id, **details)


def _check_task(assignment_id: int | None) -> None:
    """Nobody is sent out for a task that ended meanwhile."""
    mine = (Assignment.id == assignment_id) & Assignment.state.in_([str(one) for one in CLOSED_ASSIGNMENT_STATES])
    if assignment_id and Assignment.select().where(mine).exists():
        raise RuleBroken("Tugas ini sudah berakhir, jadi surat tugasnya tidak dapat terbit. Hapus drafnya.")


def _check_day(day: date, hub_id: int, now: datetime) -> None:
    today = clock.today(Hub.get_by_id(hub_id).zone, now)
    first, last = today - BESIDE_TODAY, today + BESIDE_TODAY
    if not first <= day <= last:
        raise RuleBroken(f"Tanggal surat antara {show_date(first)} dan {show_date(last)}.", "dated_on")
