"""Closing a case for everybody but those at work on it, opening it again, its team, and every look (domain.md 8.4)."""

from __future__ import annotations

from datetime import datetime

from peewee import Expression, fn

from puskesos.actions.case_papers import waive_papers
from puskesos.actions.case_path import change_case, write_event
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.restricted import CaseAccess, CaseTeam
from puskesos.models.user import User
from puskesos.queries.restriction import is_in_emergency, is_shut_out, running_emergencies, team_of
from puskesos.rules.restriction import VIOLENCE, Cause, LookKind
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def restrict_case(case: Case, because: str, *, cause: str, actor: Viewer, now: datetime) -> bool:
    """Mark the case restricted, in the caller's transaction; returns whether it was open to others until now.

    Violence found later in a case that is restricted already brings its duties along.

    `because` stands in the history, which only those see who may open the case; `cause` is a plain word for the audit.
    Nothing opens a case again by itself: that is a person's decision.
    """
    if case.restricted:
        if cause in VIOLENCE and case.restricted_reason not in VIOLENCE:
            change_case(case, restricted_reason=cause)
            waive_papers(case, actor=actor, now=now)
        return False
    change_case(case, restricted=True, restricted_reason=cause, restricted_by=actor.id)
    tell_restricted(case, because, actor=actor, now=now)
    return True


def tell_restricted(case: Case, because: str, *, actor: Viewer, now: datetime) -> None:
    """History, audit, and the look of whoever closed it, who need not say why the same day."""
    write_event(case, "terbatas", f"Kasus menjadi terbatas: {because}.", actor=actor, now=now)
    cause = case.restricted_reason
    audit.record("case_restricted", actor=actor, now=now, object_type="case", object_id=case.number, cause=cause)
    CaseAccess.create(case=case, user=actor.id, kind=str(LookKind.BIASA), reason="Membuat kasus terbatas", at=now)
    if cause in VIOLENCE:
        waive_papers(case, actor=actor, now=now)


def restrict_by_hand(case: Case, cause: str, text: str, *, version: int, actor: Viewer, now: datetime) -> None:
    """Somebody of the staff closes the case. Raises RuleBroken when it is restricted already."""
    if case.restricted:
        raise RuleBroken("Kasus ini sudah terbatas.")
    with database.atomic():
        because = Cause(cause).label.lower() + (f" ({text})" if text else "")
        change_case(case, version=version, restricted=True, restricted_reason=cause, restricted_by=actor.id)
        tell_restricted(case, because, actor=actor, now=now)


def lift_restriction(case: Case, reason: str, *, version: int, actor: Viewer, now: datetime) -> None:
    """The koordinator opens the case to the hub again. Raises RuleBroken when it is not restricted."""
    _only_koordinator(actor)
    if not case.restricted:
        raise RuleBroken("Kasus ini tidak terbatas.")
    cause = case.restricted_reason
    with database.atomic():
        change_case(case, version=version, restricted=False, restricted_reason="", restricted_by=None)
        write_event(case, "terbatas", f"Kerahasiaan dicabut: {reason}", actor=actor, now=now)
        audit.record("restriction_lifted", actor=actor, now=now, object_type="case", object_id=case.number, cause=cause)


def add_member(case: Case, user_id: int, *, actor: Viewer, now: datetime) -> None:
    """Let somebody of the staff in by name. Raises RuleBroken for anybody else."""
    _only_koordinator(actor)
    _, staff = team_of(case)
    user = next((one for one in staff if one.id == user_id), None)
    if user is None:
        raise RuleBroken("Pilih petugas dari daftar.", "user")
    _write_member(case, user, True, actor, now)


def remove_member(case: Case, user_id: int, *, actor: Viewer, now: datetime) -> str:
    """Shut somebody out at once, from an emergency too, and return the name; again is harmless.

    Raises RuleBroken for whom that cannot be.
    """
    _only_koordinator(actor)
    members, _ = team_of(case)
    member = next((one for one in members if one.user_id == user_id), None)
    if member is not None and not member.is_removable:
        raise RuleBroken("Koordinator selalu dapat membuka kasus. Untuk relawan, ambil kembali tugasnya.")
    user = User.get_or_none(User.id == user_id, User.hub == actor.hub_id)
    if user is None:
        raise RuleBroken("Petugas ini tidak ada di tim.")
    if member is not None or not is_shut_out(case, user.id):
        _write_member(case, user, False, actor, now)
    return user.name


def say_why(case: Case, reason: str, *, actor: Viewer, now: datetime) -> None:
    """The first look of the day, with its reason."""
    with database.atomic():
        _note_look(case, LookKind.BIASA, reason, actor, now)


def log_volunteer_look(case: Case, *, actor: Viewer, now: datetime) -> None:
    """A volunteer at work is not asked; the trail alone keeps the look."""
    with database.atomic():
        kind = str(LookKind.BIASA)
        audit.record("restricted_opened", actor=actor, now=now, object_type="case", object_id=case.number, kind=kind)


def open_in_emergency(case: Case, reason: str, *, actor: Viewer, now: datetime) -> None:
    """Break the glass for an hour; the koordinator sees it until taken note of. Again within the hour is harmless.

    Raises RuleBroken for who was shut out by name.
    """
    if is_in_emergency(actor, case, now):
        return
    with database.atomic():
        if is_shut_out(case, actor.id):
            raise RuleBroken("Koordinator menutup kasus ini untuk akun ini. Hubungi koordinator.")
        _note_look(case, LookKind.DARURAT, reason, actor, now)
        write_event(case, "darurat", f"Dibuka darurat selama satu jam: {reason}", actor=actor, now=now)


def take_note(case: Case, *, actor: Viewer, now: datetime) -> None:
    """The koordinator knows of the emergencies of this case; again is harmless."""
    _only_koordinator(actor)
    with database.atomic():
        waiting = (CaseAccess.case == case.id) & (CaseAccess.kind == str(LookKind.DARURAT))
        query = CaseAccess.update(known_by=actor.id, known_at=now).where(waiting, CaseAccess.known_at.is_null())
        if looks := query.execute():
            write_event(case, "darurat", "Pembukaan darurat diketahui koordinator.", actor=actor, now=now)
            audit.record(
                "emergency_known", actor=actor, now=now, object_type="case", object_id=case.number, looks=looks
            )


def end_emergencies(case: Case, *, actor: Viewer, now: datetime) -> None:
    """The koordinator ends every emergency of this case at once, and so knows of it; again is harmless."""
    _only_koordinator(actor)
    with database.atomic():
        if running := [one.id for one in running_emergencies(case, now)]:
            _end(CaseAccess.id.in_(running), actor, now)
            write_event(case, "darurat", "Akses darurat diakhiri koordinator.", actor=actor, now=now)
            about = {"object_type": "case", "object_id": case.number}
            audit.record("emergency_ended", actor=actor, now=now, looks=len(running), **about)
    take_note(case, actor=actor, now=now)


def _end(which: Expression, actor: Viewer, now: datetime) -> None:
    """End these emergencies; who ends one knows of it."""
    known = {"known_by": fn.COALESCE(CaseAccess.known_by, actor.id), "known_at": fn.COALESCE(CaseAccess.known_at, now)}
    CaseAccess.update(ended_at=now, **known).where(which, CaseAccess.ended_at.is_null()).execute()


def _note_look(case: Case, kind: LookKind, reason: str, actor: Viewer, now: datetime) -> None:
    CaseAccess.create(case=case, user=actor.id, kind=str(kind), reason=reason, at=now)
    about = {"object_type": "case", "object_id": case.number, "reason": reason}
    audit.record("restricted_opened", actor=actor, now=now, kind=str(kind), **about)


def _write_member(case: Case, user: User, member: bool, actor: Viewer, now: datetime) -> None:
    """One row per person and case: let in, or shut out."""
    removed_at = None if member else now
    with database.atomic():
        if not member:
            mine = (CaseAccess.case == case.id) & (CaseAccess.user == user.id)
            _end(mine & (CaseAccess.kind == str(LookKind.DARURAT)), actor, now)
        row = CaseTeam.get_or_none(CaseTeam.case == case.id, CaseTeam.user == user.id)
        if row is None:
            CaseTeam.create(case=case, user=user, added_by=actor.id, at=now, removed_at=removed_at)
        else:
            CaseTeam.update(added_by=actor.id, at=now, removed_at=removed_at).where(CaseTeam.id == row.id).execute()
        said = f"{user.name} masuk tim kasus." if member else f"{user.name} tidak lagi dapat membuka kasus ini."
        write_event(case, "tim", said, actor=actor, now=now)
        about = {"object_type": "case", "object_id": case.number}
        audit.record("team_changed", actor=actor, now=now, user=user.id, member=member, **about)


def _only_koordinator(actor: Viewer) -> None:
    if not actor.has_role(Role.KOORDINATOR):
        raise NotAllowed
