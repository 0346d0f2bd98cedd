"""How a case ends with a result: closing after service or referral, and information given on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from puskesos import clock
from puskesos.actions.case_path import change_case, move_case
from puskesos.actions.case_work import has_open_assignment
from puskesos.actions.referral_step import settle_referrals
from puskesos.database import database
from puskesos.errors import RuleBroken, refuse_any
from puskesos.models.case import Case
from puskesos.queries.case_acts import why_no_answer
from puskesos.queries.hub import find_hub
from puskesos.queries.track import running_on
from puskesos.rules.case_path import CaseAct, CaseState, ResultCode, find_act
from puskesos.rules.dates import show_date
from puskesos.rules.money import show_rupiah
from puskesos.rules.outcome import ToldHow, given_problems, told_problem
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class ClosingEntry:
    """What closing asks beside the result: how the family was told, what it got, and how content it is (1 to 4)."""

    told_how: str = str(ToldHow.LANGSUNG)
    given: str = ""
    given_on: date | None = None
    given_amount: int | None = None
    satisfaction: int | None = None


NOTHING_MORE = ClosingEntry()
FORGOTTEN: dict[str, object] = {  # what a reopened case no longer has; its history keeps it
    "closed_at": None, "result": "", "result_text": "", "told_family_on": None, "told_how": "",
    "given": "", "given_on": None, "given_amount": None, "satisfaction": None,
}  # fmt: skip


def close_case(
    case: Case,
    *,
    result: str,
    text: str,
    told_family_on: date | None,
    version: int,
    actor: Viewer,
    now: datetime,
    today: date,
    more: ClosingEntry = NOTHING_MORE,
    tracks_stay: bool = False,
) -> None:
    """Close a served or referred case with its result, in words, and the day the family was told.

    Nobody is told where there is nobody to tell (NOBODY_TO_TELL); then `told_family_on` is None. `tracks_stay`: guided
    ways go on after the case's end, as was said on purpose.
    """
    _check_entry(case, result, told_family_on, more, today)
    _check_turn(case, result)
    stays = _check_ways(case, tracks_stay)
    told = None if more.told_how == ToldHow.TIDAK_ADA else told_family_on
    with database.atomic():
        how = {"result": result, "text": text, "told_on": told or today, "is_told": told is not None}
        version = settle_first(case, version=version, actor=actor, now=now, **how)
        move_case(
            case,
            CaseState.SELESAI,
            actor=actor,
            now=now,
            version=version,
            text=_summary(result, text, told, more) + stays,
            result=result,
            result_text=text,
            told_family_on=told,
            closed_at=now,
            **(vars(more) | {"told_how": more.told_how if told else str(ToldHow.TIDAK_ADA)}),
        )
        audit.record("case_closed", actor=actor, now=now, object_type="case", object_id=case.number, result=result)


def answer_on_the_spot(case: Case, answer: str, *, version: int, actor: Viewer, now: datetime) -> None:
    """The counter answered what was asked: the case ends where it began, with the information given."""
    if find_act(case.state, CaseAct.INFORMASI) is None:
        raise RuleBroken(
            f"Kasus ini berstatus “{CaseState(case.state).label}”; langkah ini tidak tersedia. Muat ulang halaman."
        )
    today = clock.today(find_hub(case.hub_id).zone, now)
    close_case(
        case,
        result=str(ResultCode.INFORMASI),
        text=answer,
        told_family_on=today,
        version=version,
        actor=actor,
        now=now,
        today=today,
    )


def settle_first(case: Case, *, version: int, **how: Any) -> int:
    """Settle the referrals of a case that ends, in the caller's transaction; answers the version it then has.

    The case is held meanwhile: its last letter may move its due date. Raises Conflict when it changed since `version`.
    """
    change_case(case, version=version)
    settle_referrals(case, **how)
    case.version = Case.select(Case.version).where(Case.id == case.id).scalar()
    return case.version


def _check_entry(case: Case, result: str, told_family_on: date | None, more: ClosingEntry, today: date) -> None:
    began = case.registered_on
    refuse_any(told_problem(result, more.told_how, told_family_on, began, today))
    refuse_any(given_problems(more.given, more.given_on, more.given_amount, began, today))


def _check_turn(case: Case, result: str) -> None:
    if case.decision_pending:
        raise RuleBroken("Penetapan kasus darurat ini belum ada. Tetapkan dahulu, lalu tutup kasus.")
    if has_open_assignment(case):
        raise RuleBroken("Masih ada penugasan terbuka. Setujui atau batalkan dahulu.")
    if case.state == CaseState.TERDAFTAR and result != ResultCode.INFORMASI:
        raise RuleBroken("Kasus yang baru terdaftar hanya dapat ditutup dengan hasil “Informasi diberikan”.", "result")
    if case.state == CaseState.TERDAFTAR and (said := why_no_answer(case)):
        raise RuleBroken(said, "answer")


def _check_ways(case: Case, tracks_stay: bool) -> str:
    """The line that says who is on a guided way still. Raises RuleBroken unless it was said that the way goes on."""
    if (ways := running_on(case)) and not tracks_stay:
        raise RuleBroken(f"Jalur masih berjalan. {ways}. Akhiri, atau centang “Jalur tetap berjalan”.", "tracks_stay")
    return f"\nJalur tetap berjalan. {ways}." if ways else ""


def _summary(result: str, text: str, told: date | None, more: ClosingEntry) -> str:
    """The line of the history; it stays when the case is opened again."""
    parts = [f"{ResultCode(result).label}. {text}"]
    if more.given:
        facts = (more.given, show_date(more.given_on), show_rupiah(more.given_amount))
        parts.append(f"Diterima: {', '.join(filter(None, facts))}.")
    if told and more.told_how:
        parts.append(f"Keluarga diberi tahu {show_date(told)}: {ToldHow(more.told_how).label.lower()}.")
    return "\n".join(parts)
