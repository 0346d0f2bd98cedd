"""What staff note on a referral: steps, reminders, that the family knows, a new code; and what closing a case does."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from puskesos import clock
from puskesos.actions.case_work import refuse_when_closed
from puskesos.actions.letter_register import forget_file, void_unsent
from puskesos.actions.referral import key_hashes, usual_answer_day
from puskesos.actions.referral_log import Heard, change_referral, end_waiting, hold, write_log
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.referral import Agency, Referral
from puskesos.rules.dates import show_date
from puskesos.rules.intake import Priority
from puskesos.rules.outcome import ResultCode
from puskesos.rules.referral import (
    ANSWERED_STATES,
    ReferralEventKind,
    code_end,
    is_unanswered,
    must_tell_family,
)
from puskesos.rules.referral_path import (
    CLOSED_REFERRAL_STATES,
    OPEN_REFERRAL_STATES,
    ContactChannel,
    ReferralState,
    find_correction,
    find_referral_transition,
)
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

ASKED = {  # what a step of the table requires → the fields it may be typed in, and what is said when it is missing
    "channel": ("channel", "Pilih lewat apa."),
    "contact": ("contact", "Isi nama petugas instansi."),
    "text": ("text", "Tulis jawaban instansi."),
    "reason": ("text", "Tulis alasannya."),
}


NO_ANSWER: dict[str, object] = {"answer_text": "", "answered_on": None, "told_family_on": None}


def move_referral(
    referral: Referral,
    target: str,
    heard: Heard,
    *,
    version: int,
    actor: Viewer,
    now: datetime,
    today: date,
    correction: str = "",
) -> None:
    """Take one step of the table, as the office told it. Raises RuleBroken at the field that the step needs.

    An answer that was wrong is corrected the same way while its case is open; `correction` says what was wrong.
    """
    source, wanted = ReferralState(referral.state), ReferralState(target)
    mending = find_correction(source, wanted)
    step = find_referral_transition(source, wanted) or mending
    if step is None:
        raise RuleBroken(f"Rujukan ini berstatus “{source.label}”; langkah ini tidak tersedia. Muat ulang halaman.")
    if not step.is_open_to({str(role) for role in actor.roles}, emergency=_priority(referral) == Priority.DARURAT):
        raise NotAllowed
    _check_day(heard.on, referral.letter_on, today)
    for field, message in (ASKED[name] for name in step.requires if name in ASKED):
        if not getattr(heard, field):
            raise RuleBroken(message, field)
    if mending and not correction:
        raise RuleBroken("Tulis apa yang keliru.", "correction")
    with database.atomic():
        hold(referral)
        if mending:
            refuse_when_closed(Case.get_by_id(referral.case_id))
        cleared = NO_ANSWER | {"waits_since": now} if mending else {}
        change_referral(referral, version=version, **cleared | _facts(referral, wanted, heard, now))
        void_unsent(referral, now=now)
        said = f"Koreksi jawaban, semula {source.label.lower()}: {correction.rstrip('.')}. " if mending else ""
        told = f"{said}{wanted.label}{_learnt(heard)}. {heard.text}".strip()
        write_log(referral, ReferralEventKind.STATUS, heard, by=actor, now=now, told=told, source=source, target=wanted)
        _record("referral_moved", referral, actor, now, source=source, target=wanted, channel=heard.channel)
        end_waiting(referral, source, by=actor, now=now)


def remind_office(referral: Referral, heard: Heard, *, key: str, actor: Viewer, now: datetime, today: date) -> None:
    """Note, once per form, that the office was asked for its answer again."""

    def remind() -> str:
        if not is_unanswered(referral.state):
            raise RuleBroken("Rujukan ini tidak sedang menunggu jawaban instansi.")
        if not heard.channel:
            raise RuleBroken("Pilih lewat apa.", "channel")
        _check_day(heard.on, referral.letter_on, today)
        told = f"Diingatkan{_learnt(heard)}. {heard.text}".strip()
        write_log(referral, ReferralEventKind.PENGINGAT, heard, by=actor, now=now, told=told)
        _record("referral_reminded", referral, actor, now, channel=heard.channel)
        return referral.number

    typed = {"referral": referral.number} | asdict(heard)
    run_once(key, remind, actor=actor, action="remind", fields=typed, now=now)


def tell_family(referral: Referral, heard: Heard, *, version: int, actor: Viewer, now: datetime, today: date) -> None:
    """Note that the family has heard the office's answer."""
    if not must_tell_family(referral.state, referral.told_family_on):
        raise RuleBroken("Tidak ada jawaban yang menunggu disampaikan. Muat ulang halaman.")
    _check_day(heard.on, referral.answered_on or referral.letter_on, today)
    with database.atomic():
        change_referral(referral, version=version, told_family_on=heard.on)
        told = f"Jawaban disampaikan kepada keluarga{_learnt(heard)}. {heard.text}".strip()
        write_log(referral, ReferralEventKind.KABAR, heard, by=actor, now=now, told=told)
        _record("family_told", referral, actor, now, channel=heard.channel)


def replace_code(
    referral: Referral, *, renew: bool, secret: str, version: int, actor: Viewer, now: datetime, today: date
) -> None:
    """Make every printed code of this letter worthless; `renew` gives a fresh one for a letter printed again."""
    if renew and referral.state == ReferralState.BATAL:
        raise RuleBroken("Rujukan ini dibatalkan; kode baru tidak diperlukan.")
    with database.atomic():
        referral.code_generation += 1
        hashes = key_hashes(secret, referral) if renew else (None, None)
        change_referral(
            referral,
            version=version,
            code_generation=referral.code_generation,
            token_hash=hashes[0],
            code_hash=hashes[1],
            code_expires_on=code_end(today, referral.answer_due_on) if renew else referral.code_expires_on,
        )
        forget_file(referral)
        told = "Kode jawaban diganti; cetak ulang suratnya." if renew else "Kode jawaban dicabut."
        write_log(referral, ReferralEventKind.KODE, Heard(today), by=actor, now=now, told=told)
        _record("code_revoked", referral, actor, now, renewed=renew)


def settle_referrals(
    case: Case, *, result: str, text: str, told_on: date, actor: Viewer, now: datetime, is_told: bool = True
) -> None:
    """At closing, in the caller's transaction: open referrals refuse it, unless it ends without feedback and says why.

    What the offices had answered counts as told on the day the family was told the result, if anybody was: an answer
    that came after that day is refused, for the family cannot have heard it.
    """
    rows = list(Referral.select(Referral, Agency).join(Agency).where(Referral.case == case).order_by(Referral.id))
    waiting = [row for row in rows if row.state in OPEN_REFERRAL_STATES]
    if waiting and result != ResultCode.TANPA_UMPAN_BALIK:
        names = ", ".join(dict.fromkeys(row.agency.name for row in waiting))
        raise RuleBroken(
            f"Rujukan ke {names} belum dijawab. Catat jawabannya dahulu, atau pilih hasil "
            f"“{ResultCode.TANPA_UMPAN_BALIK.label}” dan tulis alasannya.",
            "result",
        )
    for row in waiting:
        source = ReferralState(row.state)
        heard = Heard(told_on, text=text)
        change_referral(row, version=row.version, **_facts(row, ReferralState.BATAL, heard, now))
        void_unsent(row, now=now)
        said = f"{ReferralState.BATAL.label} tanpa umpan balik. {text}"
        where = {"source": str(source), "target": str(ReferralState.BATAL)}
        write_log(row, ReferralEventKind.STATUS, heard, by=actor, now=now, told=said, **where)
        _record("referral_moved", row, actor, now, channel="", **where)
    for row in rows:
        if is_told and must_tell_family(row.state, row.told_family_on):
            if row.answered_on and told_on < row.answered_on:
                heard_of = f"Keluarga belum mendengar jawaban {row.agency.name} tanggal {show_date(row.answered_on)}."
                raise RuleBroken(f"{heard_of} Sampaikan dahulu, lalu isi tanggalnya.", "told_family_on")
            change_referral(row, version=row.version, told_family_on=told_on)


def _facts(referral: Referral, target: ReferralState, heard: Heard, now: datetime) -> dict[str, object]:
    """The columns that a step to `target` writes."""
    facts: dict[str, object] = {"state": str(target), "state_since": now}
    if target == ReferralState.DIKIRIM:
        agency, hub = Agency.get_by_id(referral.agency_id), Hub.get_by_id(referral.hub_id)
        due = max(referral.answer_due_on, usual_answer_day(hub, _priority(referral), heard.on, agency))
        facts |= {"sent_on": heard.on, "answer_due_on": due, "agency_name": agency.name}
        facts["code_expires_on"] = code_end(clock.today(hub.zone, now), due)
    elif target in CLOSED_REFERRAL_STATES:
        facts["answer_text"] = heard.text
        if target in ANSWERED_STATES:
            facts["answered_on"] = heard.on
    return facts


def _priority(referral: Referral) -> str:
    """How urgent the letter's case is."""
    return str(Case.select(Case.priority).where(Case.id == referral.case_id).scalar())


def _check_day(day: date, first: date, today: date) -> None:
    if day > today:
        raise RuleBroken("Tanggal tidak boleh di masa depan.", "on")
    if day < first:
        raise RuleBroken("Tanggal ini sebelum tanggal surat atau jawabannya.", "on")


def _learnt(heard: Heard) -> str:
    """Like ", lewat telepon oleh Ibu Rini"."""
    if not heard.channel:
        return ""
    channel = ContactChannel(heard.channel)
    how = channel.label if channel in {ContactChannel.WA, ContactChannel.TAUTAN} else channel.label.lower()
    return f", lewat {how}" + (f" oleh {heard.contact}" if heard.contact else "")


def _record(event: str, referral: Referral, actor: Viewer, now: datetime, **detail: object) -> None:
    audit.record(event, actor=actor, now=now, object_type="referral", object_id=referral.number, **detail)
