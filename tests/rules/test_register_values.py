"""Every cell of a register becomes a value of ours or a sentence that says what may stand there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.code import Code
from puskesos.rules.person import Education, HouseholdRole, MaritalStatus, Nationality, Religion
from puskesos.rules.register_cell import Cell, CellError, show_cell
from puskesos.rules.register_headings import COMBINED, FIELDS
from puskesos.rules.register_values import read_row, read_value
from puskesos.rules.register_words import TABLES

TODAY = date(2026, 11, 17)
SINGLE = [field for field in FIELDS if field not in COMBINED]
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


@pytest.mark.parametrize("field", SINGLE)
@pytest.mark.parametrize("cell", [None, "", " ", "-", "--", "–", "NULL", "tidak ada", "\u00a0"])
def test_signs_for_nothing_are_nothing(field: str, cell: Cell) -> None:
    if field.startswith("has_") and cell == "tidak ada":
        return
    assert read(field, cell) is None


@pytest.mark.parametrize("cell", ["001", 1.0, "1.0", "1", "RT 01", "RT.001", "Rw 1"])
def test_rt_as_three_figures(cell: Cell) -> None:
    assert read("rt", cell) == "001"


@pytest.mark.parametrize("cell", ["1234", "A", date(2020, 1, 2), 1.5, -1.0])
def test_what_is_no_rt_is_refused(cell: Cell) -> None:
    assert problem("rt", cell)


@pytest.mark.parametrize(
    ("field", "enum"),
    [
        ("religion", Religion),
        ("marital_status", MaritalStatus),
        ("education", Education),
        ("nationality", Nationality),
        ("household_role", HouseholdRole),
    ],
)
def test_lists_take_our_labels_our_codes_and_the_numbers_of_opensid(field: str, enum: type[Code]) -> None:
    for number, one in enumerate(enum, start=1):
        assert {read(field, cell) for cell in (one.label, one.label.upper(), str(one), str(number), float(number))} == {
            one
        }


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        *[("sex", cell, "L") for cell in ("L", "lk", "LAKI-LAKI", "Laki - Laki", "Pria", 1.0, "1")],
        *[("sex", cell, "P") for cell in ("P", "Pr", "PEREMPUAN", "Wanita", 2.0)],
        ("religion", "KATHOLIK", "katolik"),
        ("education", "AKADEMI/ DIPLOMA III/S. MUDA", "d3"),
        ("education", "DIPLOMA IV/ STRATA I", "s1"),
        ("education", "TAMAT SD / SEDERAJAT", "sd"),
        ("education", "SMK", "slta"),
        ("marital_status", "KAWIN BELUM TERCATAT", "kawin"),
        ("household_role", "ISTERI", "istri"),
        ("disability", "Tuna netra", "netra"),
        ("disability", "Fisik, Rungu", "fisik,rungu"),
        ("disability", 7.0, None),
        ("condition", "hamil dan odgj", "hamil,odgj"),
        ("status", "MENINGGAL DUNIA", "meninggal"),
        ("status", 3.0, "pindah"),
        ("dtsen_status", "YA", "terdaftar"),
        ("program", "BPNT", "sembako"),
        ("program_status", "Non Aktif", "berhenti"),
        ("has_pkh", "YA", "ya"),
        ("has_pkh", "✓", "ya"),
        ("has_pkh", False, "tidak"),
        ("has_pkh", 0.0, "tidak"),
        ("decile", "Desil 3", 3),
        ("decile", 10.0, 10),
        ("age", "35 tahun", 35),
        ("age", 0.0, 0),
        ("name", "  SITI   NURJANAH ", "SITI NURJANAH"),
        ("village", "Desa Pantai Bahagia", "Pantai Bahagia"),
    ],
)
def test_words_of_the_field_become_our_codes(field: str, cell: Cell, code: object) -> None:
    assert read(field, cell) == code


@pytest.mark.parametrize(
    ("field", "cell", "word"),
    [
        ("sex", "X", "Pilihan: Laki-laki, Perempuan"),
        ("marital_status", "JANDA", "tidak dikenal"),
        ("status", "HILANG", "tidak dikenal"),
        ("decile", "11", "1 sampai 10"),
        ("decile", "6-10", "1 sampai 10"),
        ("age", "150", "0 sampai 120"),
        ("name", "3216991202700003", "berisi angka"),
        ("name", "x" * 101, "lebih dari 100"),
        ("name", "½", "tidak berisi huruf"),
        ("has_pkh", "mungkin", "Pilihan: Ya, Tidak"),
    ],
)
def test_other_words_are_refused_with_what_may_stand_there(field: str, cell: Cell, word: str) -> None:
    assert word in problem(field, cell)


def test_every_table_gives_words_of_its_list() -> None:
    assert not [code for table in TABLES.values() for code in table.values() if code != code.strip()]


@pytest.mark.parametrize(
    ("cell", "rt", "rw"),
    [
        ("002/004", "002", "004"),
        ("RT 2 RW 4", "002", "004"),
        ("2-4", "002", "004"),
        ("-", None, None),
        ("/", None, None),
    ],
)
def test_rt_and_rw_out_of_one_column(cell: Cell, rt: str | None, rw: str | None) -> None:
    found = read_row({0: "rt_rw"}, [cell], today=TODAY)
    assert (found["rt"].value, found["rw"].value) == (rt, rw)


@pytest.mark.parametrize("cell", ["12", date(2026, 4, 2), 2.004, "1/2/3"])
def test_an_unclear_rt_rw_is_refused(cell: Cell) -> None:
    assert all(value.problem for value in read_row({0: "rt_rw"}, [cell], today=TODAY).values())


@pytest.mark.parametrize("cell", ["Bekasi, 17-08-1945", "BEKASI / 17 Agustus 1945", "Bekasi 17/08/1945"])
def test_place_and_day_out_of_one_column(cell: str) -> None:
    found = read_row({2: "birth_place_date"}, ["", "", cell], today=TODAY)
    assert (str(found["birth_place"].value).title(), found["birth_date"].value) == ("Bekasi", INDEPENDENCE)


def test_a_row_that_is_too_short_has_empty_fields() -> None:
    found = read_row({0: "name", 9: "nik"}, ["Karta"], today=TODAY)
    assert (found["name"].value, found["nik"].value) == ("Karta", None)


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (3216991202700003.0, "3216991202700003"), (1.5, "1.5"), (True, "YA"), (INDEPENDENCE, "1945-08-17")],
)
def test_cells_as_people_read_them(cell: Cell, text: str) -> None:
    assert show_cell(cell) == text


ODD = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789.,-/E+ '", max_size=20),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.booleans(),
    st.none(),
    st.text(max_size=8).map(CellError),
)


@given(st.sampled_from(sorted(FIELDS)), ODD)
def test_reading_never_fails_and_never_gives_both_value_and_problem(field: str, cell: Cell) -> None:
    for value in read_row({0: field}, [cell], today=TODAY).values():
        assert value.value is None or not value.problem
        assert value.value != ""
