"""Case numbers given, read and searched."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.numbers import assignment_number, case_number, is_case_number, parse_case_number

DAY = date(2026, 11, 21)


def test_numbers_are_made_of_kecamatan_month_and_counter() -> None:
    assert case_number("321617", DAY, 42) == "321617-2611-0042"
    assert case_number("32.16.17", DAY, 10042) == "321617-2611-10042"
    assert assignment_number("321617", DAY, 7) == "T-321617-2611-0007"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("321617-2611-0042", "321617-2611-0042"),
        (" 321617 - 2611 - 42 ", "321617-2611-0042"),
        ("2611-0042", "2611-0042"),
        ("2611\u201342", "2611-0042"),
    ],
    ids=["full", "spaces, no zeros", "short", "long dash"],
)
def test_full_and_short_forms_are_read(text: str, read: str) -> None:
    assert str(parse_case_number(text)) == read


@pytest.mark.parametrize(
    "text", ["42", "", "2613-0042", "2611-0000", "T-321617-2611-0007", "0812-3456-7890", "321617-2611", "2611-1234567"]
)
def test_other_texts_are_no_case_number(text: str) -> None:
    assert not is_case_number(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 999_999))
def test_a_given_number_reads_back(day: date, seq: int) -> None:
    number = case_number("321617", day, seq)
    parsed = parse_case_number(number)
    assert parsed is not None
    assert (str(parsed), parsed.sequence) == (number, seq)
    assert number.endswith(parsed.tail)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    is_case_number(text)
