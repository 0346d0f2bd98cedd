"""The life of an import: uploaded, read, judged, applied, taken back; asked twice it happens once."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta

import pytest

from puskesos import clock
from puskesos.actions.import_columns import (
    ColumnsEntry,
    choose_columns,
    choose_sheet,
    reopen_columns,
    save_mapping,
    use_mapping,
)
from puskesos.actions.import_ending import sweep_imports
from puskesos.actions.import_file import folder_of
from puskesos.actions.import_rows import DryRun
from puskesos.actions.imports import apply_import, discard_import, plan_version, stop_import, undo_import
from puskesos.config import Settings
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import AuditEntry, Household, Import, ImportMapping, ImportRow, Person
from puskesos.queries.imports import columns_of, has_file
from tests.cast import TODAY, Cast, make_person
from tests.import_lists import FIELDS, NAMED, Desk, row, verdicts

NIK = "3216996508800001"
KK = "3216990101100001"


@pytest.fixture
def desk(cast: Cast, opened: Settings) -> Desk:
    return Desk(cast, opened)


def events() -> list[str]:
    return [one.action for one in AuditEntry.select().order_by(AuditEntry.id) if one.action.startswith("import")]


def test_a_list_goes_through_its_whole_life(desk: Desk) -> None:
    imp = desk.upload([row("Siti Aminah", nik=NIK, kk=KK, household_role="Kepala keluarga")])
    assert (imp.state, json.loads(imp.columns)["0"]) == ("kolom", "name")
    imp = desk.check(imp)
    assert (imp.state, verdicts(imp), imp.total) == ("siap", ["baru"], 1)
    assert has_file(imp, desk.settings)
    imp = desk.apply(imp)
    assert (imp.state, imp.stored_name, list(folder_of(desk.settings).iterdir())) == ("selesai", "", [])
    person = Person.get(Person.nik == NIK)
    assert (person.name, person.household_role, person.search_words) == ("Siti Aminah", "kepala", "siti aminah")
    imp = desk.undo(imp)
    assert imp.state == "batal"
    assert not Person.select().exists()
    assert not Household.select().exists()
    assert events() == ["import_started", "import_checked", "import_applied", "import_undone"]


def test_a_list_of_a_day_to_come_is_refused(desk: Desk) -> None:
    with pytest.raises(RuleBroken, match="masa depan") as refused:
        desk.upload([row()], data_on=TODAY + timedelta(days=1))
    assert refused.value.field == "data_on"


@pytest.mark.parametrize(
    ("fields", "constants", "field"),
    [
        pytest.param(["name", "name"], {"village": "1"}, "columns-1", id="two columns alike"),
        pytest.param(["nik"], {"village": "1"}, "columns", id="no name"),
        pytest.param(["name", "sihir"], {"village": "1"}, "columns-1", id="no such field"),
        pytest.param(["name"], {}, "village", id="no village anywhere"),
        pytest.param(["name"], {"village": "999"}, "village", id="a village of nobody"),
        pytest.param(["name"], {"village": "1", "program": "sihir"}, "program", id="no such program"),
    ],
)
def test_columns_that_do_not_fit_are_refused_at_their_field(
    desk: Desk, fields: list[str], constants: dict[str, str], field: str
) -> None:
    imp = desk.upload([row()])
    known = {"1": str(desk.cast.bahagia.id)}
    constants = {name: known.get(value, value) for name, value in constants.items()}
    with pytest.raises(RuleBroken) as refused:
        desk.check(imp, fields, constants=constants)
    assert refused.value.field == field
    assert Import.get_by_id(imp.id).state == "kolom"


def test_another_sheet_or_row_of_headings_is_recognised_anew(desk: Desk) -> None:
    imp = desk.upload([row("Siti")], titles=NAMED)
    choose_sheet(imp, imp.sheet, 0, actor=desk.ratna, now=clock.now())
    assert not any(column.heading for column in columns_of(Import.get_by_id(imp.id)))
    with pytest.raises(RuleBroken):
        choose_sheet(imp, "Tidak ada", 1, actor=desk.ratna, now=clock.now())


def test_a_remembered_mapping_is_taken_when_the_headings_are_the_same(desk: Desk) -> None:
    titles = ["nama", "panggilan", "desa"]
    imp = desk.upload([["x", "Siti", "Pantai Bahagia"]], titles=titles)
    imp = desk.check(imp, ["", "name", "village"], updates=["name"])
    save_mapping(imp, "Daftar aneh", actor=desk.ratna, now=clock.now())
    again = desk.upload([["y", "Rina", "Pantai Bakti"]], titles=titles)
    assert json.loads(again.columns) == {"1": "name", "2": "village"}
    turned = desk.upload([["Rina", "Pantai Bakti", "y"]], titles=["panggilan", "desa", "nama"])
    use_mapping(turned, ImportMapping.get(), actor=desk.ratna, now=clock.now())
    assert json.loads(Import.get_by_id(turned.id).columns) == {"0": "name", "1": "village"}


def test_the_columns_can_be_chosen_again_after_the_dry_run(desk: Desk) -> None:
    imp = desk.checked(row())
    reopen_columns(imp, actor=desk.ratna, now=clock.now())
    reopen_columns(imp, actor=desk.ratna, now=clock.now())
    imp = desk.check(Import.get_by_id(imp.id))
    assert (imp.state, ImportRow.select().count()) == ("siap", 1)


def test_applying_asked_twice_happens_once(desk: Desk) -> None:
    imp = desk.checked(row())
    for _ in range(2):
        apply_import(imp, version=plan_version(imp), actor=desk.ratna, now=clock.now())
    desk.work()
    assert Person.select().count() == 1
    assert events().count("import_applied") == 1
    with pytest.raises(Conflict):
        reopen_columns(imp, actor=desk.ratna, now=clock.now())


def test_an_import_with_nothing_to_write_is_not_applied(desk: Desk) -> None:
    imp = desk.checked(row("Siti", nik="123"))
    assert verdicts(imp) == ["ditolak"]
    with pytest.raises(RuleBroken, match="Tidak ada baris"):
        desk.apply(imp)


def test_one_import_of_a_hub_is_applied_at_a_time(desk: Desk) -> None:
    first, second = desk.checked(row("Siti")), desk.checked(row("Rina"))
    apply_import(first, version=plan_version(first), actor=desk.ratna, now=clock.now())
    with pytest.raises(RuleBroken, match="Impor lain"):
        apply_import(second, version=plan_version(second), actor=desk.ratna, now=clock.now())


def test_stopping_an_import_that_is_being_applied_takes_back_what_was_written(desk: Desk) -> None:
    imp = desk.checked(row("Siti"), row("Rina", birth_date="01-02-1990"))
    apply_import(imp, version=plan_version(imp), actor=desk.ratna, now=clock.now())
    stop_import(imp, actor=desk.ratna, now=clock.now())
    desk.work()
    assert Import.get_by_id(imp.id).state == "batal"
    assert not Person.select().exists()


def test_stopping_the_dry_run_goes_back_to_the_columns(desk: Desk) -> None:
    imp = desk.upload([row()])
    entry = ColumnsEntry(dict(enumerate(FIELDS)))
    choose_columns(imp, entry, actor=desk.ratna, now=clock.now())
    stop_import(imp, actor=desk.ratna, now=clock.now())
    desk.work()
    assert Import.get_by_id(imp.id).state == "kolom"


def test_a_list_that_is_stopped_while_it_is_read_is_not_kept(desk: Desk) -> None:
    imp = desk.upload([row()])
    Import.update(state="dibaca").where(Import.id == imp.id).execute()
    stop_import(Import.get_by_id(imp.id), actor=desk.ratna, now=clock.now())
    for path in folder_of(desk.settings).iterdir():
        os.utime(path, (0, 0))
    sweep_imports(desk.settings, clock.now())
    imp = Import.get_by_id(imp.id)
    assert (imp.state, imp.stored_name, imp.sheets) == ("dibuang", "", "[]")
    assert not list(folder_of(desk.settings).iterdir())


def test_a_dry_run_that_is_thrown_away_writes_no_row_any_more(desk: Desk) -> None:
    imp = desk.upload([row()])
    choose_columns(imp, ColumnsEntry(dict(enumerate(FIELDS))), actor=desk.ratna, now=clock.now())
    dry_run = DryRun(imp, TODAY)
    judged = dry_run.judge([(2, row()), (3, row("Rina"))])
    dry_run.write(judged[:1])
    discard_import(Import.get_by_id(imp.id), settings=desk.settings, actor=desk.ratna, now=clock.now())
    with pytest.raises(Conflict):
        dry_run.write(judged[1:])
    assert not ImportRow.select().exists()


def test_an_applied_import_is_undone_within_ninety_days_only(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row()))
    with pytest.raises(RuleBroken, match="90 hari"):
        undo_import(imp, actor=desk.ratna, now=clock.now() + timedelta(days=91))


def test_the_next_person_never_gets_the_id_of_one_who_was_taken_away(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row("Siti", kk=KK)))
    gone, family = Person.get().id, Household.get().id
    desk.undo(imp)
    person = make_person(desk.cast, "Rina", kk="3216990101100002", birth_date=date(1990, 1, 2))
    assert person.id > gone
    assert person.household_id > family
