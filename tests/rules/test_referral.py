"""Numbers of letters and referrals, the short code on a letter, and what the office's answers lead to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.letter_code import LETTERS, code_from, looks_like_code, read_code, show_code
from puskesos.rules.referral import (
    BASIS_NOTES,
    OFFICE_ANSWERS,
    STAFF_CHANNELS,
    LegalBasis,
    answer_days,
    answer_due,
    is_unanswered,
    must_tell_family,
    referral_number,
    usual_basis,
)
from puskesos.rules.referral_path import OPEN_REFERRAL_STATES, ReferralState, find_referral_transition

numbers = st.integers(min_value=0, max_value=2**256 - 1)


def test_a_referral_is_numbered_as_the_field_does() -> None:
    assert referral_number("32.16.17", date(2026, 11, 17), 7) == "R-321617-2611-0007"


@pytest.mark.parametrize(
    ("priority", "own", "days"),
    [("darurat", None, 0), ("segera", None, 1), ("biasa", None, 5), ("biasa", 10, 10), ("segera", 10, 1)],
)
def test_an_office_has_days_by_urgency_and_its_own_where_nothing_presses(
    priority: str, own: int | None, days: int
) -> None:
    assert answer_days(priority, urgent=0, prompt=1, usual=5, own=own) == days


@pytest.mark.parametrize(("priority", "basis"), [("darurat", "kepentingan_vital"), ("biasa", "tugas_pelayanan_publik")])
def test_a_hub_serves_the_public_and_in_an_emergency_saves_life(priority: str, basis: str) -> None:
    assert usual_basis(priority) == basis and LegalBasis.PUBLIK not in BASIS_NOTES


@pytest.mark.parametrize(
    ("typed", "is_code"),
    [
        ("K7QF-2M9T-HXWB", True),
        ("k7qf 2m9t hxw", True),
        ("K7QF-2M9T-HXW0", True),
        ("R-321617-2611-0007", False),
        ("R3216172611", False),
        ("321617-2611-0042", False),
        ("400.9/017/PKS", False),
        ("Polsek Tambun", False),
        ("Dinas Sosial", False),
        ("", False),
    ],
)
def test_a_mistyped_code_is_told_from_a_number_or_a_name(typed: str, is_code: bool) -> None:
    assert looks_like_code(typed) is is_code


def test_an_answer_is_due_after_working_days_of_the_hub() -> None:
    friday = date(2026, 11, 20)
    assert answer_due(friday, 1) == date(2026, 11, 23)
    assert answer_due(friday, 1, {date(2026, 11, 23)}) == date(2026, 11, 24)


@given(numbers)
def test_a_code_is_read_however_it_is_typed(number: int) -> None:
    code = code_from(number)
    assert len(code) == 12 and set(code) <= set(LETTERS)
    assert read_code(show_code(code)) == code
    assert read_code(f" {show_code(code).lower().replace('-', ' ')} ") == code


@given(numbers, st.integers(0, 11), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_noticed(number: int, place: int, letter: str) -> None:
    code = code_from(number)
    wrong = code[:place] + letter + code[place + 1 :]
    assert (read_code(wrong) is None) is (letter != code[place])


@given(numbers, st.integers(0, 9))
def test_two_letters_that_changed_places_are_noticed(number: int, place: int) -> None:
    code = code_from(number)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (read_code(wrong) is None) is (code[place] != code[place + 1])


@pytest.mark.parametrize("text", ["", "K7QF", "K7QF-2M9T-HXW", "0000-0000-0000", "IIII-OOOO-1111", "²" * 12, "A" * 400])
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize("state", ReferralState)
def test_an_answer_waits_for_the_family_exactly_until_it_is_told(state: ReferralState) -> None:
    answered = state in {ReferralState.SELESAI, ReferralState.DITOLAK}
    assert must_tell_family(state, None) is answered
    assert not must_tell_family(state, date(2026, 11, 17))
    assert is_unanswered(state) is (state in OPEN_REFERRAL_STATES and state != ReferralState.DRAF)


def test_an_office_may_say_received_and_later_finished_and_never_takes_it_back() -> None:
    assert all(find_referral_transition("dikirim", answer) for answer in OFFICE_ANSWERS)
    assert find_referral_transition("diterima", "selesai") and find_referral_transition("diproses", "ditolak")
    assert not any(find_referral_transition("selesai", answer) for answer in OFFICE_ANSWERS)
    assert not find_referral_transition("diproses", "diterima")


def test_staff_cannot_say_that_an_answer_came_through_the_code() -> None:
    assert "tautan" not in STAFF_CHANNELS
