"""The dry run: which verdict a row gets against the registry and the rest of the file; nothing else is written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.matching import tell_apart
from puskesos.actions.person import Identity, change_person
from puskesos.config import Settings
from puskesos.models import ImportRow, Person
from puskesos.queries.import_rows import list_rows
from tests.cast import Cast, make_person, viewer_of
from tests.import_lists import FIELDS, Desk, row, rows_of, verdicts

NIK, OTHER_NIK = "3216995708800001", "3216995708800002"
KK = "3216990101100001"
BORN = date(1980, 8, 17)
BEFORE = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)  # before the day of the list


@pytest.fixture
def desk(cast: Cast, opened: Settings) -> Desk:
    return Desk(cast, opened)


def known(desk: Desk, name: str = "Siti Aminah", at: datetime = BEFORE, **about: object) -> Person:
    """Somebody of the registry, entered before the list was made."""
    with time_machine.travel(at):
        return make_person(desk.cast, name, **{"birth_date": BORN, "rt": "001", "rw": "002", **about})


def plan(one: ImportRow) -> dict[str, object]:
    return json.loads(one.changes)


def judged(desk: Desk, *rows: list[str], **how: object) -> list[ImportRow]:
    return rows_of(desk.checked(*rows, **how))


def test_a_known_nik_with_nothing_new_is_the_same(desk: Desk) -> None:
    person = known(desk, nik=NIK)
    (one,) = judged(desk, row(nik=NIK))
    assert (one.verdict, one.person_id, one.reasons) == ("sama", person.id, "")


def test_a_change_is_listed_old_and_new_and_written_nowhere(desk: Desk) -> None:
    known(desk, nik=NIK, occupation="Nelayan")
    (one,) = judged(desk, row("SITI AMINAH", nik=NIK, occupation="Pedagang", phone="081234567890"))
    assert one.verdict == "berubah"
    assert plan(one)["fields"] == {"occupation": ["Nelayan", "Pedagang"], "phone": ["", "081234567890"]}
    assert (Person.get().occupation, Person.get().version) == ("Nelayan", 1)


def test_only_ticked_columns_change_known_people(desk: Desk) -> None:
    known(desk, nik=NIK, occupation="Nelayan")
    (one,) = judged(desk, row(nik=NIK, occupation="Pedagang", phone="081234567890"), updates=["phone"])
    assert list(plan(one)["fields"]) == ["phone"]


def test_an_empty_cell_never_erases(desk: Desk) -> None:
    known(desk, nik=NIK, occupation="Nelayan", phone="081234567890")
    (one,) = judged(desk, row(nik=NIK))
    assert one.verdict == "sama"


def test_what_an_officer_changed_after_the_list_was_made_stays(desk: Desk) -> None:
    person = known(desk, nik=NIK, occupation="Nelayan")
    identity = Identity(
        name=person.name, sex="P", village_id=person.village_id, nik=NIK, birth_date=BORN, rt="001", rw="002",
        occupation="Buruh",
    )  # fmt: skip
    with time_machine.travel(datetime(2026, 11, 3, 2, 0, tzinfo=UTC)):
        change_person(person, identity, actor=viewer_of(desk.cast.sari), now=clock.now())
    (one,) = judged(desk, row(nik=NIK, occupation="Pedagang"))
    assert (one.verdict, plan(one)["kept"]) == ("sama", {"occupation": "diubah petugas 3-11-2026"})


def test_a_person_entered_after_the_list_was_made_is_only_completed(desk: Desk) -> None:
    known(desk, nik=NIK, at=datetime(2026, 11, 5, 2, 0, tzinfo=UTC), occupation="Nelayan")
    (one,) = judged(desk, row(nik=NIK, occupation="Pedagang", phone="081234567890"))
    assert list(plan(one)["fields"]) == ["phone"]
    assert plan(one)["kept"] == {"occupation": "diisi petugas 5-11-2026"}


def test_a_known_nik_with_another_name_is_doubtful(desk: Desk) -> None:
    person = known(desk, "Budi Santoso", nik=NIK)
    (one,) = judged(desk, row("Siti Aminah", nik=NIK))
    assert (one.verdict, one.person_id) == ("ragu", person.id)
    assert "NIK sama" in one.reasons


def test_two_known_people_with_the_nik_make_the_row_doubtful(desk: Desk) -> None:
    known(desk, nik=NIK)
    known(desk, nik=NIK)
    assert [one.verdict for one in judged(desk, row(nik=NIK))] == ["ragu"]


def test_without_a_nik_the_same_name_day_and_place_is_the_same_person(desk: Desk) -> None:
    person = known(desk)
    (one,) = judged(desk, row("Siti Aminah", nik=NIK))
    assert (one.verdict, one.person_id) == ("berubah", person.id)
    assert plan(one)["fields"]["nik"] == [None, NIK]
    assert plan(one)["fields"]["nik_reason"] == ["tidak_dibawa", ""]


def test_somebody_who_is_only_likely_the_same_is_for_a_person_to_decide(desk: Desk) -> None:
    person = known(desk, rt="007", rw="009", village_id=desk.cast.bakti.id)
    (one,) = judged(desk, row("Siti Aminah"))
    assert (one.verdict, one.person_id) == ("ragu", person.id)
    assert "Siti Aminah: " in one.reasons


def test_two_likely_people_make_the_row_doubtful_unless_they_were_told_apart(desk: Desk) -> None:
    first = known(desk, "Siti Aminah")
    second = known(desk, "Siti Aminah Putri", rt="005", rw="005")
    (one,) = judged(desk, row("Siti Aminah"))
    assert one.verdict == "ragu"
    tell_apart(first.id, [second.id], actor=viewer_of(desk.cast.sari), now=clock.now())
    (again,) = judged(desk, row("Siti Aminah"))
    assert (again.verdict, again.person_id) == ("sama", first.id)


def test_an_entry_that_was_merged_away_is_nobody(desk: Desk) -> None:
    kept, gone = known(desk, "Rina"), known(desk)
    Person.update(merged_into=kept.id).where(Person.id == gone.id).execute()
    (one,) = judged(desk, row("Siti Aminah", nik=NIK))
    assert (one.verdict, one.person_id) == ("baru", None)


def test_people_of_another_hub_are_nobody(desk: Desk) -> None:
    make_person(desk.cast, by=desk.cast.citra, nik=NIK, birth_date=BORN)
    assert [one.verdict for one in judged(desk, row(nik=NIK))] == ["baru"]


def test_the_same_nik_twice_in_a_file_refuses_the_second(desk: Desk) -> None:
    first, second = judged(desk, row("Siti", nik=NIK), row("Rina", nik=NIK))
    assert (first.verdict, second.verdict, second.reasons) == ("baru", "ditolak", "NIK sama dengan baris 2.")


def test_two_rows_that_are_likely_one_new_person_are_for_a_person_to_decide(desk: Desk) -> None:
    first, second = judged(desk, row("Siti Nurhayati", nik=NIK), row("Siti Nurhayati", nik=OTHER_NIK))
    assert (first.verdict, second.verdict) == ("baru", "ragu")
    assert second.reasons.endswith("Mungkin orang yang sama dengan baris 2.")


def test_a_person_whom_two_rows_mean_is_changed_by_the_first_only(desk: Desk) -> None:
    known(desk)
    first, second = judged(desk, row(occupation="Nelayan"), row(occupation="Pedagang"))
    assert (first.verdict, second.verdict) == ("berubah", "ragu")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        pytest.param({"nik": "123"}, "NIK hanya 3 angka", id="a short NIK"),
        pytest.param({"nik": "3.21699E+15"}, "Excel", id="a NIK eaten by Excel"),
        pytest.param({"village": "Sukamaju"}, "Desa “Sukamaju” tidak dilayani hub ini.", id="a village of others"),
        pytest.param({"village": ""}, "Desa/kelurahan kosong.", id="no village"),
        pytest.param({"name": ""}, "Nama kosong.", id="no name"),
        pytest.param({"sex": ""}, "Jenis kelamin kosong", id="no sex and no NIK"),
        pytest.param({"birth_date": "17-08-2030"}, "", id="born in the future"),
        pytest.param({"household_role": "raja"}, "tidak dikenal", id="a role that is none"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_the_reason(
    desk: Desk, cells: dict[str, str], sentence: str
) -> None:
    (one,) = judged(desk, row(**{"name": "Siti Aminah", **cells}))
    assert one.verdict == "ditolak"
    assert sentence in one.reasons
    assert one.reasons


def test_sex_and_birth_date_are_read_from_the_nik(desk: Desk) -> None:
    (one,) = judged(desk, row(nik=NIK, sex="", birth_date=""))
    assert (one.verdict, plan(one)["entry"]["sex"], plan(one)["entry"]["birth_date"]) == ("baru", "P", "1980-08-17")


def test_a_village_may_be_given_by_code_or_for_the_whole_list(desk: Desk) -> None:
    code = desk.cast.bakti.code
    (by_code,) = judged(desk, row(village=code))
    (by_list,) = judged(desk, row(village=""), constants={"village": str(desk.cast.bahagia.id)})
    assert plan(by_code)["entry"]["village_id"] == desk.cast.bakti.id
    assert plan(by_list)["entry"]["village_id"] == desk.cast.bahagia.id


def test_dtsen_is_taken_only_when_it_is_newer_than_what_is_known(desk: Desk) -> None:
    older, newer = known(desk, "Siti Aminah", nik=NIK), known(desk, "Rina Lestari", nik=OTHER_NIK)
    told = {"dtsen_status": "terdaftar", "decile": 5}
    Person.update(**told, decile_on=date(2026, 1, 1)).where(Person.id == older.id).execute()
    Person.update(**told, decile_on=date(2026, 11, 10)).where(Person.id == newer.id).execute()
    titles = ["nama", "nik", "desil", "desa"]
    rows = [["Siti Aminah", NIK, "2", "Pantai Bahagia"], ["Rina Lestari", OTHER_NIK, "2", "Pantai Bahagia"]]
    imp = desk.check(desk.upload(rows, titles), ["name", "nik", "decile", "village"], ["decile"])
    assert verdicts(imp) == ["berubah", "sama"]
    first, second = (plan(one) for one in rows_of(imp))
    assert first["fields"]["decile"] == [5, 2]
    assert first["fields"]["decile_on"] == ["2026-01-01", "2026-11-01"]
    assert "lebih baru" in second["kept"]["decile"]


def test_the_rows_are_shown_in_words_with_masked_numbers(desk: Desk) -> None:
    known(desk, nik=NIK, kk=KK)
    imp = desk.checked(row("Siti Aminah", nik=NIK, kk="3216990101100002", household_role="Anak"))
    (shown,) = list_rows(imp)
    assert (shown.name, shown.nik_masked, shown.village_name) == ("Siti Aminah", "3216••••••••0001", "Pantai Bahagia")
    assert [(one.label, one.old, one.new) for one in shown.changes] == [
        ("nomor KK", "3216••••••••0001", "3216••••••••0002"),
        ("hubungan dalam keluarga", "kosong", "Anak"),
    ]


def test_rows_are_found_by_verdict_name_and_nik(desk: Desk) -> None:
    imp = desk.checked(
        row("Siti Aminah", nik=NIK), row("Rina Lestari", birth_date="01-02-1990"), row("", nik=OTHER_NIK)
    )
    assert [one.name for one in list_rows(imp, verdict="baru")] == ["Siti Aminah", "Rina Lestari"]
    assert [one.name for one in list_rows(imp, search="LESTARI")] == ["Rina Lestari"]
    assert [one.name for one in list_rows(imp, search=NIK)] == ["Siti Aminah"]
    assert [one.position for one in list_rows(imp, after=2)] == [3, 4]
    assert len(FIELDS) == len(json.loads(rows_of(imp)[0].cells))
