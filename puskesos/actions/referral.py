"""Writing a referral: with the decision to refer, or a further one later; numbers and keys in the same transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from puskesos import clock
from puskesos.actions.agency import agency_named
from puskesos.actions.case_path import change_case, move_case
from puskesos.actions.counter import next_number
from puskesos.actions.letter_number import take_number
from puskesos.actions.letter_register import enter_referral
from puskesos.actions.referral_log import Heard, write_log
from puskesos.actions.submission import run_once
from puskesos.errors import RuleBroken, refuse_any
from puskesos.models.case import Case, CaseDocument
from puskesos.models.hub import Hub
from puskesos.models.referral import Agency, Referral
from puskesos.queries.hub import days_off
from puskesos.rules.case_path import CaseState
from puskesos.rules.dates import show_date
from puskesos.rules.letter import LetterKind
from puskesos.rules.papers import PaperState
from puskesos.rules.referral import (
    LETTER_DAYS,
    LONGEST_WAIT,
    LetterIdentity,
    ReferralEventKind,
    answer_days,
    answer_due,
    code_end,
    referral_number,
    referral_problems,
)
from puskesos.rules.referral_path import ReferralState
from puskesos.rules.viewer import Viewer
from puskesos.security import audit
from puskesos.security.letter_code import hash_code, hash_token, letter_code, letter_token

KEPT = ("wanted", "reason", "basis", "basis_note", "contact", "officer", "letter_on", "identity")  # stored as typed
ASKED = ("wanted", "reason", "basis", "basis_note", "officer", "letter_on", "answer_due_on")
REFERABLE = frozenset({CaseState.DILAYANI, CaseState.DIRUJUK})


@dataclass(frozen=True)
class ReferralEntry:
    """A referral as typed: an office of the directory, or `agency_name` of one that is not in it yet.

    `papers` are positions of the case's papers. Without `channel` the letter is not sent yet; without `answer_due_on`
    the office gets its usual working days.
    """

    wanted: str
    reason: str
    basis: str
    officer: str
    letter_on: date
    agency_id: int | None = None
    agency_name: str = ""
    papers: tuple[int, ...] = ()
    basis_note: str = ""
    contact: str = ""
    channel: str = ""
    answer_due_on: date | None = None
    identity: str = str(LetterIdentity.INISIAL)


def check_referral(entry: ReferralEntry) -> None:
    """Raise RuleBroken at the field that a referral needs and this one lacks."""
    asked = {name: getattr(entry, name) for name in ASKED}
    refuse_any(referral_problems(agency=entry.agency_id or entry.agency_name, **asked))


def write_referral(case: Case, entry: ReferralEntry, *, secret: str, actor: Viewer, now: datetime) -> Referral:
    """The referral with its numbers, keys and first line of the log, in the caller's transaction."""
    if not secret:
        raise ValueError("the keys of a letter need the installation's secret")
    check_referral(entry)
    hub, agency = Hub.get_by_id(case.hub_id), _agency(entry, actor, now)
    taken = take_number(hub, LetterKind.RUJUKAN, entry.letter_on)
    day, is_sent, today = entry.letter_on, bool(entry.channel), clock.today(hub.zone, now)
    _check_days(entry, case.registered_on, today)
    state = ReferralState.DIKIRIM if is_sent else ReferralState.DRAF
    due_on = entry.answer_due_on or usual_answer_day(hub, case.priority, day, agency)
    referral = Referral(
        hub=hub.id,
        case=case,
        agency=agency,
        agency_name=agency.name,
        number=referral_number(hub.code, day, next_number(hub.id, "rujukan", f"{day:%y%m}")),
        letter_number=taken.number,
        papers=_paper_names(case, entry.papers),
        state=str(state),
        state_since=now,
        sent_on=day if is_sent else None,
        answer_due_on=due_on,
        code_expires_on=code_end(today, day, due_on),
        created_by=actor.id,
        created_at=now,
        **{name: getattr(entry, name) for name in KEPT},
    )
    referral.token_hash, referral.code_hash = key_hashes(secret, referral)
    referral.save(force_insert=True)
    enter_referral(referral, taken, actor=actor, now=now)
    told = {"case": case.number, "agency": agency.code}
    audit.record("referral_sent", actor=actor, now=now, object_type="referral", object_id=referral.number, **told)
    heard = Heard(day, entry.channel, entry.contact)
    said = f"{state.label}, surat {referral.letter_number}. Diminta: {entry.wanted}"
    write_log(referral, ReferralEventKind.STATUS, heard, by=actor, now=now, told=said, target=str(state))
    return referral


def refer_further(
    case: Case, entry: ReferralEntry, *, key: str, version: int, secret: str, actor: Viewer, now: datetime
) -> str:
    """One more referral of a case that is served or referred already; answers its number, for a repeat the same."""

    def refer() -> str:
        if case.state not in REFERABLE:
            raise RuleBroken("Rujukan baru hanya untuk kasus yang sedang dilayani atau dirujuk. Tetapkan kasus dahulu.")
        referral = write_referral(case, entry, secret=secret, actor=actor, now=now)
        if case.state == CaseState.DILAYANI:
            said = f"Dirujuk ke {referral.agency.name}, surat {referral.letter_number}."
            move_case(case, CaseState.DIRUJUK, actor=actor, now=now, version=version, text=said)
        else:
            change_case(case, version=version)
        return referral.number

    typed = {"case": case.number} | asdict(entry)
    return run_once(key, refer, actor=actor, action="refer", fields=typed, now=now)


def key_hashes(secret: str, referral: Referral) -> tuple[str, str]:
    """What is stored of the letter's token and short code in its present generation."""
    keys = (secret, referral.uuid, referral.code_generation)
    return hash_token(letter_token(*keys)), hash_code(secret, letter_code(*keys))


def usual_answer_day(hub: Hub, priority: str, sent_on: date, agency: Agency | None = None) -> date:
    """By when an office answers a case of that urgency, as the hub has set it or as `agency` says of itself."""
    days = answer_days(
        priority,
        urgent=hub.answer_days_urgent,
        prompt=hub.answer_days_prompt,
        usual=hub.answer_days,
        own=agency.answer_days if agency else None,
    )
    return answer_due(sent_on, days, days_off(hub.id))


def _check_days(entry: ReferralEntry, registered_on: date, today: date) -> None:
    """A letter that is out is dated today at the latest, one still to be signed perhaps some days ahead."""
    first, last = registered_on - LETTER_DAYS, today if entry.channel else today + LETTER_DAYS
    if not first <= entry.letter_on <= last:
        raise RuleBroken(f"Tanggal surat antara {show_date(first)} dan {show_date(last)}.", "letter_on")
    if entry.answer_due_on and entry.answer_due_on > today + LONGEST_WAIT:
        raise RuleBroken("Jawaban diharapkan paling lama setahun lagi.", "answer_due_on")


def _agency(entry: ReferralEntry, actor: Viewer, now: datetime) -> Agency:
    if entry.agency_name and not entry.agency_id:
        return agency_named(entry.agency_name, actor=actor, now=now)
    agency = Agency.get_or_none(Agency.id == entry.agency_id, Agency.hub == actor.hub_id, Agency.active)
    if agency is None:
        raise RuleBroken("Pilih instansi tujuan dari daftar.", "agency")
    return agency


def _paper_names(case: Case, positions: tuple[int, ...]) -> str:
    """The names of those papers that are there, one per line, as they are called now."""
    present = CaseDocument.select(CaseDocument.name).where(
        CaseDocument.case == case, CaseDocument.position.in_(positions), CaseDocument.state == str(PaperState.ADA)
    )
    return "\n".join(name for (name,) in present.order_by(CaseDocument.position).tuples())
