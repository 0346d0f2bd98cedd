"""Asking about a case without an account: number and last four digits, slowed per address, per case and for all.

An unknown number and wrong digits are one and the same here: the same queries, the same words.
"""

from __future__ import annotations

from datetime import datetime

from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.case import Case
from puskesos.queries.public_status import find_public_case
from puskesos.rules.public_status import digits_match
from puskesos.security import audit
from puskesos.security.throttle import EVERYBODY, forget, note_failure, waiting_seconds

NOT_KNOWN = "Nomor atau empat angka itu tidak cocok. Periksa lagi, atau hubungi Puskesos."


def ask_status(number: str, digits: str, *, address: str, now: datetime) -> Case:
    """The case, when the digits are of the client's NIK or of the client's or reporter's phone.

    Raises RuleBroken, with field "throttle" while this address, this case or everybody has to wait.
    """
    of_case = f"status {number}"
    keys = [f"alamat:status {address}", f"{EVERYBODY}status", of_case]
    if seconds := waiting_seconds(keys, now):
        raise RuleBroken(f"Terlalu sering mencoba. Coba lagi dalam {seconds} detik.", "throttle")
    case = find_public_case(number)
    client = case.client if case else None
    known = (client.nik, client.phone_normal, case.reporter_phone) if case and client else ("", "", "")
    is_theirs = digits_match(digits, known)
    with database.atomic():
        if case is None or not is_theirs:
            note_failure(keys, now)
        else:
            forget([of_case])
            about = {"hub_id": case.hub_id, "object_type": "case", "object_id": case.number}
            audit.record("status_shown", actor=None, now=now, **about)
    if case is None or not is_theirs:
        raise RuleBroken(NOT_KNOWN)
    return case
