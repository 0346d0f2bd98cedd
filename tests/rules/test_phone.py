"""Mobile numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.phone import normalise_phone, show_phone


@pytest.mark.parametrize(
    "text",
    ["081234567890", "+6281234567890", "6281234567890", "0812-3456-7890", "0812 3456 7890", "+62 (0)812.3456.7890"],
)
def test_every_way_of_writing_gives_one_number(text: str) -> None:
    assert normalise_phone(text) == "6281234567890"


@pytest.mark.parametrize(
    ("text", "accepted"),
    [("0812345678", True), ("0812345678901", True), ("081234567", False), ("08123456789012", False)],
    ids=["10 digits", "13 digits", "9 digits", "14 digits"],
)
def test_length_counts(text: str, accepted: bool) -> None:
    assert (normalise_phone(text) is not None) is accepted


@pytest.mark.parametrize("text", ["", "0812345678O", "021-5551234", "tidak ada", "+1 812 3456 7890", "٠٨١٢٣٤٥٦٧٨"])
def test_anything_else_is_no_number(text: str) -> None:
    assert normalise_phone(text) is None


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("6281234567890", "0812-3456-7890"), ("62812345678", "0812-3456-78"), ("tidak ada", "tidak ada"), ("", "")],
)
def test_numbers_are_shown_in_groups(stored: str, shown: str) -> None:
    assert show_phone(stored) == shown


@given(st.text(alphabet="0862 +-.()x", max_size=20) | st.text())
def test_no_text_raises_and_a_normalised_number_stays(text: str) -> None:
    normalised = normalise_phone(text)
    if normalised is not None:
        assert normalise_phone(normalised) == normalised
        assert normalise_phone(show_phone(normalised)) == normalised
