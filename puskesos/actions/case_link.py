"""Which cases belong together: linking, unlinking with a reason, and cancelling a duplicate of a case that stays."""

from __future__ import annotations

from datetime import date, datetime

from peewee import IntegrityError

from puskesos.actions.case_decision import step_case
from puskesos.actions.case_path import write_event
from puskesos.database import database, locked
from puskesos.errors import RuleBroken
from puskesos.models.case import Case
from puskesos.models.case_link import CaseLink
from puskesos.rules.case_link import LinkKind
from puskesos.rules.case_path import OPEN_STATES, CaseAct, CaseState
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

NO_CASE = "Nomor kasus tidak ditemukan. Periksa angkanya."
CARRIED_ON = OPEN_STATES | {CaseState.SELESAI}  # what a duplicate may point at: a cancelled case has no way back


def link_cases(case: Case, other: Case, reason: str, *, actor: Viewer, now: datetime) -> None:
    """Say that two cases belong together; saying it again changes nothing."""
    _check_two(case, other, "number")
    if find_link(case, other):
        return
    first, second = (case, other) if case.id < other.id else (other, case)
    try:
        with database.atomic():
            _write(first, second, LinkKind.TERKAIT, actor, now)
            for one, its in ((case, other), (other, case)):
                write_event(
                    one, "kaitan", f"Dikaitkan dengan {_name(its, one)}. {reason}".strip(), actor=actor, now=now
                )
            _record("cases_linked", case, other, actor, now, kind=LinkKind.TERKAIT)
    except IntegrityError:  # somebody linked them at the same moment
        return


def unlink_cases(case: Case, link: CaseLink, reason: str, *, actor: Viewer, now: datetime) -> None:
    """Take a link back, with the reason in both histories; a duplicate stays with the case it doubles."""
    if link.kind == LinkKind.DUPLIKAT:
        raise RuleBroken("Kasus duplikat tetap terkait dengan kasus yang diteruskan.")
    other = Case.get_by_id(link.other_id if link.case_id == case.id else link.case_id)
    with database.atomic():
        if not CaseLink.delete().where(CaseLink.id == link.id).execute():
            return
        for one, its in ((case, other), (other, case)):
            write_event(one, "kaitan", f"Kaitan dengan {_name(its, one)} dilepas: {reason}", actor=actor, now=now)
        _record("cases_unlinked", case, other, actor, now)


def cancel_duplicate(
    case: Case, kept: Case, reason: str, *, version: int, actor: Viewer, now: datetime, today: date
) -> None:
    """Cancel a case that doubles another one; each then names the other. Raises RuleBroken for a case that is none.

    Both are held while the other is looked at: two people may each take the one for the duplicate of the other.
    """
    _check_two(case, kept, "duplicate_of")
    with database.atomic():
        _check_carried_on(case, kept)
        said = f"Duplikat dari {_name(kept, case)}. {reason}".strip()
        step_case(case, CaseAct.PEMBATALAN, reason=said, version=version, actor=actor, now=now, today=today)
        if known := find_link(case, kept):
            CaseLink.delete().where(CaseLink.id == known.id).execute()
        _write(case, kept, LinkKind.DUPLIKAT, actor, now)
        told = f"{_name(case, kept).capitalize()} dibatalkan sebagai duplikat kasus ini."
        write_event(kept, "kaitan", told, actor=actor, now=now)
        _record("cases_linked", case, kept, actor, now, kind=LinkKind.DUPLIKAT)


def find_link(case: Case, other: Case) -> CaseLink | None:
    """The link between two cases, whichever stands first."""
    there = (CaseLink.case == case.id) & (CaseLink.other == other.id)
    return CaseLink.get_or_none(there | ((CaseLink.case == other.id) & (CaseLink.other == case.id)))


def _check_two(case: Case, other: Case, field: str) -> None:
    if other.hub_id != case.hub_id:
        raise RuleBroken(NO_CASE, field)
    if other.id == case.id:
        raise RuleBroken("Itu nomor kasus ini sendiri. Tulis nomor kasus yang lain.", field)


def _check_carried_on(case: Case, kept: Case) -> None:
    both = Case.select(Case.id, Case.state).where(Case.id.in_([case.id, kept.id])).order_by(Case.id)
    state = CaseState({row.id: row.state for row in locked(both)}[kept.id])
    if state not in CARRIED_ON:
        said = f"Kasus itu sendiri berstatus “{state.label}”. Tulis nomor kasus yang diteruskan."
        raise RuleBroken(said, "duplicate_of")


def _write(case: Case, other: Case, kind: LinkKind, actor: Viewer, now: datetime) -> None:
    CaseLink.create(case=case, other=other, kind=str(kind), created_by=actor.id, created_at=now)


def _name(its: Case, reader: Case) -> str:
    """A case as the history of another names it; a restricted one unnamed where its own circle is not the reader."""
    return "kasus terbatas" if its.restricted and not reader.restricted else f"kasus {its.number}"


def _record(event: str, case: Case, other: Case, actor: Viewer, now: datetime, **detail: object) -> None:
    audit.record(event, actor=actor, now=now, object_type="case", object_id=case.number, other=other.number, **detail)
