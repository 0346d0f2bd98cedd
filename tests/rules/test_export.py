"""What each role gets in a file, cell by cell, and how the filter reads in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from puskesos.rules.export import (
    ExportList,
    Shown,
    describe_cases,
    describe_people,
    exported_row,
    left_out,
    reason_is_enough,
    shown_columns,
)

TODAY, ZONE = date(2026, 11, 17), ZoneInfo("Asia/Jakarta")
SITI = {
    "name": "Siti Nurhaliza",
    "alias": "Bu Siti",
    "sex": "P",
    "nik": "3216995206790003",
    "kk": "3216991206790001",
    "birth_place": "Bekasi",
    "birth_date": date(1979, 6, 12),
    "birth_year_estimate": None,
    "village_name": "Pantai Bahagia",
    "rt": "004",
    "rw": "002",
    "address": "Kp. Muara",
    "phone": "081200001234",
    "occupation": "Nelayan",
    "household_role": "istri",
    "status": "hidup",
    "dtsen_status": "terdaftar",
    "decile": 3,
    "programs": "PKH",
}
CASE = {
    "number": "321617-2611-0001",
    "registered_on": date(2026, 11, 17),
    "client_name": "Siti Nurhaliza",
    "village_name": "Pantai Bahagia",
    "service_name": "Reaktivasi PBI",
    "priority": "segera",
    "state": "terdaftar",
    "state_since": datetime(2026, 11, 16, 18, 30, tzinfo=UTC),
    "due_on": date(2026, 11, 20),
    "closed_at": None,
}


def told(values: dict[str, object], kind: ExportList, *, names: bool, full_numbers: bool = False) -> dict[str, object]:
    """The file's row by title."""
    columns = shown_columns(kind, names=names, full_numbers=full_numbers)
    cells = exported_row(values, columns, TODAY, ZONE)
    return {column.title: cell for (column, _), cell in zip(columns, cells, strict=True)}


def test_with_names_the_numbers_are_masked() -> None:
    row = told(SITI, ExportList.WARGA, names=True)
    assert (row["Nama"], row["NIK"], row["Nomor KK"]) == ("Siti Nurhaliza", "3216••••••••0003", "3216••••••••0001")
    assert (row["Tanggal lahir"], row["Umur"], row["HP"]) == (date(1979, 6, 12), 47, "081200001234")
    assert (row["Hubungan dalam keluarga"], row["Keadaan"], row["Status DTSEN"]) == ("Istri", "Hidup", "Terdaftar")
    assert not left_out(ExportList.WARGA, names=True)


def test_full_numbers_leave_only_together_with_names() -> None:
    row = told(SITI, ExportList.WARGA, names=True, full_numbers=True)
    assert (row["NIK"], row["Nomor KK"]) == (SITI["nik"], SITI["kk"])
    assert "NIK" not in told(SITI, ExportList.WARGA, names=False, full_numbers=True)


def test_without_names_there_is_nothing_to_call_or_find_a_person_by() -> None:
    assert told(SITI, ExportList.WARGA, names=False) == {
        "Nama": "S. N.",
        "L/P": "P",
        "Umur": 47,
        "Desa/kelurahan": "Pantai Bahagia",
        "RT": "004",
        "RW": "002",
        "Keadaan": "Hidup",
        "Status DTSEN": "Terdaftar",
        "Desil": 3,
    }
    assert {"NIK", "Nomor KK", "HP", "Alamat", "Tanggal lahir"} <= set(left_out(ExportList.WARGA, names=False))


def test_a_birth_year_that_is_guessed_says_so() -> None:
    row = told(SITI | {"birth_date": None, "birth_year_estimate": 1956}, ExportList.WARGA, names=True)
    assert (row["Tanggal lahir"], row["Umur"]) == ("sekitar 1956", 70)


def test_what_is_not_known_stays_empty() -> None:
    empty = dict.fromkeys(SITI, "") | {"nik": None, "kk": None, "birth_date": None, "decile": None, "name": "Wati"}
    row = told(empty | {"birth_year_estimate": None, "status": "hidup"}, ExportList.WARGA, names=True)
    assert {title for title, cell in row.items() if cell} == {"Nama", "Keadaan"}


@pytest.mark.parametrize(("names", "client"), [(True, "Siti Nurhaliza"), (False, "S. N.")])
def test_a_case_is_told_in_words_and_days_of_the_hub(names: bool, client: str) -> None:
    row = told(CASE, ExportList.KASUS, names=names)
    assert (row["Klien"], row["Status"], row["Prioritas"]) == (client, "Terdaftar", "Segera")
    assert (row["Status sejak"], row["Ditutup"]) == (date(2026, 11, 17), None)


def test_no_role_without_names_gets_a_number_even_masked() -> None:
    for kind in ExportList:
        assert {how for _, how in shown_columns(kind, names=False)} <= {Shown.UTUH, Shown.INISIAL}


@pytest.mark.parametrize(
    ("filter_", "words"),
    [
        ({"status": "hidup", "village": "Pantai Bahagia"}, "Warga hidup di Pantai Bahagia"),
        ({"status": "", "without_nik": True}, "Warga dengan semua keadaan tanpa NIK di semua desa"),
        ({"found": True}, "Warga hasil pencarian"),
    ],
)
def test_people_in_words(filter_: dict[str, object], words: str) -> None:
    usual = {"status": "hidup", "village": "", "without_nik": False, "found": False}
    assert describe_people(**usual | filter_) == words


@pytest.mark.parametrize(
    ("filter_", "words"),
    [
        ({}, "Kasus yang terbuka di semua desa"),
        ({"state": "terdaftar", "village": "Pantai Bakti"}, "Kasus berstatus Terdaftar di Pantai Bakti"),
        (
            {"state": "", "area": "kesehatan", "priority": "darurat", "late": True, "searched": True},
            "Kasus semua status yang cocok dengan pencarian prioritas darurat bidang kesehatan lewat batas waktu "
            "di semua desa",
        ),
    ],
)
def test_cases_in_words(filter_: dict[str, object], words: str) -> None:
    usual = {"state": "terbuka", "village": "", "area": "", "priority": "", "late": False, "searched": False}
    assert describe_cases(**usual | filter_) == words


@pytest.mark.parametrize(("text", "enough"), [("rapat", True), ("..... 1", False), ("12345", False), ("data", False)])
def test_a_reason_has_five_letters(text: str, enough: bool) -> None:
    assert reason_is_enough(text) is enough
