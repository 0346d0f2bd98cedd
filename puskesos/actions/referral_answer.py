"""What an office does without an account: prove it holds the letter, and answer once received and once finished.

Unknown, expired and revoked keys are one and the same here: nothing is found, by the same query, in the same words.
"""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.referral_log import Heard, Office, change_referral, end_waiting, hold, write_log
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.referral import Referral
from puskesos.queries.referral import has_said, letter_by_code
from puskesos.rules.letter_code import read_code
from puskesos.rules.referral import ANSWERED_STATES, OFFICE_ANSWERS, ReferralEventKind
from puskesos.rules.referral_path import ContactChannel, ReferralState, find_referral_transition
from puskesos.security import audit
from puskesos.security.letter_code import hash_code, letter_token
from puskesos.security.throttle import give_back, take_turn

NOT_KNOWN = "Kode ini tidak berlaku. Periksa suratnya, atau hubungi Puskesos."


def open_letter(typed: str, *, address: str, secret: str, now: datetime, today: date) -> str:
    """The token of the letter whose short code was typed. Raises RuleBroken; wrong codes slow the next try."""
    code = read_code(typed)
    if code is None:
        raise RuleBroken("Kode terdiri dari 12 huruf dan angka. Periksa lagi satu per satu.", "code")
    # No brake for everybody: it would shut offices out, and 54 bits need none.
    keys = [f"alamat:jawaban {address}"]
    turn = take_turn(keys, now)
    if turn.wait:
        raise RuleBroken(f"Terlalu sering mencoba. Coba lagi dalam {turn.wait} detik.", "throttle")
    letter = letter_by_code(hash_code(secret, code), today)
    if letter is None:
        raise RuleBroken(NOT_KNOWN, "code")
    with database.atomic():
        give_back(turn, keys)
    return letter_token(secret, letter.uuid, letter.code_generation)


def answer_letter(letter: Referral, answer: str, *, name: str, text: str, now: datetime, today: date) -> bool:
    """Note the office's answer; True when it stands, now or since an earlier tap of the same.

    False when the letter has got past it meanwhile, by another answer or by our staff: then these words are noted
    nowhere, and whoever wrote them must be told. The office holds the letter, so it was sent, whatever we have noted.
    """
    if answer not in OFFICE_ANSWERS:
        raise RuleBroken("Pilih salah satu jawaban.")
    wanted = ReferralState(answer)
    if wanted in ANSWERED_STATES and not text:
        raise RuleBroken("Tulis hasil atau alasannya.", "text")
    heard = Heard(today, str(ContactChannel.TAUTAN), name, text)
    with database.atomic():
        hold(letter)
        if has_said(letter, wanted, name, text):
            return True
        source = ReferralState(letter.state)
        start = ReferralState.DIKIRIM if source == ReferralState.DRAF else source
        if find_referral_transition(start, wanted) is None:
            return False
        change_referral(letter, version=letter.version, **_facts(letter, wanted, heard, now))
        _tell(letter, heard, source, wanted, now)
        return True


def _facts(letter: Referral, target: ReferralState, heard: Heard, now: datetime) -> dict[str, object]:
    facts: dict[str, object] = {"state": str(target), "state_since": now, "sent_on": letter.sent_on or letter.letter_on}
    if target in ANSWERED_STATES:
        facts |= {"answer_text": heard.text, "answered_on": heard.on}
    return facts


def _tell(letter: Referral, heard: Heard, source: ReferralState, target: ReferralState, now: datetime) -> None:
    office = Office(heard.contact, letter.agency.name)
    told = f"{target.label}, dijawab lewat kode pada surat. {heard.text}".strip()
    write_log(letter, ReferralEventKind.STATUS, heard, by=office, now=now, told=told, source=source, target=target)
    end_waiting(letter, source, by=office, now=now)
    audit.record(
        "referral_answered",
        actor=None,
        now=now,
        hub_id=letter.hub_id,
        object_type="referral",
        object_id=letter.number,
        source=source,
        target=target,
    )
