"""The uploaded list on disk: kept safely or refused with a sentence, and gone when it is no longer needed."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.import_ending import sweep_imports
from puskesos.actions.import_file import folder_of
from puskesos.actions.imports import discard_import, start_import
from puskesos.config import Settings
from puskesos.errors import RuleBroken
from puskesos.models import AuditEntry, Import, ImportRow, Job
from puskesos.queries.imports import counts_of, has_file
from tests.cast import Cast
from tests.import_lists import DATA_ON, Desk, row, rows_of

NIK = "3216996508800001"
KK = "3216990101100001"


@pytest.fixture
def desk(cast: Cast, opened: Settings) -> Desk:
    return Desk(cast, opened)


def events() -> list[str]:
    return [one.action for one in AuditEntry.select().order_by(AuditEntry.id) if one.action.startswith("import")]


def test_the_same_form_sent_twice_brings_one_import_and_one_file(desk: Desk) -> None:
    told = {"file_name": "a.csv", "name": "A", "data_on": DATA_ON, "key": "kunci", "settings": desk.settings}
    numbers = {
        start_import(io.BytesIO(b"nama;jk\nSiti;P\n"), **told, actor=desk.ratna, now=clock.now()) for _ in range(2)
    }
    assert len(numbers) == Import.select().count() == Job.select().count() == 1
    assert len(list(folder_of(desk.settings).iterdir())) == 1


def test_the_stored_list_is_for_the_program_only(desk: Desk) -> None:
    desk.upload([row()])
    (path,) = folder_of(desk.settings).iterdir()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    ("content", "machine", "sentence"),
    [
        pytest.param(b"", {}, "kosong", id="an empty file"),
        pytest.param(b"nama\nSiti\n", {"free_floor_megabytes": 10**9}, "Ruang", id="no room on the disk"),
    ],
)
def test_a_list_that_cannot_be_kept_is_refused_at_the_field(
    desk: Desk, content: bytes, machine: dict[str, int], sentence: str
) -> None:
    told = {"file_name": "a.csv", "name": "A", "data_on": DATA_ON, "key": "k"}
    here = replace(desk.settings, **machine)
    with pytest.raises(RuleBroken, match=sentence) as refused:
        start_import(io.BytesIO(content), **told, settings=here, actor=desk.ratna, now=clock.now())
    assert refused.value.field == "file"
    assert not list(folder_of(desk.settings).iterdir())
    assert not Import.select().exists()


def test_a_list_that_is_too_large_leaves_nothing_behind(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("puskesos.actions.import_file.MOST_BYTES", 10)
    with pytest.raises(RuleBroken, match="lebih dari"):
        desk.upload([row()])
    assert not list(folder_of(desk.settings).iterdir())


def test_a_file_that_is_no_list_ends_with_a_sentence(desk: Desk) -> None:
    told = {"file_name": "a.xlsx", "name": "A", "data_on": DATA_ON, "key": "k", "settings": desk.settings}
    number = start_import(io.BytesIO(b"%PDF-1.7 ..."), **told, actor=desk.ratna, now=clock.now())
    desk.work()
    imp = Import.get_by_id(number)
    assert (imp.state, bool(imp.failure)) == ("gagal", True)


def test_a_discarded_import_keeps_neither_rows_nor_file(desk: Desk) -> None:
    imp = desk.checked(row())
    for _ in range(2):
        discard_import(imp, settings=desk.settings, actor=desk.ratna, now=clock.now())
    assert (Import.get_by_id(imp.id).state, ImportRow.select().count()) == ("dibuang", 0)
    assert not list(folder_of(desk.settings).iterdir())
    assert events().count("import_discarded") == 1


def test_a_list_whose_file_is_gone_asks_for_it_again(desk: Desk) -> None:
    imp = desk.upload([row()])
    (folder_of(desk.settings) / imp.stored_name).unlink()
    imp = desk.check(imp)
    assert (imp.state, imp.failure) == ("gagal", "Berkas impor ini tidak ada lagi. Unggah lagi.")


def test_the_sweep_empties_what_is_old_and_keeps_the_counts(desk: Desk) -> None:
    old = desk.apply(desk.checked(row("Siti")))
    desk.checked(row("Rina"))
    (folder_of(desk.settings) / "sisa").write_bytes(b"x")
    with time_machine.travel(clock.now() + timedelta(days=91)):
        sweep_imports(desk.settings, clock.now())
    assert [(one.cells, one.changes, one.words) for one in rows_of(old)] == [("[]", "{}", "")]
    assert counts_of(Import.get_by_id(old.id))["baru"] == 1
    assert not list(folder_of(desk.settings).iterdir())
    left = Import.get(Import.id != old.id)
    assert (left.state, left.stored_name, rows_of(left)) == ("dibuang", "", [])


def test_the_sweep_leaves_alone_what_is_still_needed(desk: Desk) -> None:
    imp = desk.apply(desk.checked(row("Siti")))
    waiting = desk.upload([row("Rina")])
    sweep_imports(desk.settings, clock.now())
    assert rows_of(imp)[0].cells != "[]"
    assert has_file(Import.get_by_id(waiting.id), desk.settings)
