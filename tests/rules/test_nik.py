"""NIK and KK: domain.md 4.1. Invented numbers begin with 321699."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.nik import Remark, check_kk, check_nik, clean_digits, mask_number, read_nik

TODAY = date(2026, 11, 21)
NEARLY_NUMBERS = st.text(alphabet="0123456789 .-x٣", max_size=24) | st.text()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3216 9917 0890 0001", "3216991708900001"),
        ("321699.170890-0001", "3216991708900001"),
        ("321699\u00a0170890\u20130001", "3216991708900001"),
        ("32169917089O0001", "32169917089O0001"),
    ],
    ids=["spaces", "dots and dash", "hard space and long dash", "letter O is kept for the check"],
)
def test_separators_are_dropped(typed: str, kept: str) -> None:
    assert clean_digits(typed) == kept


@pytest.mark.parametrize(
    ("nik", "birth_date", "sex"),
    [
        pytest.param("3216991708900001", date(1990, 8, 17), "L", id="man"),
        pytest.param("3216995708900001", date(1990, 8, 17), "P", id="woman: day plus 40"),
        pytest.param("3216992111260001", date(2026, 11, 21), "L", id="born today"),
        pytest.param("3216992211260001", date(1926, 11, 22), "L", id="tomorrow means a hundred years ago"),
        pytest.param("3216992902230001", None, None, id="29 February of a common year"),
        pytest.param("3216993502230001", None, None, id="day 35"),
        pytest.param("321699170890001", None, None, id="15 digits"),
    ],
)
def test_birth_date_and_sex_are_read(nik: str, birth_date: date | None, sex: str | None) -> None:
    reading = read_nik(nik, TODAY)
    assert (reading.birth_date, reading.sex) == (birth_date, sex)


def test_region_codes_come_without_dots() -> None:
    reading = read_nik("3216991708900001", TODAY)
    assert (reading.province, reading.regency, reading.district) == ("32", "3216", "321699")


@pytest.mark.parametrize(
    ("nik", "known", "level", "message", "field"),
    [
        ("321699170890001", {}, "error", "NIK harus 16 angka.", "nik"),
        ("32169917089O0001", {}, "error", "NIK harus 16 angka.", "nik"),
        ("", {}, "error", "NIK harus 16 angka.", "nik"),
        ("1111111111111111", {}, "error", "NIK tidak wajar.", "nik"),
        ("1234567890123456", {}, "error", "NIK tidak wajar.", "nik"),
        ("0016991708900001", {}, "error", "NIK tidak wajar.", "nik"),
        ("9916991708900001", {}, "warning", "Kode provinsi tidak dikenal.", "nik"),
        ("3216993213900001", {}, "warning", "Tanggal pada NIK tidak lazim.", "nik"),
        ("3216991708900000", {}, "warning", "Nomor urut 0000 pada NIK tidak lazim.", "nik"),
        (
            "3216991708900001",
            {"birth_date": date(1990, 8, 18)},
            "warning",
            "Tanggal lahir berbeda dari NIK - periksa KTP/KK.",
            "birth_date",
        ),
        ("3216991708900001", {"sex": "P"}, "warning", "Jenis kelamin berbeda dari NIK.", "sex"),
        ("3216991708900001", {"kk": "3216.9917.0890.0001"}, "warning", "NIK sama dengan Nomor KK.", "nik"),
        (
            "3201991708900001",
            {"regency_code": "3216"},
            "info",
            "NIK terbit di luar kabupaten (Kabupaten Bogor).",
            "nik",
        ),
        ("3269991708900001", {"regency_code": "32.16"}, "info", "NIK terbit di luar kabupaten (kode 32.69).", "nik"),
    ],
)
def test_one_thing_wrong_gives_one_remark(
    nik: str, known: dict[str, object], level: str, message: str, field: str
) -> None:
    assert check_nik(nik, today=TODAY, **known) == [Remark(level, message, field)]


@pytest.mark.parametrize(
    ("nik", "known"),
    [
        pytest.param(
            "3216991708900001",
            {"birth_date": date(1990, 8, 17), "sex": "L", "kk": "3216991501200001", "regency_code": "32.16"},
            id="everything agrees",
        ),
        pytest.param("3216991708240001", {"birth_date": date(1924, 8, 17)}, id="a person over 100"),
        pytest.param("5403991708600001", {}, id="old number of Timor Timur"),
    ],
)
def test_nothing_is_said_without_need(nik: str, known: dict[str, object]) -> None:
    assert check_nik(nik, today=TODAY, **known) == []


@pytest.mark.parametrize(
    ("kk", "levels"),
    [("3216991501200001", []), ("3216995501200001", ["info"]), ("32169915012", ["error"]), ("kartu", ["error"])],
    ids=["fine", "no such date", "too short", "letters"],
)
def test_a_kk_number_is_checked_for_length_only(kk: str, levels: list[str]) -> None:
    assert [remark.level for remark in check_kk(kk)] == levels


@pytest.mark.parametrize(
    ("text", "masked"),
    [("3216991708900003", "3216••••••••0003"), ("12345678", "••••••••"), ("", ""), ("1234567890", "1234••7890")],
)
def test_the_middle_of_a_number_is_hidden(text: str, masked: str) -> None:
    assert mask_number(text) == masked


@given(NEARLY_NUMBERS, NEARLY_NUMBERS, st.dates(), st.dates())
def test_no_text_ever_raises(text: str, other: str, today: date, birth_date: date) -> None:
    read_nik(text, today)
    check_nik(text, today=today, birth_date=birth_date, sex="L", kk=other, regency_code=other)
    check_kk(text)
    mask_number(text)


@given(st.integers(10**15, 10**16 - 1), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_read_birth_date_never_lies_in_the_future(number: int, today: date) -> None:
    birth_date = read_nik(str(number), today).birth_date
    assert birth_date is None or birth_date <= today


@given(NEARLY_NUMBERS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_digits(clean_digits(text)) == clean_digits(text)
