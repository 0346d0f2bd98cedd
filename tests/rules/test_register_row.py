"""What a row of a list says, and what it would change about a known person: pure, so without a database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.person import FIELD_LABELS
from puskesos.rules.register_columns import FIELDS
from puskesos.rules.register_compare import COLUMNS, UPDATABLE, compare, compare_programs
from puskesos.rules.register_import import ImportState, applies_as_new, is_to_apply
from puskesos.rules.register_row import Entry, Setting, missing, new_columns, read_entry
from puskesos.rules.register_values import Value, read_row
from puskesos.rules.register_village import village_key

DATA_ON, TODAY = date(2026, 11, 1), date(2026, 11, 17)
SETTING = Setting({}, {"pantai bahagia": 1, "3216172001": 1}, DATA_ON, TODAY)
NAMES = {1: "Pantai Bahagia", 2: "Pantai Bakti", 3: "Jaya Sakti", 4: "Sukamaju 1"}
PERSON: dict[str, Any] = {
    "name": "Siti Aminah", "alias": "", "nik": None, "nik_reason": "hilang", "identity": "sebagian", "sex": "P",
    "birth_date": date(1980, 8, 17), "birth_year_estimate": None, "village_id": 1, "address": "Kp. Beting",
    "phone": "", "occupation": "Nelayan", "status": "hidup", "status_on": None, "household_id": 7, "kk": "1",
    "household_role": "anak", "dtsen_status": "", "decile": None, "decile_period": "", "decile_on": None,
    "decile_channel": "",
}  # fmt: skip


def said(constants: dict[str, str] | None = None, **values: object) -> Entry:
    """The entry of a row with these values."""
    setting = Setting(constants or {}, SETTING.villages, DATA_ON, TODAY)
    return read_entry({name: Value(value) for name, value in values.items()}, setting)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("Desa PANTAI BAHAGIA", "pantai bahagia", id="with its kind"),
        pytest.param("Kel. Pantai Bahagia", "pantai bahagia", id="a short kind"),
        pytest.param("32.16.17.2001", "3216172001", id="a code with dots"),
        pytest.param("3216172001", "3216172001", id="a code without"),
    ],
)
def test_a_village_is_known_by_name_or_code(text: str, key: str) -> None:
    assert village_key(text) == key


def test_an_empty_cell_says_nothing() -> None:
    entry = said(name="Siti", religion=None, phone="", village="Pantai Bahagia")
    assert entry.person == {"name": "Siti", "village_id": 1}
    assert missing(entry) == ["Jenis kelamin kosong dan tidak dapat dibaca dari NIK."]


def test_a_problem_refuses_and_a_note_is_kept() -> None:
    entry = read_entry(
        {"name": Value(problem="Nama rusak."), "phone": Value("0812", note="Angka 0 dipulihkan.")}, SETTING
    )
    assert (entry.problems, entry.notes) == (["Nama rusak."], ["Angka 0 dipulihkan."])


@pytest.mark.parametrize(
    ("values", "address"),
    [
        pytest.param(
            {"address": "Jl. Raya", "dusun": "Beting"}, "Jl. Raya, Dusun Beting", id="dusun behind the street"
        ),
        pytest.param({"dusun": "Kp. Beting"}, "Kp. Beting", id="a kampung keeps its name"),
        pytest.param({"address": "Dusun Beting RT 1", "dusun": "Beting"}, "Dusun Beting RT 1", id="said already"),
    ],
)
def test_a_dusun_belongs_to_the_address(values: dict[str, str], address: str) -> None:
    assert said(**values).person["address"] == address


def test_an_age_counts_from_the_day_of_the_list_and_only_without_a_birth_date() -> None:
    assert said(age=40).person == {"birth_year_estimate": 1986}
    assert "birth_year_estimate" not in said(age=40, birth_date=date(1980, 8, 17)).person


def test_alive_is_what_every_list_takes_for_granted() -> None:
    assert "status" not in said(status="hidup").person
    assert said(status="meninggal").person == {"status": "meninggal", "status_on": DATA_ON}
    assert said(status="meninggal", status_on=date(1979, 1, 1), birth_date=date(1980, 8, 17)).problems


def test_a_decile_means_registered_on_the_day_of_the_list() -> None:
    person = said({"decile_period": "TW IV 2026"}, decile=3).person
    assert (person["dtsen_status"], person["decile_on"], person["decile_period"]) == (
        "terdaftar",
        DATA_ON,
        "TW IV 2026",
    )


def test_programs_come_from_the_list_the_row_and_its_yes_columns() -> None:
    entry = said({"program": "pkh"}, has_pkh="ya", has_pip="ya", has_sembako="tidak", card_number="601")
    assert [(one["program"], one["card_number"]) for one in entry.programs] == [("pkh", "601"), ("pip", "")]
    ended = said(program="pkh", program_status="berhenti")
    assert ended.programs[0]["until"] == DATA_ON
    assert said(program="pkh", program_status="berhenti", since=date(2026, 11, 5)).problems


def test_a_new_person_without_a_nik_says_that_it_is_not_known() -> None:
    columns = new_columns(said(name="Siti", sex="P"))
    assert (columns["identity"], columns["nik_reason"]) == ("sebagian", "tidak_diketahui")
    assert new_columns(said(nik="3216995708800001", sex="P"))["identity"] == "lengkap"


def changes(entry: Entry, chosen: set[str], kept: dict[str, str] | None = None, **person: Any) -> Any:
    return compare(entry, PERSON | person, chosen=chosen, kept=kept or {})


def test_capitals_and_spaces_are_no_change() -> None:
    assert not changes(said(name="SITI  AMINAH", occupation="nelayan"), {"name", "occupation"})


def test_a_known_nik_is_never_replaced_and_a_missing_one_filled() -> None:
    entry = said(nik="3216995708800001", sex="P", birth_date=date(1980, 8, 17))
    filled = changes(entry, {"nik"})
    assert filled.fields["nik"] == (None, "3216995708800001")
    assert filled.fields["identity"] == ("sebagian", "lengkap")
    assert list(changes(entry, {"nik"}, nik="3216995708800009").kept) == ["nik"]


def test_a_field_that_stays_is_still_filled_when_empty() -> None:
    entry, kept = said(occupation="Buruh", phone="081200001111"), {"occupation": "diubah", "phone": "diubah"}
    found = changes(entry, {"occupation", "phone"}, kept)
    assert (list(found.fields), found.kept) == (["phone"], {"occupation": "diubah"})


def test_moving_to_another_card_takes_the_role_along() -> None:
    entry = said(kk="2", household_role="istri")
    assert changes(entry, {"kk"}).fields == {"kk": ("1", "2"), "household_role": ("anak", "istri")}
    assert changes(entry, {"household_role"}).fields == {}  # the role is one in another family
    assert changes(said(household_role="istri"), {"household_role"}).fields == {"household_role": ("anak", "istri")}


def test_memberships_are_matched_by_program() -> None:
    runs = {
        "id": 5,
        "program": "pkh",
        "status": "aktif",
        "card_number": "601",
        "since": None,
        "until": None,
        "note": "",
    }
    same = said(program="pkh", card_number="601")
    assert compare_programs(same, [runs], chosen={"program"}, is_list=False, kept={}) == ([], {})
    ended = said(program="pkh", program_status="berhenti")
    (one,), stays = compare_programs(ended, [runs], chosen=set(), is_list=True, kept={})
    assert (one["id"], one["new"], stays) == (5, {"status": "berhenti", "until": DATA_ON}, {})
    assert compare_programs(ended, [runs], chosen=set(), is_list=True, kept={5: "diubah"})[0] == []
    assert compare_programs(ended, [runs], chosen=set(), is_list=False, kept={})[0] == []


def test_every_column_that_may_change_has_a_name_in_words() -> None:
    assert {column for columns in COLUMNS.values() for column in columns} <= FIELD_LABELS.keys()
    assert UPDATABLE - {"age", "dusun"} <= FIELDS.keys()


@pytest.mark.parametrize(
    ("verdict", "choice", "applies", "as_new"),
    [
        pytest.param("baru", "", True, True, id="new"),
        pytest.param("berubah", "", True, False, id="changed"),
        pytest.param("sama", "", False, False, id="the same"),
        pytest.param("ragu", "", False, False, id="undecided"),
        pytest.param("ragu", "lewati", False, False, id="left out"),
        pytest.param("ragu", "sama", True, False, id="decided: the same person"),
        pytest.param("ragu", "baru", True, True, id="decided: somebody else"),
        pytest.param("ditolak", "", False, False, id="refused"),
    ],
)
def test_what_applying_does_with_a_row(verdict: str, choice: str, applies: bool, as_new: bool) -> None:
    assert (is_to_apply(verdict, choice), applies_as_new(verdict, choice)) == (applies, as_new)


def test_every_state_has_words() -> None:
    assert all(state.label for state in ImportState)


cells = st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats(), st.dates(), st.booleans())


@given(row=st.lists(cells, min_size=len(FIELDS), max_size=len(FIELDS)))
def test_whatever_a_row_holds_it_is_read(row: list[Any]) -> None:
    entry = read_entry(read_row(dict(enumerate(FIELDS)), row, today=TODAY), SETTING)
    changes(entry, set(UPDATABLE), **{column: "" for columns in COLUMNS.values() for column in columns})
    new_columns(entry)


HUB = Setting({}, {"pantai bahagia": 1, "pantai bakti": 2, "jaya sakti": 3, "sukamaju 1": 4}, DATA_ON, TODAY, NAMES)


@pytest.mark.parametrize(
    ("text", "village"),
    [
        pytest.param("PANTAIBAHAGIA", 1, id="without the space"),
        pytest.param("DESA/KEL. Pantai  bahagia", 1, id="both kinds"),
        pytest.param("Desa Kelurahan Pantai Bahagia", 1, id="kind after kind"),
        pytest.param("Jaya-Sakti", 3, id="a hyphen"),
    ],
)
def test_kinds_and_spaces_do_not_make_another_village(text: str, village: int) -> None:
    entry = read_entry({"village": Value(text)}, HUB)
    assert (entry.person, entry.notes, entry.problems) == ({"village_id": village}, [], [])


@pytest.mark.parametrize(
    ("text", "village", "name"),
    [
        pytest.param("Pantai Bahagja", 1, "Pantai Bahagia", id="a slip"),
        pytest.param("Pantai Bhagia", 1, "Pantai Bahagia", id="a letter left out"),
        pytest.param("Pantai Bahaiga", 1, "Pantai Bahagia", id="two letters changed places"),
        pytest.param("Djaja Sakti", 3, "Jaya Sakti", id="old spelling"),
        pytest.param("Pantai Bahagia (Kec. Muaragembong)", 1, "Pantai Bahagia", id="with its kecamatan"),
        pytest.param("Pantai Bahagia, Kec. Muaragembong", 1, "Pantai Bahagia", id="kecamatan after a comma"),
    ],
)
def test_a_slip_is_read_as_the_one_village_that_is_near_and_says_so(text: str, village: int, name: str) -> None:
    entry = read_entry({"village": Value(text)}, HUB)
    assert entry.person == {"village_id": village} and entry.problems == []
    assert entry.notes == [f"Desa “{text}” dibaca sebagai {name}."]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("Tambun", "Desa “Tambun” tidak dilayani hub ini.", id="far from all"),
        pytest.param(
            "Pantai Bahari",
            "Desa “Pantai Bahari” tidak dilayani hub ini. Mungkin maksudnya Pantai Bahagia atau Pantai Bakti?",
            id="near two",
        ),
        pytest.param(
            "Sukamaju 2", "Desa “Sukamaju 2” tidak dilayani hub ini. Mungkin maksudnya Sukamaju 1?", id="a number"
        ),
    ],
)
def test_another_village_is_refused_with_what_may_be_meant(text: str, problem: str) -> None:
    entry = read_entry({"village": Value(text)}, HUB)
    assert entry.problems == [problem] and not entry.person
