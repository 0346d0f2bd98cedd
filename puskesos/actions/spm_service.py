"""Basic services given for a confirmed SPM: noting several at once, correcting one, taking one back with a reason.

They may be noted after the case is closed too: goods arrive late, and the year's report wants them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos.actions.case_path import write_event
from puskesos.actions.newest import write_newest
from puskesos.actions.spm import record_spm
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.welfare import SpmClaim, SpmService
from puskesos.rules.dates import show_date
from puskesos.rules.money import show_rupiah
from puskesos.rules.permissions import Permission
from puskesos.rules.spm import SHORT, BasicService, ClaimState, services_of
from puskesos.rules.viewer import Viewer


@dataclass(frozen=True)
class GivenEntry:
    """One service as typed: `quantity` in words ("7 hari"), `amount` in whole rupiah."""

    item: str
    given_on: date
    quantity: str = ""
    amount: int | None = None
    note: str = ""


def give_services(
    case: Case,
    claim: SpmClaim,
    entries: tuple[GivenEntry, ...],
    *,
    key: str,
    actor: Viewer,
    now: datetime,
    today: date,
) -> int:
    """Note what was given; returns how many services, the same for the same `key`."""

    def effect() -> str:
        _check(claim, entries, actor, today)
        stamp = {"created_by": actor.id, "created_at": now, "changed_by": actor.id, "changed_at": now}
        SpmService.insert_many([{"claim": claim.id, **asdict(entry), **stamp} for entry in entries]).execute()
        told = "; ".join(given_words(entry) for entry in entries)
        write_event(case, "spm", f"{claim.code} {SHORT[claim.code]}, diberikan: {told}.", actor=actor, now=now)
        record_spm("spm_given", case, actor, now, services=len(entries))
        return str(len(entries))

    fields = {"claim": claim.id, "services": [asdict(entry) for entry in entries]}
    return int(run_once(key, effect, actor=actor, action="spm_given", fields=fields, now=now))


def change_service(
    case: Case,
    given: SpmService,
    entry: GivenEntry,
    *,
    cancelled_because: str = "",
    version: int,
    actor: Viewer,
    now: datetime,
    today: date,
) -> bool:
    """Correct a service, cancel it with a reason, or take that back; returns whether anything changed."""
    wanted = asdict(entry) | {"item": given.item, "cancelled_because": cancelled_because}
    changed = [name for name, value in wanted.items() if getattr(given, name) != value]
    if not changed:
        return False
    claim = SpmClaim.get_by_id(given.claim_id)
    _check(claim, (entry,), actor, today, but=given.id, cancelled=bool(cancelled_because))
    before = given_words(_stands(given)) + _cancelled(given.cancelled_because)
    with database.atomic():
        write_newest(given, version, **wanted, changed_by=actor.id, changed_at=now)
        after = given_words(entry) + _cancelled(cancelled_because)
        told = f"{claim.code} {SHORT[claim.code]}, diperbaiki: {after}. Semula {before}."
        write_event(case, "spm", told, actor=actor, now=now)
        record_spm("spm_service_changed", case, actor, now, fields=", ".join(changed))
    return True


def given_words(entry: GivenEntry) -> str:
    """Like "Permakanan 3 November 2026, 7 hari, Rp350.000 (dari Dinsos)"."""
    given = f"{_label(entry.item)} {show_date(entry.given_on)}"
    facts = ", ".join(filter(None, [given, entry.quantity, show_rupiah(entry.amount)]))
    return facts + (f" ({entry.note})" if entry.note else "")


def _check(
    claim: SpmClaim,
    entries: tuple[GivenEntry, ...],
    actor: Viewer,
    today: date,
    *,
    but: int = 0,
    cancelled: bool = False,
) -> None:
    if not actor.can(Permission.NOTE_WELFARE):
        raise NotAllowed
    if claim.state != ClaimState.DIKONFIRMASI:
        raise RuleBroken("SPM ini belum dikonfirmasi. Layanan dicatat setelah dikonfirmasi.")
    if not entries:
        raise RuleBroken("Centang paling sedikit satu layanan.", "items")
    for entry in entries:
        if entry.item not in services_of(claim.code):
            raise RuleBroken("Pilih layanan dari daftar.", "items")
        if entry.given_on > today:
            raise RuleBroken("Tanggal ini masih di depan. Catat setelah diberikan.", "given_on")
        if entry.given_on.year != claim.year:
            raise RuleBroken(f"Pakai tanggal dalam tahun {claim.year}; tahun lain dicatat tersendiri.", "given_on")
        if not cancelled and _is_known(claim, entry, but):
            raise RuleBroken(f"Sudah dicatat: {given_words(entry)}. Tulis jumlah yang lain bila memang dua kali.")


def _is_known(claim: SpmClaim, entry: GivenEntry, but: int) -> bool:
    same = (SpmService.item == entry.item, SpmService.given_on == entry.given_on, SpmService.quantity == entry.quantity)
    amount = SpmService.amount.is_null() if entry.amount is None else SpmService.amount == entry.amount
    mine = (SpmService.claim == claim.id, SpmService.id != but, SpmService.cancelled_because == "")
    return SpmService.select().where(*mine, *same, amount).exists()


def _stands(given: SpmService) -> GivenEntry:
    return GivenEntry(given.item, given.given_on, given.quantity, given.amount, given.note)


def _cancelled(because: str) -> str:
    return f", dibatalkan ({because})" if because else ""


def _label(item: str) -> str:
    return BasicService(item).label
