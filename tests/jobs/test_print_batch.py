"""A batch in the worker: every paper once and in order, with the rights of then; it goes on after an interruption."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.actions.job import put_back_interrupted, stop_job, take_next
from puskesos.actions.restriction import say_why
from puskesos.config import Settings
from puskesos.documents import printing
from puskesos.documents.store import read_file
from puskesos.jobs import print_batch as work
from puskesos.jobs.batch_file import folder_of, parts_folder, sweep_batches
from puskesos.jobs.run import Run, Stop
from puskesos.jobs.worker import run_waiting
from puskesos.models import AuditEntry, Case, CaseTeam, Job, Letter, PrintBatch, User
from puskesos.models.sheet import SheetOut
from puskesos.queries.print_batch import day_of_volunteer, job_of
from puskesos.rules.letter_code import show_code
from puskesos.rules.print_batch import BatchForm, BatchPaper, Part
from tests.batches import batch_of
from tests.cast import Cast, make_assignment, make_case, make_person, viewer_of
from tests.documents.pdf_ua import faults_of
from tests.letters import draft, issue_task_letter

pytestmark = pytest.mark.pango


@pytest.fixture
def cases(cast: Cast, app: Flask) -> list[Case]:
    return [make_case(cast, client=make_person(cast, name)) for name in ("Aminah", "Mimin", "Cucun")]


def finished(settings: Settings, batch: PrintBatch) -> PrintBatch:
    assert run_waiting(settings) == 1
    return PrintBatch.get_by_id(batch.id)


def pdf_of(settings: Settings, batch: PrintBatch) -> PdfReader:
    return PdfReader(io.BytesIO((folder_of(settings) / batch.stored_name).read_bytes()))


def first_lines(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def test_chosen_sheets_become_one_pdf_in_their_order(opened: Settings, cast: Cast, cases: list[Case]) -> None:
    batch = finished(opened, batch_of(cast, cases[2], cases[0], cases[1]))
    reader = pdf_of(opened, batch)
    pages = first_lines(reader)
    assert [name in page for name, page in zip(("Cucun", "Aminah", "Mimin"), pages, strict=True)] == [True] * 3
    assert all("Dicetak oleh Ratna" in page for page in pages)
    assert (batch.printed, batch.left_out, reader.metadata.title) == (3, 0, "3 kasus pilihan")
    file = folder_of(opened) / batch.stored_name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in folder_of(opened).iterdir()] == [batch.stored_name]
    assert SheetOut.select().count() == 3  # each is awaited back, as when it is printed alone
    assert faults_of(file.read_bytes()) == [] and len(reader.outline) == 3


def test_each_paper_is_noted_like_a_single_print(opened: Settings, cast: Cast, cases: list[Case]) -> None:
    papers = (BatchPaper.LEMBAR_KASUS, BatchPaper.TANDA_TERIMA)
    finished(opened, batch_of(cast, cases[0], papers=papers))
    entries = list(AuditEntry.select().where(AuditEntry.action == "printed"))
    assert [(one.object_id, json.loads(one.detail)["paper"], one.actor_id) for one in entries] == [
        (cases[0].number, f"{paper}.pdf", cast.ratna.id) for paper in papers
    ]


def test_a_zip_holds_a_tagged_pdf_per_paper(opened: Settings, cast: Cast, cases: list[Case]) -> None:
    batch = finished(opened, batch_of(cast, *cases[:2], papers=(BatchPaper.PERLU_DIBAWA,), form=BatchForm.ZIP))
    with zipfile.ZipFile(folder_of(opened) / batch.stored_name) as archive:
        assert archive.namelist() == [f"perlu-dibawa-{case.number}.pdf" for case in cases[:2]]
        assert "/StructTreeRoot" in PdfReader(io.BytesIO(archive.read(archive.namelist()[0]))).root_object


def test_double_sided_papers_begin_on_a_new_sheet(opened: Settings, cast: Cast, cases: list[Case]) -> None:
    reader = pdf_of(opened, finished(opened, batch_of(cast, *cases[:2], double_sided=True)))
    assert [bool(text.strip()) for text in first_lines(reader)] == [True, False, True, False]


def test_what_no_longer_opens_for_the_asker_is_left_out(opened: Settings, cast: Cast, cases: list[Case]) -> None:
    batch = batch_of(cast, *cases, by=cast.bayu)
    Case.update(restricted=True).where(Case.id == cases[1].id).execute()
    CaseTeam.create(case=cases[1], user=cast.sari, added_by=cast.ratna, at=clock.now())
    Case.update(hub=cast.citra.hub_id).where(Case.id == cases[2].id).execute()
    batch = finished(opened, batch)
    assert (batch.printed, batch.left_out) == (1, 2)
    text = "".join(first_lines(pdf_of(opened, batch)))
    assert "Aminah" in text and "Mimin" not in text and "Cucun" not in text


def test_a_restricted_case_is_printed_only_for_who_said_why_today(
    opened: Settings, cast: Cast, cases: list[Case], moment: time_machine.Traveller
) -> None:
    Case.update(restricted=True).where(Case.id == cases[0].id).execute()
    assert finished(opened, batch_of(cast, *cases[:2])).left_out == 1
    say_why(cases[0], "Rapat kasus", actor=viewer_of(cast.ratna), now=clock.now())
    batch = finished(opened, batch_of(cast, *cases[:2]))
    assert batch.left_out == 0 and "RAHASIA" in first_lines(pdf_of(opened, batch))[0]
    moment.shift(timedelta(days=1))
    assert finished(opened, batch_of(cast, *cases[:2])).left_out == 1


@pytest.mark.parametrize("change", [{"active": False}, {"roles": "psm"}], ids=["blocked", "volunteer now"])
def test_who_lost_the_right_gets_nothing(
    opened: Settings, cast: Cast, cases: list[Case], change: dict[str, object]
) -> None:
    batch = batch_of(cast, *cases, by=cast.sari)
    User.update(**change).where(User.id == cast.sari.id).execute()
    assert not finished(opened, batch).stored_name
    assert job_of(batch).note == work.NO_RIGHT


def test_when_nothing_opens_the_job_says_so(opened: Settings, cast: Cast, cases: list[Case]) -> None:
    batch = batch_of(cast, cases[0], by=cast.sari)
    Case.update(hub=cast.citra.hub_id).execute()
    finished(opened, batch)
    assert job_of(batch).note == work.NONE_LEFT
    assert not list(folder_of(opened).iterdir())


def test_without_a_pdf_engine_the_job_says_what_to_do(
    opened: Settings, cast: Cast, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batch_of(cast, *cases)
    printing.stop_printing()
    monkeypatch.setattr("sys.executable", "/bin/false")
    finished(opened, batch)
    assert job_of(batch).note == work.NO_PDF


def test_a_volunteers_day_is_printed_with_its_route_first(opened: Settings, cast: Cast, app: Flask) -> None:
    task = make_assignment(cast)
    parts = day_of_volunteer(viewer_of(cast.ratna), cast.ujang.id, clock.now())
    batch = finished(opened, batch_of(cast, parts=parts))
    pages = first_lines(pdf_of(opened, batch))
    assert "RUTE HARI INI" in pages[0].upper() and "LEMBAR KUNJUNGAN" in pages[1].upper()
    assert task.number in pages[1] and batch.left_out == 0
    assert show_code(SheetOut.get().code) in pages[1], "the sheet finds its visit again"
    printed = AuditEntry.select().where(AuditEntry.action == "printed")
    assert [(one.object_type, one.object_id) for one in printed] == [
        ("user", str(cast.ujang.id)),
        ("assignment", task.number),
    ]


def test_a_letter_is_printed_once_for_ever(opened: Settings, cast: Cast, app: Flask) -> None:
    letter = issue_task_letter(cast, make_assignment(cast), opened.papers)
    wanted = [Part(BatchPaper.SURAT, str(letter.id))]
    for _ in range(2):
        batch = finished(opened, batch_of(cast, parts=wanted))
        assert letter.number in first_lines(pdf_of(opened, batch))[0]
    kept = read_file(opened.papers, Letter.get_by_id(letter.id).file_sha256)
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(kept)).root_object
    printed = [json.loads(one.detail)["paper"] for one in AuditEntry.select().where(AuditEntry.action == "printed")]
    assert printed == ["surat.pdf"] * 2


def test_a_draft_a_void_and_a_lost_letter_are_left_out(opened: Settings, cast: Cast, app: Flask) -> None:
    task = make_assignment(cast)
    letters = [draft(cast), *(issue_task_letter(cast, task, opened.papers) for _ in range(3))]
    Letter.update(state="batal", void_reason="Keliru").where(Letter.id == letters[1].id).execute()
    Letter.update(source_sha256="0" * 64).where(Letter.id == letters[2].id).execute()
    parts = [Part(BatchPaper.SURAT, str(letter.id)) for letter in letters]
    batch = finished(opened, batch_of(cast, parts=parts))
    assert (batch.printed, batch.left_out) == (1, 3)


def test_a_killed_worker_goes_on_where_it_was(
    opened: Settings, cast: Cast, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batch_of(cast, *cases)
    take_next(clock.now())
    kept = parts_folder(opened, batch.id) / "0000.pdf"
    kept.write_bytes(printing.print_pdf('<!doctype html><title>x</title><body class="paper f4">dari sebelum putus'))
    put_back_interrupted(clock.now())
    pages = first_lines(pdf_of(opened, finished(opened, batch)))
    assert "dari sebelum putus" in pages[0] and "Mimin" in pages[1] and len(pages) == 3


def test_a_batch_stopped_on_the_way_leaves_nothing(opened: Settings, cast: Cast, cases: list[Case], app: Flask) -> None:
    batch = batch_of(cast, *cases)
    job = take_next(clock.now())
    stop_job(job, now=clock.now())
    with pytest.raises(Stop):
        work.print_batch(Run(job, opened))
    assert not list(folder_of(opened).iterdir())
    assert not PrintBatch.get_by_id(batch.id).stored_name
    assert not AuditEntry.select().where(AuditEntry.action == "printed").exists()


def test_the_file_goes_after_a_day(
    opened: Settings, cast: Cast, cases: list[Case], moment: time_machine.Traveller
) -> None:
    batch = finished(opened, batch_of(cast, cases[0]))
    made = (folder_of(opened) / batch.stored_name).stat().st_mtime
    (folder_of(opened) / "bagian-99").mkdir()
    assert sweep_batches(opened, clock.now()) == 0
    moment.move_to(made + timedelta(hours=25).total_seconds())
    assert sweep_batches(opened, clock.now()) == 2
    assert not list(folder_of(opened).iterdir())


def test_a_crowded_disk_is_said_before_anything_is_printed(opened: Settings, cast: Cast, cases: list[Case]) -> None:
    batch = batch_of(cast, *cases)
    assert run_waiting(replace(opened, free_floor_megabytes=10**9)) == 1
    assert Job.get(Job.subject == batch.id).note == work.NO_ROOM
