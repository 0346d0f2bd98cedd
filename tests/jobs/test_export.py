"""A long list: written by the worker, readable by the program only, fetched by the asker only, gone after a day."""

from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from puskesos import clock
from puskesos.actions.job import end_job
from puskesos.config import Settings
from puskesos.jobs.export_file import folder_of, sweep_exports
from puskesos.jobs.worker import run_waiting
from puskesos.models import AuditEntry, Job, User
from puskesos.rules.export import PERSON_COLUMNS, ExportList, exported_row, shown_columns
from puskesos.sheets.writing import Column, csv_lines, write_xlsx
from tests.cast import Cast, make_person
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
PATH, FORM, WHY = "/warga/ekspor", "main form[method=post].sheet", "Bahan rapat desa"
NIK = "3216995206790003"
EMPTY = {column.field: "" for column in PERSON_COLUMNS} | {"birth_date": None, "birth_year_estimate": None}
BEGINNINGS = ["", "=", "+", "-", "@", "\t", "\r", "\n", " =", "=cmd|' /C calc'!A0", "+62", "-1", "@x", "\u00a0="]
NAMES = st.tuples(st.sampled_from(BEGINNINGS), st.text(st.characters(codec="utf-8"), max_size=20)).map("".join)


@pytest.fixture
def long_list(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people are more than is answered at once."""
    monkeypatch.setattr("puskesos.actions.export.MOST_DIRECT", 1)
    monkeypatch.setattr("puskesos.views.export.MOST_DIRECT", 1)
    for name in ("Siti Nurhaliza", "Wati"):
        make_person(cast, name)


@pytest.fixture
def ask(client_for: SignIn, long_list: None) -> Callable[..., Page]:
    """Ask for the list of all people as somebody does, and see the page it leads to."""

    def run(username: str = "ratna", **typed: object) -> Page:
        client = client_for(username)
        return client.follow(client.fill(client.get(PATH), FORM, **{"reason": WHY} | typed))

    return run


def files(settings: Settings) -> list[Path]:
    return sorted(folder_of(settings).iterdir())


@pytest.mark.parametrize(("chosen", "first"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_a_long_list_is_written_by_the_worker_and_fetched_by_the_asker(
    app: Flask, ask: Callable[..., Page], client_for: SignIn, opened: Settings, chosen: str, first: bytes
) -> None:
    waiting = ask(format=chosen)
    assert "menunggu giliran" in waiting.text("#job-progress")
    assert run_waiting(opened) == 1
    (file,) = files(opened)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    ratna = client_for("ratna")
    page = ratna.get(waiting.path)
    assert "Berkas siap: 2 baris" in page and "Siap diunduh" in ratna.get(PATH).text("#export-recent")
    answer = ratna.fill(page, "main form[method=post]", _expect=200)
    assert answer.content == file.read_bytes() and answer.content.startswith(first)
    assert answer.headers["Content-Disposition"].endswith(f"daftar-warga-20261117-0900.{chosen}")
    assert AuditEntry.select().where(AuditEntry.action == "export_fetched").count() == 1


def test_nobody_else_gets_it_not_even_another_koordinator_or_a_guess(
    ask: Callable[..., Page], client_for: SignIn, opened: Settings, cast: Cast
) -> None:
    path = ask().path
    run_waiting(opened)
    User.update(roles="koordinator").where(User.id == cast.bayu.id).execute()
    for username in ("sari", "bayu", "citra"):
        client_for(username).get(path, expect=404)
        client_for(username).post(f"{path}/berkas", expect=404)


def test_who_may_no_longer_have_names_does_not_get_the_file(
    ask: Callable[..., Page], client_for: SignIn, opened: Settings, cast: Cast
) -> None:
    path = ask().path
    run_waiting(opened)
    User.update(roles="fo").where(User.id == cast.ratna.id).execute()
    client_for("ratna").post(f"{path}/berkas", expect=403)
    User.update(roles="koordinator").where(User.id == cast.ratna.id).execute()
    ask()
    User.update(roles="fo").where(User.id == cast.ratna.id).execute()
    run_waiting(opened)
    assert "tidak lagi boleh" in Job.select().order_by(Job.id.desc()).first().note and len(files(opened)) == 1


def test_after_a_day_it_is_refused_and_then_swept(
    ask: Callable[..., Page], client_for: SignIn, opened: Settings, moment: time_machine.Traveller
) -> None:
    path = ask().path
    run_waiting(opened)
    for age in (timedelta(hours=23), timedelta(hours=25)):
        (file,) = files(opened)
        written = (clock.now() - age).timestamp()
        os.utime(file, (written, written))
        assert sweep_exports(opened, clock.now()) == (age > timedelta(hours=24))
    moment.shift(timedelta(hours=25))
    ratna = client_for("ratna")
    assert "sudah dihapus" in ratna.get(path)
    assert ratna.follow(ratna.post(f"{path}/berkas")).path == path


def test_parts_of_a_killed_worker_are_swept_after_an_hour(opened: Settings) -> None:
    part, half = folder_of(opened) / "bagian-x", folder_of(opened) / ".half"
    part.mkdir()
    (part / "sheet1").write_text("Siti")
    half.write_text("Siti")
    now = clock.now()
    for path in (part, half):
        os.utime(path, (now.timestamp() - 1800,) * 2)
    assert sweep_exports(opened, now) == 0
    assert sweep_exports(opened, now + timedelta(minutes=31)) == 2 and not files(opened)


def test_a_stopped_or_a_full_computer_leaves_no_half_file(
    ask: Callable[..., Page], opened: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    monkeypatch.setattr("puskesos.jobs.export.TOLD_EVERY", 1)
    monkeypatch.setattr("puskesos.jobs.run.REPORT_EVERY", 0.0)
    monkeypatch.setattr(
        "puskesos.jobs.export_file.exported_row",
        lambda *given: end_job(Job.get(), failed="Dihentikan.", now=clock.now()) or exported_row(*given),
    )
    run_waiting(opened)
    assert not files(opened) and Job.get().note == "Dihentikan."
    monkeypatch.undo()
    monkeypatch.setattr("puskesos.actions.export.MOST_DIRECT", 1)
    job = Job.get()
    ask()
    run_waiting(replace(opened, free_floor_megabytes=10**9))
    assert "Ruang simpan" in Job.get(Job.id > job.id).note and not files(opened)


def test_an_export_interrupted_after_its_last_row_is_not_written_again(
    ask: Callable[..., Page], opened: Settings
) -> None:
    ask()
    run_waiting(opened)
    written = files(opened)
    Job.update(state="menunggu").execute()
    run_waiting(opened)
    assert files(opened) == written and Job.get().state == "selesai"


def test_a_short_list_leaves_nothing_on_the_disk(cast: Cast, client_for: SignIn, opened: Settings) -> None:
    make_person(cast)
    ratna = client_for("ratna")
    ratna.fill(ratna.get(PATH), FORM, reason=WHY, _expect=200)
    assert not files(opened)


@few(max_examples=60, deadline=None)
@given(NAMES, NAMES)
def test_whatever_people_are_called_no_cell_reckons_and_numbers_stay_text(name: str, other: str) -> None:
    columns = shown_columns(ExportList.WARGA, names=True, full_numbers=True)
    person = EMPTY | {"name": name, "alias": other, "address": other, "programs": name, "nik": NIK, "kk": NIK}
    person |= {"status": "hidup", "birth_date": date(1979, 6, 12), "phone": "+62 812", "decile": 3}
    row = exported_row(person, columns, date(2026, 11, 17), ZoneInfo("Asia/Jakarta"))
    head, content = [Column(one.title, one.kind) for one, _ in columns], io.BytesIO()
    write_xlsx(content, "Warga", head, [row])
    cells = [cell for line in openpyxl.load_workbook(content).active.iter_rows(min_row=2) for cell in line]
    assert "f" not in {cell.data_type for cell in cells} and not [cell for cell in cells if cell.hyperlink]
    assert [(cell.value, cell.data_type) for cell in (cells[3], cells[4])] == [(NIK, "s")] * 2
    text = b"".join(csv_lines(head, [row])).decode("utf-8-sig")
    (_, written) = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert not {"=", "+", "-", "@"} & {cell.lstrip(" \u00a0\t\r\n")[:1] for cell in written}
    assert not [cell for cell in written if cell[:1] in {"\t", "\r", "\n"}]
