"""Reading imports: the hub's own only, their counts, what the columns mean, and the refused rows as a sheet."""

from __future__ import annotations

import pytest

from puskesos import clock
from puskesos.actions.import_choices import choose_row
from puskesos.config import Settings
from puskesos.models import Import
from puskesos.queries.import_rows import count_refused, count_rows, list_rows, refused_sheet
from puskesos.queries.imports import (
    UPDATABLE,
    column_letter,
    columns_of,
    counts_of,
    field_choices,
    find_import,
    find_mapping,
    job_of,
    list_imports,
    mappings_of,
    preview_of,
    undo_until,
)
from tests.cast import Cast, make_person, viewer_of
from tests.import_lists import NAMED, Desk, row

NIK = "3216995708800001"


@pytest.fixture
def desk(cast: Cast, opened: Settings) -> Desk:
    return Desk(cast, opened)


def test_imports_are_of_the_own_hub_newest_first(desk: Desk) -> None:
    first, second = desk.upload([row()], name="Satu"), desk.checked(row())
    assert [one.name for one in list_imports(desk.ratna)] == ["Daftar warga", "Satu"]
    assert [one.id for one in list_imports(desk.ratna, before=second.id)] == [first.id]
    assert [one.id for one in list_imports(desk.ratna, "siap")] == [second.id]
    citra = viewer_of(desk.cast.citra)
    assert not list_imports(citra)
    assert find_import(citra, first.id) is None
    assert (mappings_of(citra), find_mapping(citra, 1), job_of(citra, first)) == ([], None, None)


def test_a_line_of_the_list_tells_who_and_how_much(desk: Desk) -> None:
    desk.apply(desk.checked(row("Siti", nik=NIK), row("Rina", nik="1")))
    (shown,) = list_imports(desk.ratna)
    assert (shown.created_by_name, shown.applied_by_name, shown.total) == ("Ratna", "Ratna", 2)
    assert (shown.counts["baru"], shown.counts["ditolak"], shown.outcome["baru"]) == (1, 1, 1)


def test_columns_are_shown_with_examples_and_what_they_mean(desk: Desk) -> None:
    imp = desk.upload([row("Siti", nik=NIK), row("Rina")])
    name, nik, *_ = columns_of(imp)
    assert (name.letter, name.heading, name.examples, name.field) == ("A", "nama", ["Siti", "Rina"], "name")
    assert (nik.examples, nik.field, nik.updates) == ([NIK], "nik", False)
    assert preview_of(imp)[0][0] == "Siti"
    assert field_choices()[0] == ("", "Abaikan")
    assert {"has_pkh", "rt_rw", "phone", "kk"} <= UPDATABLE


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (99, "CV")])
def test_columns_have_the_letters_of_spreadsheets(index: int, letter: str) -> None:
    assert column_letter(index) == letter


def test_counts_follow_the_decisions(desk: Desk) -> None:
    make_person(desk.cast, "Budi Santoso", nik=NIK)
    imp = desk.checked(row("Siti", nik=NIK), row("Rina"))
    assert (counts_of(imp)["ragu"], counts_of(imp)["dipilih"], counts_of(imp)["terapkan"]) == (1, 0, 1)
    choose_row(imp, list_rows(imp, verdict="ragu")[0].id, "baru", actor=desk.ratna, now=clock.now())
    assert (counts_of(imp)["dipilih"], counts_of(imp)["terapkan"]) == (1, 2)
    assert count_rows(imp, verdict="ragu") == 1


def test_refused_rows_come_back_with_the_reason_and_can_be_brought_again(desk: Desk) -> None:
    make_person(desk.cast, "Budi Santoso", nik=NIK)
    imp = desk.checked(row("Siti", nik="123"), row("Rina"), row("Dewi", nik=NIK))
    titles, rows = refused_sheet(imp)
    sheet = list(rows)
    assert titles == [*NAMED, "Alasan ditolak"]
    assert [(one[0], one[1]) for one in sheet] == [("Siti", "123"), ("Dewi", NIK)]
    assert "NIK hanya 3 angka" in sheet[0][-1]
    assert count_refused(imp) == 2
    again = desk.upload([[cell.replace(";", ",") for cell in one] for one in sheet], titles)
    assert [column.field for column in columns_of(again)][-1] == ""
    assert [column.field for column in columns_of(again)][:2] == ["name", "nik"]


def test_an_applied_import_says_until_when_it_can_be_undone(desk: Desk) -> None:
    imp = desk.checked(row("Siti", nik=NIK))
    assert undo_until(imp) is None
    imp = desk.apply(imp)
    assert (undo_until(imp) - imp.ended_at).days == 90
    assert Import.select().count() == 1
