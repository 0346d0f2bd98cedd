"""Asking about a case without an account: number and last four digits, slowed per address, per case and for all.

An unknown number and wrong digits are one and the same here: the same queries, the same words.
"""

from __future__ import annotations

from datetime import datetime

from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.case import Case
from puskesos.queries.public_status import find_public_case
from puskesos.rules.public_status import digits_match, proofs_of
from puskesos.security import audit
from puskesos.security.throttle import EVERYBODY, OF_CASE, asks_too_much, forget, give_back, take_turn

NOT_KNOWN = "Nomor atau empat angka itu tidak cocok. Periksa lagi, atau hubungi Puskesos."
TOO_MANY = "Terlalu banyak nomor kasus ditanyakan dari sini. Coba lagi satu jam lagi, atau hubungi Puskesos."


def ask_status(number: str, digits: str, *, address: str, now: datetime) -> Case:
    """The case, when the digits are of the client's or reporter's phone, or of the NIK where no phone is known.

    Raises RuleBroken, with field "throttle" while this address, this case or everybody has to wait. Right answers count
    among the different numbers that an address asks for: nobody walks through the numbers of a month.
    """
    shared, of_case = [f"alamat:status {address}", f"{EVERYBODY}status"], f"{OF_CASE}status {number}"
    with database.atomic():
        turn = take_turn([*shared, of_case], now)
        if is_too_much := not turn.wait and asks_too_much(address, number, now):
            give_back(turn, [*shared, of_case])
    if turn.wait:
        raise RuleBroken(f"Terlalu sering mencoba. Coba lagi dalam {_span(turn.wait)}.", "throttle")
    if is_too_much:
        raise RuleBroken(TOO_MANY, "throttle")
    case = find_public_case(number)
    client = case.client if case else None
    known = proofs_of(client.nik, (client.phone_normal, case.reporter_phone)) if case and client else ()
    if case is None or not digits_match(digits, known):
        raise RuleBroken(NOT_KNOWN)
    with database.atomic():
        give_back(turn, shared)
        forget([of_case])
        about = {"hub_id": case.hub_id, "object_type": "case", "object_id": case.number}
        audit.record("status_shown", actor=None, now=now, **about)
    return case


def _span(seconds: int) -> str:
    return f"{seconds} detik" if seconds < 90 else f"{(seconds + 59) // 60} menit"
