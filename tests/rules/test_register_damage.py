"""Dates and long numbers out of Excel: every form that can be read is, and damage is named, not guessed away."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from puskesos.rules.register_cell import Cell, CellError
from puskesos.rules.register_values import read_value

TODAY = date(2026, 11, 17)
INDEPENDENCE = date(1945, 8, 17)


def read(field: str, cell: Cell) -> object:
    """The value; a cell that must be fine has no problem."""
    value = read_value(field, cell, today=TODAY)
    assert not value.problem
    return value.value


def problem(field: str, cell: Cell) -> str:
    value = read_value(field, cell, today=TODAY)
    assert value.value is None
    return value.problem


@pytest.mark.parametrize(
    "cell",
    [
        INDEPENDENCE,
        datetime(1945, 8, 17, 7, 30),
        16666.0,
        "16666",
        17081945.0,
        "19450817",
        "17/08/1945",
        "17-8-1945",
        "17.08.1945",
        "17 08 1945",
        "17 Agustus 1945",
        "17 AGT 45",
        "17-Aug-45",
        "17-08-45",
        "1945-08-17",
        "1945-08-17 00:00:00",
        "'17/08/1945",
        "Jumat, 17 Agustus 1945",
    ],
)
def test_birth_dates_in_every_form_of_excel(cell: Cell) -> None:
    assert read("birth_date", cell) == INDEPENDENCE


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("08/17/1945", "terbalik"),
        ("31/02/1980", "kalender"),
        ("17 Agustos 1945", "tidak dikenal"),
        ("1945", "Hanya tahun"),
        (1945.0, "Hanya tahun"),
        ("01/01/2031", "belum terjadi"),
        ("01/01/1700", "kalender"),
        ("kemarin", "bukan tanggal"),
        (True, "Bukan tanggal"),
        (1e300, "bukan tanggal"),
        (7.5e-9, "bukan tanggal"),
    ],
)
def test_what_cannot_be_a_birth_date_is_refused_with_the_reason(cell: Cell, word: str) -> None:
    assert word in problem("birth_date", cell)


def test_two_figures_of_a_year_are_read_with_a_note() -> None:
    value = read_value("birth_date", "02/03/07", today=TODAY)
    assert (value.value, value.note) == (date(2007, 3, 2), "Tahun dua angka dibaca 2007.")


def test_only_the_end_of_a_program_may_lie_ahead() -> None:
    assert read("until", "31/12/2027") == date(2027, 12, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "3216991202700003",
        "'3216991202700003",
        "3216 9912 0270 0003",
        "3216.9912.0270.0003",
        3216991202700003.0,
        "3216991202700003.0",
        "\u200b3216991202700003\u00a0",
    ],
)
def test_a_whole_nik_in_any_dress(cell: Cell) -> None:
    assert read("nik", cell) == "3216991202700003"


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("3.216E+15", "rusak oleh Excel"),
        ("3,21699E+15", "rusak oleh Excel"),
        (3216991234567890.0, "angka terakhir hilang"),
        ("3216990000000000", "angka terakhir hilang"),
        ("3216991234560000.0", "angka terakhir hilang"),
        (9216991234567893.0, "angka terakhir hilang"),
        ("321699120270000", "hanya 15 angka"),
        (321699120270000.0, "hanya 15 angka"),
        ("32169912027000031", "17 angka"),
        ("321699120270000X", "harus 16 angka"),
        ("1111111111111111", "tidak wajar"),
        (date(2020, 1, 2), "menjadi tanggal"),
        (CellError("#N/A"), "rumus yang gagal (#N/A)"),
        (CellError("#RUMUS"), "belum dihitung"),
    ],
)
def test_a_broken_nik_is_explained(cell: Cell, word: str) -> None:
    assert word in problem("nik", cell)


@pytest.mark.parametrize("cell", [0.0, "0", "-", "0000000000000000"])
def test_a_nik_of_nothing_is_no_nik(cell: Cell) -> None:
    assert read("nik", cell) is None


def test_a_card_number_suffers_like_a_nik() -> None:
    assert "rusak oleh Excel" in problem("card_number", 6032991234567890.0)
    assert read("card_number", "0001234567890") == "0001234567890"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (81234567890.0, "081234567890"),
        ("0812-3456-7890", "081234567890"),
        ("+62 812 3456 7890", "081234567890"),
        ("081234567890 / 081234567891", "081234567890"),
        ("81234567890.0", "081234567890"),
    ],
)
def test_phone_numbers_get_their_zero_back(cell: Cell, number: str) -> None:
    assert read("phone", cell) == number


@pytest.mark.parametrize("cell", ["8.12E+10", "021-555", "lima", date(2020, 1, 1)])
def test_what_is_no_mobile_number_is_refused(cell: Cell) -> None:
    assert problem("phone", cell)
