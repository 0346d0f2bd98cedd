"""Scanned sheets find their case, their task and their referral; what cannot be read waits for a person."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from puskesos import clock
from puskesos.actions.scan import discard_scan
from puskesos.actions.scan_reading import sweep_scans
from puskesos.config import ROOT, Settings
from puskesos.jobs.worker import run_waiting
from puskesos.models import Attachment, AuditEntry, Case, CaseEvent, Job, Scan, ScanBatch, ScanFile, SheetOut, User
from puskesos.scanning.process import Reader
from puskesos.security.letter_code import letter_token
from tests.cast import Cast, make_assignment, make_case, make_referral, viewer_of
from tests.conftest import SECRET
from tests.scanned import jpeg_of, page_saying, pdf_of, photocopied, scan_of, send_in, sheet_of, turned

BLANK = jpeg_of(page_saying())


def test_a_sheet_is_filed_under_its_case_and_counts_as_back(cast: Cast, opened: Settings) -> None:
    case = make_case(cast)
    sheet = sheet_of(case, by=cast.ratna)
    send_in(opened, scan_of(sheet), by=cast.sari)
    scan, attachment, sheet = Scan.get(), Attachment.get(), SheetOut.get_by_id(sheet.id)
    assert (scan.state, scan.case_id, scan.how) == ("tercatat", case.id, "langsung")
    assert (attachment.case_id, attachment.title, attachment.created_by_id) == (case.id, "Lembar kasus", cast.sari.id)
    assert (sheet.state, sheet.attachment_id, sheet.open_key) == ("kembali", attachment.id, None)
    with Image.open(opened.uploads / attachment.stored_name) as kept:
        assert kept.size == (attachment.width, attachment.height) and max(kept.size) == 2000
    assert "Lembar dipindai dan disimpan: Lembar kasus." in [event.text for event in CaseEvent.select()]
    assert AuditEntry.select().where(AuditEntry.action == "scan_filed").count() == 1
    assert not list(opened.scans.iterdir()) and ScanBatch.get().ended_at


def test_a_visit_sheet_is_filed_under_its_task(cast: Cast, opened: Settings) -> None:
    task = make_assignment(cast)
    sheet = sheet_of(Case.get_by_id(task.case_id), by=cast.ratna, task=task)
    send_in(opened, scan_of(sheet), by=cast.sari)
    assert Scan.get().assignment_id == task.id and Attachment.get().title == f"Lembar kunjungan {task.number}"


def test_many_pages_of_one_pdf_go_to_their_cases(cast: Cast, opened: Settings) -> None:
    sheets = [sheet_of(make_case(cast), by=cast.ratna) for _ in range(3)]
    pages = [page_saying(f"HTTP://10.0.0.5:8000/B/{sheet.code}") for sheet in sheets]
    damaged = [turned(photocopied(pages[0]), 15), pages[1].rotate(180), page_saying(), pages[2]]
    send_in(opened, pdf_of(*damaged), by=cast.sari)
    assert ScanFile.get().pages == 4 and ScanFile.get().trouble == ""
    scans = list(Scan.select().order_by(Scan.page))
    assert [scan.case_id for scan in scans] == [sheets[0].case_id, sheets[1].case_id, None, sheets[2].case_id]
    assert [scan.trouble for scan in scans] == ["", "", "tanpa_kode", ""]
    assert Job.get().state == "selesai"


def test_the_qr_of_a_case_and_of_a_letter_lead_there_too(cast: Cast, opened: Settings) -> None:
    case, letter = make_case(cast), make_referral(cast, secret=SECRET)
    token = letter_token(SECRET, letter.uuid, letter.code_generation)
    says = [f"http://10.0.0.5:8000/k/{case.number}", f"https://puskesos.example/j/{token}"]
    send_in(opened, *(jpeg_of(page_saying(text)) for text in says), by=cast.sari)
    assert [scan.case_id for scan in Scan.select().order_by(Scan.id)] == [case.id, letter.case_id]
    assert Attachment.select().order_by(Attachment.id.desc()).get().title == f"Surat rujukan {letter.letter_number}"
    assert not Scan.select().where(Scan.code.contains(token)).exists()  # it would let anybody answer the letter


def test_what_names_no_case_or_two_waits_in_the_tray(cast: Cast, opened: Settings) -> None:
    one, other = (sheet_of(make_case(cast), by=cast.ratna) for _ in range(2))
    theirs = sheet_of(make_case(cast, by=cast.citra), by=cast.citra)
    both = jpeg_of(page_saying(*(f"HTTP://10.0.0.5:8000/B/{sheet.code}" for sheet in (one, other))))
    send_in(opened, BLANK, both, scan_of(theirs), by=cast.sari)
    assert [scan.trouble for scan in Scan.select().order_by(Scan.id)] == ["tanpa_kode", "dua_kasus", "asing"]
    assert {scan.state for scan in Scan.select()} == {"menunggu"} and not Attachment.select().exists()
    assert SheetOut.get_by_id(theirs.id).state == "di_luar"


def test_a_page_of_a_restricted_case_is_filed_also_by_who_may_not_open_it(cast: Cast, opened: Settings) -> None:
    case = make_case(cast, service="R08", by=cast.ratna)
    sheet = sheet_of(case, by=cast.ratna)
    send_in(opened, scan_of(sheet), by=cast.sari)
    assert case.restricted and Attachment.get().case_id == case.id


def test_the_same_file_is_read_once_unless_its_pages_were_thrown_away(cast: Cast, opened: Settings) -> None:
    sheet = sheet_of(make_case(cast), by=cast.ratna)
    send_in(opened, scan_of(sheet), scan_of(sheet), BLANK, by=cast.sari)
    send_in(opened, scan_of(sheet), BLANK, by=cast.bayu)
    troubles = [file.trouble for file in ScanFile.select().order_by(ScanFile.id)]
    assert troubles == ["", "sudah", "", "sudah", "sudah"] and Scan.select().count() == 2
    blank = Scan.get(Scan.state == "menunggu")
    discard_scan(blank, "Kosong", actor=viewer_of(cast.sari), now=clock.now())
    send_in(opened, BLANK, by=cast.sari)
    assert Scan.select().count() == 3


def test_a_full_case_takes_no_more(cast: Cast, opened: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("puskesos.actions.scan.MOST_IN_CASE", 0)
    send_in(opened, scan_of(sheet_of(make_case(cast), by=cast.ratna)), by=cast.sari)
    assert (Scan.get().state, Scan.get().trouble) == ("menunggu", "penuh")


def test_who_may_no_longer_attach_files_nothing(cast: Cast, opened: Settings) -> None:
    send_in(opened, BLANK, by=cast.sari, work=False)
    User.update(active=False).where(User.id == cast.sari.id).execute()
    run_waiting(opened)
    assert not Scan.select().exists() and "tidak lagi boleh" in Job.get().note


def locked() -> bytes:
    writer, content = PdfWriter(PdfReader(io.BytesIO(pdf_of(page_saying())))), io.BytesIO()
    writer.encrypt("rahasia")
    writer.write(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"%PDF-1.7\n" + b"x" * 400, "rusak"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 300, "rusak"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "rusak"),
        (b"", "terkunci"),
        (b"huge", "terlalu_besar"),
    ],
    ids=["no PDF inside", "no JPEG inside", "no PNG inside", "a password", "a bomb"],
)
def test_a_hostile_file_is_named_and_the_others_are_read(
    cast: Cast, opened: Settings, content: bytes, trouble: str
) -> None:
    if content == b"huge":
        buffer = io.BytesIO()
        Image.new("1", (16000, 16000)).save(buffer, "PNG")
        content = buffer.getvalue()
    sheet = sheet_of(make_case(cast), by=cast.ratna)
    send_in(opened, content or locked(), scan_of(sheet), by=cast.sari)
    assert [file.trouble for file in ScanFile.select().order_by(ScanFile.id)] == [trouble, ""]
    assert Scan.get().state == "tercatat" and Job.get().state == "selesai" and not list(opened.scans.iterdir())


def test_odd_pages_of_a_pdf_are_bounded(cast: Cast, opened: Settings) -> None:
    writer, content = PdfWriter(), io.BytesIO()
    for width, height in ((14400, 14400), (1, 14400), (595, 842)):
        writer.add_blank_page(width, height)
    writer.write(content)
    send_in(opened, content.getvalue(), by=cast.sari)
    assert Scan.select().count() == 3 and all(max(scan.width, scan.height) <= 2000 for scan in Scan.select())


def test_a_pdf_of_too_many_pages_is_refused(cast: Cast, opened: Settings) -> None:
    writer, content = PdfWriter(), io.BytesIO()
    for _ in range(201):
        writer.add_blank_page(100, 100)
    writer.write(content)
    send_in(opened, content.getvalue(), by=cast.sari)
    assert ScanFile.get().trouble == "terlalu_banyak" and not Scan.select().exists()


def test_a_file_that_takes_too_long_is_left(cast: Cast, opened: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("puskesos.jobs.scans.Reader", lambda: Reader(page_seconds=0.01))
    send_in(opened, BLANK, by=cast.sari)
    assert ScanFile.get().trouble == "terlalu_lama" and Job.get().state == "selesai"


def test_the_web_process_never_loads_what_decodes_scans() -> None:
    code = "import sys, puskesos; puskesos.create_app; import puskesos.views.scan, puskesos.jobs.launching; " + (
        "sys.exit(bool({'pypdfium2', 'zxingcpp'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_killed_worker_goes_on_at_the_page_where_it_was(cast: Cast, opened: Settings) -> None:
    sheets = [sheet_of(make_case(cast), by=cast.ratna) for _ in range(6)]
    pages = [page_saying(f"HTTP://10.0.0.5:8000/B/{sheet.code}") for sheet in sheets]
    send_in(opened, pdf_of(*pages), by=cast.sari, work=False)
    command = [sys.executable, "-m", "puskesos.jobs.worker", str(opened.data)]
    worker = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))
    limit = time.monotonic() + 60
    while Scan.select().count() < 2:
        assert time.monotonic() < limit
        time.sleep(0.005)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert ScanFile.get().read_at is None
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    assert Scan.select().count() == Attachment.select().count() == 6
    assert {attachment.case_id for attachment in Attachment.select()} == {sheet.case_id for sheet in sheets}
    assert len(list(opened.uploads.iterdir())) == 6 and ScanFile.get().pages == 6


def test_old_files_and_discarded_pictures_are_swept(cast: Cast, opened: Settings) -> None:
    send_in(opened, BLANK, by=cast.sari)
    discard_scan(Scan.get(), "Kosong", actor=viewer_of(cast.sari), now=clock.now())
    left = opened.scans / "sisa"
    left.write_bytes(b"x")
    os.utime(left, (0, 0))
    assert sweep_scans(opened, clock.now()) == 1 and not left.exists() and len(list(opened.uploads.iterdir())) == 1
    assert sweep_scans(opened, clock.now() + timedelta(days=31)) == 1 and not list(opened.uploads.iterdir())
