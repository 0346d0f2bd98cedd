"""The PDF worker: it is replaced when it dies, keeps papers, refuses long ones, and fetches nothing."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos.documents import printing
from puskesos.documents.case_sheet import case_sheet_pdf
from puskesos.documents.kept_papers import KeptPapers
from puskesos.documents.press import WORKSHOP, Press
from puskesos.documents.printing import Printer, PrintingUnavailable, TooManyPages, print_pdf, use_presses
from puskesos.documents.worker import ENOUGH, NICENESS
from tests.cast import Cast
from tests.documents.full_case import case_file, decided_case
from tests.documents.lures import SECRET, Canary, Listener, payloads

pytestmark = pytest.mark.pango
PAGE = '<!doctype html><title>Uji</title><body class="paper f4">'


@pytest.fixture(autouse=True)
def nothing_kept_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test before may have left a folder of papers: what is asked for twice would not be printed twice."""
    monkeypatch.setattr(printing, "_kept", KeptPapers())


@pytest.fixture
def listener() -> Iterator[Listener]:
    opened = Listener()
    yield opened
    opened.close()


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    laid = Canary(tmp_path)
    yield laid
    laid.close()


def assert_nothing_read(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    assert not list(reader.attachments)
    assert SECRET not in "".join(page.extract_text() for page in reader.pages)


def test_listener_and_canary_would_notice(listener: Listener, canary: Canary) -> None:
    assert (listener.hits, canary.was_opened()) == (0, False)
    subprocess.run(["cat", canary.path], capture_output=True, check=True)
    assert canary.was_opened() and not canary.was_opened()
    with socket.create_connection(("127.0.0.1", int(listener.address.rsplit(":", 1)[1]))) as knock:
        assert knock.recv(1) == b"" and listener.hits == 1


def test_what_people_type_is_never_fetched_or_read(
    app: Flask, cast: Cast, tmp_path: Path, listener: Listener, canary: Canary
) -> None:
    typed = " ".join(payloads(f"{listener.address}/x.png", canary.path.as_uri()))
    with app.app_context():
        case = decided_case(cast, tmp_path, said=typed[:3900])
        assert_nothing_read(case_sheet_pdf(case_file(cast, case, address=typed, name=typed[:300])))
    assert (listener.hits, canary.was_opened()) == (0, False)


def test_even_unescaped_markup_fetches_and_reads_nothing(listener: Listener, canary: Canary) -> None:
    for payload in payloads(f"{listener.address}/x.png", canary.path.as_uri()):
        assert_nothing_read(print_pdf(f"{PAGE}<p>Uji</p>{payload}"))
        assert (listener.hits, canary.was_opened()) == (0, False), payload


def test_a_killed_worker_is_replaced_at_the_next_print() -> None:
    print_pdf(f"{PAGE}satu {time.time()}")
    first = printing.worker_id()
    os.kill(first, signal.SIGKILL)
    assert print_pdf(f"{PAGE}dua {time.time()}").startswith(b"%PDF")
    assert printing.worker_id() not in {first, None}


def test_a_paper_that_takes_too_long_ends_its_worker_once_and_the_next_prints() -> None:
    print_pdf(f"{PAGE}{time.time()}")
    first, before = printing.worker_id(), printing.printer_state().replaced
    with pytest.raises(PrintingUnavailable, match=r"no paper after 0\.05 seconds"):
        print_pdf(f"{PAGE}{'<p>baris</p>' * 3000}", most_pages=200, seconds=0.05)
    assert printing.printer_state().replaced == before + 1
    assert print_pdf(f"{PAGE}{time.time()}").startswith(b"%PDF")
    assert printing.worker_id() not in {first, None}


def test_nothing_of_a_killed_worker_stays_in_the_temp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"{WORKSHOP}4194305-x").mkdir()  # of a program that no longer runs
    press = Press()
    press.start()
    assert [path.name.split("-")[2] for path in tmp_path.iterdir()] == [str(os.getpid())]
    os.kill(press.worker_id, signal.SIGKILL)
    press.end()
    assert not list(tmp_path.iterdir())


def test_a_paper_survives_the_end_of_the_worker_and_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptPapers()
    kept.keep_in(tmp_path, 1_000_000)
    monkeypatch.setattr(printing, "_kept", kept)
    html = f"{PAGE}{time.time()}"
    made = print_pdf(html)
    printing.stop_printing()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert print_pdf(html) == made
    with pytest.raises(PrintingUnavailable):
        print_pdf(html, archive=True)


def test_an_archive_paper_is_pdf_a_and_everyone_says_its_title_and_language() -> None:
    html = f'<!doctype html><html lang="id"><title>Uji 1</title><body class="paper f4">{time.time()}'
    catalogs = [PdfReader(io.BytesIO(print_pdf(html, archive=archive))) for archive in (False, True)]
    for reader in catalogs:
        assert (reader.metadata.title, reader.root_object["/Lang"]) == ("Uji 1", "id")
        assert reader.root_object["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in reader.root_object
    usual, archive = (reader.root_object for reader in catalogs)
    assert "/OutputIntents" not in usual
    assert archive["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    told = archive["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in told or "<pdfaid:part>3</pdfaid:part>" in told


def test_who_waits_and_what_runs_is_known() -> None:
    print_pdf(f"{PAGE}{time.time()}")
    state = printing.printer_state()
    assert (state.running, state.waiting) == (1, 0) and state.memory > 30_000_000


@pytest.mark.slow
def test_a_worker_that_holds_too_much_memory_leaves() -> None:
    rows = "".join(f"<tr><td>{number}<td>kata<td>kata" for number in range(2500))
    print_pdf(f'{PAGE}<table class="list">{rows}</table>', most_pages=250, seconds=300)
    first = printing.worker_id()
    print_pdf(f"{PAGE}{time.time()}")
    assert printing.worker_id() != first
    assert printing.printer_state().memory < ENOUGH


def test_the_same_paper_is_kept() -> None:
    html = f"{PAGE}{time.time()}"
    assert print_pdf(html) is print_pdf(html)


def test_a_paper_with_too_many_pages_is_refused() -> None:
    with pytest.raises(TooManyPages):
        print_pdf(PAGE + "<p>baris</p>" * 400, most_pages=2)


def test_many_threads_get_their_own_papers() -> None:
    answers: dict[int, bytes] = {}
    threads = [
        threading.Thread(target=lambda n=n: answers.setdefault(n, print_pdf(f"{PAGE}kertas {n}"))) for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read = {number: PdfReader(io.BytesIO(pdf)).pages[0].extract_text() for number, pdf in answers.items()}
    assert all(f"kertas {number}" in read[number] for number in range(6))


def test_the_worker_steps_back_for_the_web() -> None:
    print_pdf(f"{PAGE}{time.time()}")
    assert os.getpriority(os.PRIO_PROCESS, printing.worker_id()) >= NICENESS


def test_background_workers_print_the_same_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    html = f"{PAGE}{time.time()}"
    made = print_pdf(html)
    monkeypatch.setattr(printing, "_printer", Printer())
    use_presses(2)
    assert print_pdf(html) == made and printing.printer_state().running == 1
    printing.stop_printing()


def test_stopping_does_not_wait_for_a_worker_that_only_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr("puskesos.documents.press.sys.executable", str(slow))
    printer = Printer(1)
    with ThreadPoolExecutor(1) as pool:
        warming = pool.submit(printer.warm_up)
        while not printer.worker_ids:
            time.sleep(0.01)
        begun = time.monotonic()
        printer.stop()
        assert time.monotonic() - begun < 20
        with pytest.raises(PrintingUnavailable):
            warming.result()
