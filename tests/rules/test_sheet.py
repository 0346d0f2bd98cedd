"""The code of a sheet: mixed letters and figures, checked, and told apart from names and numbers."""

from __future__ import annotations

import random

import pytest

from puskesos.rules.letter_code import LETTERS, show_code
from puskesos.rules.sheet import (
    KINDS_OF_NUMBERS,
    MarkKind,
    looks_like_sheet_code,
    read_mark,
    read_sheet_code,
    sheet_code,
)

CODE = "SR7UX538"


def codes(count: int) -> list[str]:
    dice = random.Random(3)
    made = (sheet_code(dice.randrange(KINDS_OF_NUMBERS)) for _ in range(count * 2))
    return [code for code in made if code][:count]


def test_every_single_wrong_letter_and_every_swap_is_noticed() -> None:
    for code in codes(20):
        assert read_sheet_code(show_code(code).lower()) == code
        for place, letter in enumerate(code):
            wrong = [code[:place] + other + code[place + 1 :] for other in LETTERS if other != letter]
            assert not [one for one in wrong if read_sheet_code(one)]
        swapped = {code[:p] + code[p + 1] + code[p] + code[p + 2 :] for p in range(7)} - {code}
        assert not [one for one in swapped if read_sheet_code(one)]


def test_a_code_is_neither_a_name_nor_a_number() -> None:
    assert all(looks_like_sheet_code(code) and any(map(str.isdigit, code)) for code in codes(200))
    for text in ("Nurhayat", "Siti Aminah", "21234567", "2611-0042", "0812-777", "321617-2611-0042", "K7QF-2M9T-HXWB"):
        assert not looks_like_sheet_code(text), text
    assert looks_like_sheet_code("SR7U-X539") and read_sheet_code("SR7U-X539") is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"HTTP://10.0.0.5:8000/B/{CODE}", MarkKind.LEMBAR, CODE),
        (f"https://hub.example/puskesos/b/{CODE.lower()}", MarkKind.LEMBAR, CODE),
        (f"PUSKESOS:B/{CODE}", MarkKind.LEMBAR, CODE),
        ("http://10.0.0.5/k/321617-2611-0042", MarkKind.KASUS, "321617-2611-0042"),
        ("https://hub.example/j/abcdefghijklmnopqrstuvwx", MarkKind.RUJUKAN, "abcdefghijklmnopqrstuvwx"),
    ],
)
def test_what_our_qr_codes_say(text: str, kind: MarkKind, value: str) -> None:
    read = read_mark(text)
    assert read is not None and (read.kind, read.value) == (kind, value)


@pytest.mark.parametrize(
    "text", ["", "WA", "http://x/b/K7QF2M9X", "http://x/b/" + "A" * 400, "http://x/k/1", "http://x/j/short", "b/\n"]
)
def test_other_qr_codes_say_nothing(text: str) -> None:
    assert read_mark(text) is None
