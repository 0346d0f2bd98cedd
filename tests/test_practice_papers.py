"""The papers of the practice hub: letters of every kind, sheets out and back, scans in the tray, batches printed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from puskesos.config import Settings
from puskesos.database import close_database, connected
from puskesos.documents.frozen import thaw
from puskesos.jobs.worker import run_waiting
from puskesos.models import Hub, Job, Letter, LetterSigner, PrintBatch, Scan, SheetOut
from puskesos.practice.folder import fill_folder
from puskesos.queries.letter_settings import look_of
from puskesos.rules.letter import LetterKind
from tests.practice_hub import TUESDAY

NIP = "NIP. 19850214 201001 2 999"


def test_letters_of_every_kind_were_issued_one_is_void_and_two_are_drafts(practice_hub: Settings) -> None:
    letters = list(Letter.select().where(Letter.referral.is_null()))
    assert Counter(letter.state for letter in letters) == {"terbit": 11, "batal": 1, "draf": 2}
    assert {letter.kind for letter in letters if letter.number} == {*LetterKind} - {LetterKind.RUJUKAN}
    for letter in letters:
        assert not letter.number or letter.number in thaw(practice_hub.papers, letter.source_sha256)
    signed = " ".join(letter.signing for letter in letters)
    assert all(words in signed for words in ('"Plt."', "a.n. Camat Muaragembong", NIP, "Drs. H. Suparman, M.Si."))


def test_numbers_follow_one_another_in_time(practice_hub: Settings) -> None:
    numbered = Letter.select().where(Letter.number.is_null(False)).order_by(Letter.year, Letter.serial)
    assert [row.serial for row in numbered] == [*range(1, len(numbered) + 1)]
    times = [row.issued_at or row.created_at for row in numbered]
    assert times == sorted(times)


def test_signers_have_nip_or_not_and_the_kop_has_two_emblems(practice_hub: Settings) -> None:
    rows = list(LetterSigner.select())
    assert {row.identity for row in rows} == {"nip", "psm", "kosong"}
    assert {row.acting for row in rows} == {"sendiri", "plt", "an"}
    look = look_of(Hub.get())
    assert all(logo.startswith("data:image/png") and len(logo) < 12_000 for logo in (look.logo_left, look.logo_right))
    assert look.logo_left != look.logo_right


def test_sheets_are_out_and_photos_of_others_found_their_case(practice_hub: Settings) -> None:
    states = Counter(sheet.state for sheet in SheetOut.select())
    assert states["kembali"] == 3 and states["di_luar"] >= 6
    scans = Counter((scan.state, scan.trouble) for scan in Scan.select())
    waiting = {("menunggu", "tanpa_kode"): 1, ("menunggu", "asing"): 1}
    assert scans == {("tercatat", ""): 3, ("dibuang", "tanpa_kode"): 1} | waiting
    assert all((practice_hub.uploads / scan.stored_name).exists() for scan in Scan.select())
    assert not any(practice_hub.scans.iterdir()) and not Job.select().where(Job.state != "selesai").exists()


@pytest.mark.pango
def test_two_batches_are_printed_when_a_demo_starts(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", secret="rahasia" * 6, practice=True, testing=True)
    fill_folder(settings, TUESDAY, lambda _line: None, kept=tmp_path / "kept")
    with connected():
        run_waiting(settings)
        batches = [(batch.form, batch.printed, batch.left_out) for batch in PrintBatch.select().order_by(PrintBatch.id)]
    close_database()
    assert batches == [("pdf", 3, 0), ("zip", 3, 0)]
