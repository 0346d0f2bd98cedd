"""What an officer says of an SPM for a case's client this year, and the basic services that were given for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from puskesos.actions.case_path import change_case, write_event
from puskesos.actions.case_work import refuse_when_closed
from puskesos.actions.newest import write_newest
from puskesos.actions.ppks import CATEGORIES
from puskesos.catalogue import load
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.hub import Service
from puskesos.models.person import Person
from puskesos.models.welfare import SpmClaim, SpmService
from puskesos.queries.welfare import CATEGORY, circumstances_of, claimed_elsewhere, find_claim, welfare_of
from puskesos.rules.permissions import Permission
from puskesos.rules.ppks import Category
from puskesos.rules.spm import ASKS_NEGLECT, SHORT, ClaimState, Likelihood, Neglect, SpmHint, hint_for, read_spm
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

SPM = read_spm(load("spm"))


@dataclass(frozen=True)
class ClaimEntry:
    """The answers to the three questions (Neglect codes), what is said of the SPM, and why."""

    state: str
    signs: tuple[str, ...] = ()
    reason: str = ""


def running_categories(viewer: Viewer, case: Case) -> list[Category]:
    """The PPKS of a case's client that count today, as far as the viewer may see them."""
    rows = [
        row for row in welfare_of(viewer, case.client_id, opened=case.id) if row.kind == CATEGORY and row.is_running
    ]
    return [CATEGORIES[code] for code in sorted({row.code for row in rows} & set(CATEGORIES))]


def decide_claim(
    case: Case, code: str, entry: ClaimEntry, *, version: int, actor: Viewer, now: datetime, today: date, year: int = 0
) -> bool:
    """Propose, confirm or reject an SPM for the client in the year of `today`; returns whether anything changed.

    `year` names that of an earlier claim, which is still decided when its year is over. `version` is that of the claim
    as seen, 0 for none yet. Raises RuleBroken at the field that lacks something; a claim
    that another of the client's cases holds already is not made twice.
    """
    year = year or today.year
    known = find_claim(case, code, year)
    if known is not None and _stands(known) == entry:
        return False
    _check(case, code, entry, known, actor, today, year)
    with database.atomic():
        values = {"state": entry.state, "signs": _joined(entry.signs), "reason": entry.reason}
        change_case(case)  # first: of two officers at once the second waits here and is told
        _write(case, code, known, values, version, actor, now, year)
        before = f" Semula {_words(_stands(known))}." if known else ""
        told = f"{code} {SHORT[code]}, tahun {year}: {_words(entry)}.{before}"
        write_event(case, "spm", told, actor=actor, now=now)
        record_spm("spm_decided", case, actor, now, state=entry.state)
    return True


def known_hint(case: Case, code: str, signs: Collection[str], *, actor: Viewer, today: date) -> SpmHint:
    """The hint as the officer sees it, with these answers."""
    known = circumstances_of(Person.get_by_id(case.client_id), today, service=Service.get_by_id(case.service_id))
    return hint_for(code, known, running_categories(actor, case), signs)


def record_spm(event: str, case: Case, actor: Viewer, now: datetime, **detail: object) -> None:
    """One audit entry about the SPM of a person."""
    audit.record(
        event, actor=actor, now=now, object_type="person", object_id=case.client_id, case=case.number, **detail
    )


def _check(
    case: Case, code: str, entry: ClaimEntry, known: SpmClaim | None, actor: Viewer, today: date, year: int
) -> None:
    decides = entry.state != ClaimState.USUL or (known is not None and known.state != ClaimState.USUL)
    if not actor.can(Permission.CONFIRM_SPM if decides else Permission.NOTE_WELFARE):
        raise NotAllowed("SPM dikonfirmasi back office atau koordinator. Simpan sebagai usulan.")
    refuse_when_closed(case)
    if known is None and year != today.year:
        raise RuleBroken("SPM baru dicatat untuk tahun ini. Muat ulang halaman.")
    if entry.signs and code not in ASKS_NEGLECT:
        raise RuleBroken("Tiga pertanyaan telantar tidak berlaku untuk SPM ini.", "signs")
    if entry.state == ClaimState.DITOLAK:
        _check_rejection(entry, known)
        return
    if elsewhere := claimed_elsewhere(actor, case, code, year):
        raise RuleBroken(
            f"SPM ini sudah dicatat tahun {year} pada kasus {elsewhere}. Catat layanannya di sana.", "state"
        )
    if entry.state == ClaimState.DIKONFIRMASI:
        _check_confirmation(case, code, entry, actor, today)


def _check_rejection(entry: ClaimEntry, known: SpmClaim | None) -> None:
    if not entry.reason:
        raise RuleBroken("Tulis mengapa SPM ini tidak berlaku.", "reason")
    given = SpmService.select().where(
        SpmService.claim == (known.id if known else 0), SpmService.cancelled_because == ""
    )
    if given.exists():
        raise RuleBroken("Sudah ada layanan yang dicatat. Batalkan dulu layanan itu.", "state")


def _check_confirmation(case: Case, code: str, entry: ClaimEntry, actor: Viewer, today: date) -> None:
    hint = known_hint(case, code, entry.signs, actor=actor, today=today)
    if hint.likelihood == Likelihood.SESUAI:
        return
    has_category = any(one.spm == code and not one.spm_if for one in running_categories(actor, case))
    if code in ASKS_NEGLECT and not entry.signs and not has_category:
        raise RuleBroken("Centang paling sedikit satu tanda telantar, atau pilih “Tidak berlaku”.", "signs")
    if not entry.reason:
        raise RuleBroken("Data yang tercatat belum menunjukkan SPM ini. Tulis dasarnya.", "reason")


def _write(
    case: Case,
    code: str,
    known: SpmClaim | None,
    values: dict[str, str],
    version: int,
    actor: Viewer,
    now: datetime,
    year: int,
) -> None:
    stamp = {"changed_by": actor.id, "changed_at": now}
    if known is None:
        own = {"person": case.client_id, "case": case.id, "code": code, "year": year}
        SpmClaim.create(**own, **values, **stamp, created_by=actor.id, created_at=now)
        return
    write_newest(known, version, **values, **stamp)


def _stands(claim: SpmClaim) -> ClaimEntry:
    return ClaimEntry(claim.state, tuple(filter(None, claim.signs.split(","))), claim.reason)


def _joined(signs: Collection[str]) -> str:
    return ",".join(sign for sign in Neglect if sign in signs)


def _words(entry: ClaimEntry) -> str:
    """Like "dikonfirmasi (dasar: …; telantar: …)"."""
    signs = "; ".join(sign.label for sign in Neglect if sign in entry.signs)
    parts = [f"telantar: {signs}" if signs else "", entry.reason]
    said = ". ".join(filter(None, parts))
    return ClaimState(entry.state).label.lower() + (f" ({said})" if said else "")
