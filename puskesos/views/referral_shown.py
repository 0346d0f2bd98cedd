"""How referrals read: what a referred case waits for, a referral's log, the words of a reminder; and loading one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import quote, urlencode

from flask import abort, current_app, url_for

from puskesos.actions.referral import key_hashes, usual_answer_day
from puskesos.formatting import show_date, show_moment, show_short_date, whatsapp_link
from puskesos.forms.referral import ReferralFields
from puskesos.models.case import Case, CaseDocument
from puskesos.models.hub import Hub
from puskesos.models.referral import Referral, ReferralEvent
from puskesos.queries.agency import list_agencies
from puskesos.queries.referral import find_referral
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.intake import Priority
from puskesos.rules.letter_code import show_code
from puskesos.rules.permissions import Permission
from puskesos.rules.referral import LetterIdentity, ReferralEventKind, is_unanswered, must_tell_family, usual_basis
from puskesos.rules.referral_path import (
    OPEN_REFERRAL_STATES,
    ContactChannel,
    ReferralState,
    Transition,
    corrections_from,
    may_send_letter,
    referral_transitions_from,
)
from puskesos.security.guard import viewer
from puskesos.security.letter_code import letter_code, letter_token
from puskesos.views.answer import current_hub


@dataclass(frozen=True)
class LogLine:
    """One line of a referral's log, as the timeline draws it."""

    when: str
    who: str
    text: str
    detail: str


@dataclass(frozen=True)
class Keys:
    """What stands on the letter for the office: the address in the QR code, and the code for typing.

    Both addresses are empty where offices cannot reach the hub; the code then finds the slip that comes back.
    """

    url: str
    code: str
    entry_url: str


class Waiting(NamedTuple):
    """What a case waits for beside its own table: sentence, endpoint, button, who may, and what has not happened.

    `since` says when that began, where not with the case's state.
    """

    text: str
    endpoint: str
    label: str
    permission: Permission | None
    still: str
    since: datetime | None = None


def load_referral(case: Case, number: str) -> Referral:
    """The referral of the URL in a case that the viewer may open, else 404."""
    return find_referral(case, number) or abort(404)


def load_letter(case: Case, number: str) -> Referral:
    """The same for who prints, sends and answers it; 403 for others."""
    return load_referral(case, number) if may_send(case) else abort(403)


def may_send(case: Case) -> bool:
    """Whether the viewer prints the letters of this case, sends them and notes their answers."""
    return may_send_letter({str(role) for role in viewer().roles}, emergency=case.priority == Priority.DARURAT)


def referral_url(case: Case, referral: Referral) -> str:
    """The page of a referral."""
    return url_for("referral.show", number=case.number, referral_number=referral.number)


def first_referral(case: Case, today: date) -> dict[str, object]:
    """What a fresh form of a referral holds; it is sent when somebody has signed it, which is noted later."""
    due = usual_answer_day(current_hub(), case.priority, today)
    known = {"basis": str(usual_basis(case.priority)), "identity": str(LetterIdentity.INISIAL)}
    return {"letter_on": today, "answer_due_on": due, "referral_officer": viewer().name} | known


def offer_referral(form: ReferralFields, case: Case, papers: list[CaseDocument]) -> None:
    """Put the hub's offices and the case's papers into the form, which knows today already."""
    usual = {code.strip() for code in case.service.agencies.split(",") if code.strip()}
    form.usual_due = usual_answer_day(current_hub(), case.priority, form.today)
    form.offer(list_agencies(case.hub_id, active=True), usual, papers, restricted=case.restricted)


def keys_of(referral: Referral) -> Keys | None:
    """The keys as this installation derives them anew for each print.

    None while the code is revoked, and when the data came from an installation with another secret.
    """
    secret = current_app.config["SETTINGS"].secret
    if (referral.token_hash, referral.code_hash) != key_hashes(secret, referral):
        return None
    made_of = (secret, referral.uuid, referral.code_generation)
    base, code = current_hub().public_address, show_code(letter_code(*made_of))
    return Keys(f"{base}/j/{letter_token(*made_of)}", code, f"{base}/j") if base else Keys("", code, "")


def open_steps(case: Case, referral: Referral) -> list[Transition[ReferralState]]:
    """The steps that this viewer may take from the referral's state; an answer is corrected while its case is open."""
    roles, emergency = {str(role) for role in viewer().roles}, case.priority == Priority.DARURAT
    mending = corrections_from(referral.state) if case.state in OPEN_STATES else ()
    steps = (*referral_transitions_from(referral.state), *mending)
    return [step for step in steps if step.is_open_to(roles, emergency=emergency)]


def log_lines(events: list[ReferralEvent], zone: str) -> list[LogLine]:
    """The log, newest first: what happened, through what, with whom."""
    return [_line(event, zone) for event in events]


def reminder_text(referral: Referral, hub: Hub, keys: Keys | None) -> str:
    """What goes to the office by WA: the letter's number and the way to answer, and nobody's name."""
    sent = show_date(referral.sent_on or referral.letter_on)
    way = f" Mohon jawab di {keys.url} atau" if keys and keys.url else " Mohon"
    return (
        f"Yth. {referral.agency.name}. Kami menunggu jawaban atas surat rujukan nomor {referral.letter_number} "
        f"tanggal {sent}.{way} hubungi {hub.name}{f', telepon {hub.phone}' if hub.phone else ''}. Terima kasih."
    )


def reminder_link(referral: Referral, text: str) -> str:
    """A wa.me link to the office with those words; empty when its number is no mobile number."""
    link = whatsapp_link(referral.agency.phone)
    return f"{link}?{urlencode({'text': text}, quote_via=quote)}" if link else ""


def waiting_step(referrals: Sequence[Referral]) -> Waiting:
    """What a referred case waits for."""
    row = waiting_referral(referrals)
    if row is None and any(one.state == ReferralState.SELESAI for one in referrals):
        said = "Instansi sudah menjawab dan keluarga sudah tahu. Tutup kasus."
        return Waiting(said, "case_decision.close", "Tutup kasus", Permission.DECIDE, "kasus belum ditutup")
    if row is None:
        said = "Tidak ada instansi yang menangani. Rujuk ke instansi lain, layani di Puskesos, atau tutup kasus."
        still = "tidak ada instansi yang menangani"
        return Waiting(said, "referral.new", "Rujuk ke instansi lain", Permission.DECIDE, still)
    office, answer = row.agency.name, ReferralState(row.state)
    if must_tell_family(row.state, row.told_family_on):
        said = f"{office} menjawab: {answer.label.lower()}. Sampaikan kepada keluarga."
        still = f"jawaban {office} belum disampaikan kepada keluarga"
        return Waiting(said, "referral.show", "Lihat jawaban", Permission.WRITE_NOTE, still)
    if answer == ReferralState.DRAF:
        still = f"surat ke {office} belum dikirim"
        said = f"{still[0].upper()}{still[1:]}."
        return Waiting(said, "referral.show", "Buka rujukan", Permission.HANDLE_REFERRAL, still)
    said = f"{answer.label} oleh {office}" if answer == ReferralState.DITERIMA else f"Menunggu jawaban {office}"
    said = f"{said}; jawaban diharapkan paling lambat {show_date(row.answer_due_on)}."
    return Waiting(said, "referral.show", "Buka rujukan", Permission.HANDLE_REFERRAL, f"{office} belum menjawab")


def is_ours_to_move(referrals: Sequence[Referral]) -> bool:
    """Whether a letter waits for the hub itself: to be sent, or for its answer to be told."""
    row = waiting_referral(referrals)
    return row is not None and not is_unanswered(row.state)


def waiting_referral(referrals: Sequence[Referral]) -> Referral | None:
    """The one to look at first: an answer the family has not heard, a letter not sent, the longest awaited answer."""

    def rank(row: Referral) -> tuple[int, date]:
        is_draft = row.state == ReferralState.DRAF
        return (0 if must_tell_family(row.state, row.told_family_on) else 1 if is_draft else 2, row.answer_due_on)

    waiting = [
        row for row in referrals if row.state in OPEN_REFERRAL_STATES or must_tell_family(row.state, row.told_family_on)
    ]
    return min(waiting, key=rank, default=None)


def _line(event: ReferralEvent, zone: str) -> LogLine:
    kind = ReferralEventKind(event.kind)
    said = ReferralState(event.to_state).label if event.to_state else kind.label
    channel = ContactChannel(event.channel).label if event.channel else ""
    through = ", ".join(part for part in (channel, event.contact) if part not in {"", event.actor_name})
    noted = f" · dicatat {show_moment(event.at, zone)}"
    who = event.actor_name if event.actor_id else f"{event.actor_name} (instansi)"
    return LogLine(show_short_date(event.on), who, said + (f" · {through}" if through else "") + noted, event.text)
