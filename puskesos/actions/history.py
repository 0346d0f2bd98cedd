"""Correcting an entry of a case's history: the old words stay beside the new ones, with who and when."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from puskesos.actions.case_path import change_case
from puskesos.actions.case_work import DataCheckEntry, refuse_when_closed
from puskesos.actions.person_change import correct
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken, refuse_any
from puskesos.models.attachment import EntryCorrection
from puskesos.models.case import Case, CaseEvent, DataCheck, Recommendation
from puskesos.models.person import Person
from puskesos.queries.history import check_of, recommendation_of
from puskesos.rules.data_check import DataCheckChannel, DataCheckStatus, check_problems
from puskesos.rules.dates import show_date
from puskesos.rules.history import RECOMMENDED, EntryKind, entry_kind, may_correct
from puskesos.rules.outcome import advice_words
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

NOT_THEIRS = "Hanya penulisnya dalam 7 hari, atau koordinator, yang dapat memperbaiki isi riwayat."


def correct_text(case: Case, event: CaseEvent, text: str, *, reason: str, actor: Viewer, now: datetime) -> bool:
    """New words for a note or for the reason of a recommendation; False when nothing differs.

    Raises NotAllowed when the entry is neither the actor's of the last seven days nor the actor the koordinator.
    """
    kind = _allowed(event, actor, now)
    if kind == EntryKind.CATATAN:
        shown = text
    elif kind == EntryKind.REKOMENDASI:
        refuse_when_closed(case)
        advice = _known(recommendation_of(event))
        details = (advice.agency_name, advice.wanted, advice.rejection_reason)
        shown = f"{RECOMMENDED}{advice_words(advice.choice, *details)}. {text}"
    else:
        raise RuleBroken("Isi riwayat ini tidak dapat diperbaiki dengan cara ini.")
    if shown == event.text:
        return False
    with database.atomic():
        if kind == EntryKind.REKOMENDASI:
            Recommendation.update(reason=text).where(Recommendation.id == advice.id).execute()
        _leave_trace(case, event, event.text, shown, kind, reason, actor, now)
    return True


def correct_check(
    case: Case, event: CaseEvent, entry: DataCheckEntry, *, version: int, reason: str, actor: Viewer, now: datetime
) -> bool:
    """A data check as it should have been typed; the client's DTSEN data follow when they came from it.

    Raises RuleBroken, NotAllowed, or Conflict for a stale `version` of the case.
    """
    kind = _allowed(event, actor, now)
    refuse_when_closed(case)
    refuse_any(check_problems(entry.status, entry.decile, entry.channel, entry.note))
    check = _known(check_of(event) if kind == EntryKind.CEK_DATA else None)
    before = check_words(check)
    if check_words(entry) == before:
        return False
    with database.atomic():
        change_case(case, version=version)
        _correct_person(case, check, entry, actor, now)
        DataCheck.update(**asdict(entry)).where(DataCheck.id == check.id).execute()
        _leave_trace(case, event, before, f"Cek data: {check_words(entry)}", kind, reason, actor, now)
    return True


def check_words(check: DataCheck | DataCheckEntry) -> str:
    """A data check in full, as the trace keeps it."""
    parts = [DataCheckStatus(check.status).label, f"desil {check.decile}" if check.decile else "", check.period]
    parts += [f"dicek {show_date(check.checked_on)}"] if check.channel else []
    parts += [f"lewat {DataCheckChannel(check.channel).label}"] if check.channel else []
    parts += [check.note.rstrip(".")]
    return ", ".join(part for part in parts if part) + "."


def _allowed(event: CaseEvent, actor: Viewer, now: datetime) -> EntryKind:
    kind = entry_kind(event.kind, event.to_state, event.text)
    if kind is None:
        raise RuleBroken("Isi riwayat ini ditulis aplikasi dan tidak diperbaiki. Tambahkan catatan.")
    if not may_correct(actor, event.actor_id, event.at, now):
        raise NotAllowed(NOT_THEIRS)
    return kind


def _known(row: Recommendation | DataCheck | None) -> Recommendation | DataCheck:
    if row is None:
        raise RuleBroken("Isian asalnya tidak ditemukan. Tambahkan catatan.")
    return row


def _correct_person(case: Case, check: DataCheck, entry: DataCheckEntry, actor: Viewer, now: datetime) -> None:
    person = Person.get_by_id(case.client_id)
    known = (person.dtsen_status, person.decile, person.decile_on, person.decile_channel)
    if known == (check.status, check.decile, check.checked_on, check.channel):
        values = {"dtsen_status": entry.status, "decile": entry.decile, "decile_period": entry.period}
        values |= {"decile_on": entry.checked_on, "decile_channel": entry.channel}
        correct(person, values, actor=actor, now=now)


def _leave_trace(
    case: Case, event: CaseEvent, was: str, text: str, kind: EntryKind, reason: str, actor: Viewer, now: datetime
) -> None:
    names = {"by_name": actor.name, "by_role": actor.main_role.label}
    EntryCorrection.create(event=event, was=was, reason=reason, created_by=actor.id, created_at=now, **names)
    CaseEvent.update(text=text, corrected_at=now).where(CaseEvent.id == event.id).execute()
    facts = {"event": event.id, "kind": kind}
    audit.record("entry_corrected", actor=actor, now=now, object_type="case", object_id=case.number, **facts)
