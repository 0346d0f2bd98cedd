"""Number patterns of letters: what they write, and what a hub may not set."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.letter import (
    CODE,
    PLACEHOLDERS,
    SHORT,
    USUAL_CLASS,
    USUAL_PATTERN,
    LetterKind,
    NumberParts,
    format_number,
    pattern_problem,
)

NOVEMBER = date(2026, 11, 17)


def parts(serial: int, day: date = NOVEMBER, kind: LetterKind = LetterKind.RUJUKAN) -> NumberParts:
    return NumberParts(kind, "400.9", serial, "PKS-321617", day)


@pytest.mark.parametrize(
    ("pattern", "given", "number"),
    [
        (USUAL_PATTERN, parts(17), "400.9/017/PKS-321617/XI/2026"),
        (USUAL_PATTERN, parts(1234, date(2027, 1, 2)), "400.9/1234/PKS-321617/I/2027"),
        ("{urut}/{jenis}/{bulan}/{tahun}", parts(7, kind=LetterKind.TUGAS), "7/ST/11/2026"),
        ("No. {urut:2} th {tahun}", parts(7), "No. 07 th 2026"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern: str, given: NumberParts, number: str) -> None:
    assert format_number(pattern, given) == number


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{klas}/{urut:3}/{nama}/{tahun}", "{nama} tidak dikenal"),
        ("{klas}/{tahun}", "perlu {urut}"),
        ("{klas}/{urut}", "perlu {tahun}"),
        ("{urut}/{tahun}/{", "tidak berpasangan"),
        ("{urut}/{tahun}}", "tidak berpasangan"),
        ("{}{urut}/{tahun}", "{} tidak dikenal"),
        ("x" * 60 + "{urut}{tahun}", "paling banyak 60"),
    ],
)
def test_a_pattern_that_would_not_do_is_said_in_a_sentence(pattern: str, said: str) -> None:
    assert said in pattern_problem(pattern)


def test_the_usual_pattern_and_every_known_word_pass() -> None:
    assert pattern_problem(USUAL_PATTERN) == ""
    assert pattern_problem("".join(f"{{{name}}}" for name in PLACEHOLDERS)) == ""


@given(st.text(max_size=60))
def test_a_pattern_that_passes_can_be_written(pattern: str) -> None:
    if not pattern_problem(pattern):
        assert "2026" in format_number(pattern, parts(9)) and "9" in format_number(pattern, parts(9))


def test_each_kind_has_a_code_and_a_short_name_of_its_own() -> None:
    assert set(USUAL_CLASS) == set(SHORT) == set(LetterKind) and len(set(SHORT.values())) == len(SHORT)
    assert all(CODE.fullmatch(code) for code in USUAL_CLASS.values())
