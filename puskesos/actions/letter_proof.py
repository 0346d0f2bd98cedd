"""The proof of a letter, asked by anybody without an account; wrong codes slow the next try."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.queries.letter import letter_by_proof
from puskesos.rules.letter_code import read_code
from puskesos.security.throttle import give_back, take_turn

UNKNOWN = "Tidak ada surat terbit dengan kode ini. Periksa kodenya, atau hubungi Puskesos: surat itu mungkin palsu."


def check_proof(typed: str, *, address: str, now: datetime) -> Any:
    """What may be told of the letter with that code. Raises RuleBroken when mistyped, unknown, or asked too often."""
    code = read_code(typed)
    if code is None:
        raise RuleBroken("Kode terdiri dari 12 huruf dan angka; satu di antaranya keliru. Periksa lagi.", "code")
    keys = [f"alamat:surat {address}"]
    turn = take_turn(keys, now)
    if turn.wait:
        raise RuleBroken(f"Terlalu sering mencoba. Coba lagi dalam {turn.wait} detik.", "throttle")
    letter = letter_by_proof(code)
    if letter is None:
        raise RuleBroken(UNKNOWN, "code")
    with database.atomic():
        give_back(turn, keys)
    return letter
