"""`app.py rekap` as a Dinsos runs it: in a folder without a hub, with files from mail and sticks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from puskesos.cli import main
from puskesos.config import ROOT
from puskesos.documents.printing import stop_printing
from tests.documents.read_pdf import read_pdf
from tests.recap.bundles import busy, report, signed, zipped
from tests.sheets.reckoning import read_sheets

Command = Callable[..., tuple[int, str]]
LEFT, RIGHT = "32.16.05", "32.16.17"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Two hubs, each with a key of its own."""
    folder = tmp_path / "masuk"
    folder.mkdir()
    (folder / "kiri.zip").write_bytes(zipped(signed(report(LEFT, name="Puskesos Kiri"), 1)))
    (folder / "kanan.json").write_bytes(signed(report(RIGHT, name="Puskesos Kanan", items=busy(10)), 2))
    return folder


@pytest.fixture
def rekap(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run it in this process, without a printer; answers exit code and everything printed."""
    monkeypatch.setattr("puskesos.cli.rekap._pdf", lambda *_: "dalam uji ini tidak dicetak.")

    def run(*words: object) -> tuple[int, str]:
        code = main(["rekap", *map(str, words), "--out", str(tmp_path / "hasil")])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.mark.pango
def test_a_program_of_its_own_writes_workbook_and_pdf(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    command = "import sys; from puskesos.cli import main; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", command, "rekap", str(inbox), "--out", str(out), "--trust"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 laporan dari 2 hub, 1 bulan." in done.stdout and not done.stderr
    assert sorted(path.name for path in out.iterdir()) == ["kunci-hub.txt", "rekap-2026-11.pdf", "rekap-2026-11.xlsx"]
    sheets = read_sheets((out / "rekap-2026-11.xlsx").read_bytes())
    assert next(iter(sheets)) == "Hub" and [*sheets][-2:] == ["Catatan", "Definisi"]
    pdf = read_pdf((out / "rekap-2026-11.pdf").read_bytes())
    assert "Puskesos Kiri" in pdf.text and "Desa Satu, Kecamatan Uji" in pdf.text and "November 2026: 2 hub" in pdf.text
    pdf.assert_fit_for_the_office("Rekap laporan bulanan Puskesos")


def test_unknown_keys_are_shown_and_taken_only_when_told(rekap: Command, inbox: Path, tmp_path: Path) -> None:
    code, said = rekap(inbox)
    assert code == 1 and "Kunci 32.16.05 Puskesos Kiri belum dikenal (sidik 3475 0F98 BD59 FCFC 946D)" in said
    assert not (tmp_path / "hasil").exists()
    code, said = rekap(inbox, "--trust")
    assert code == 0 and "DIKENAL  32.16.05 Puskesos Kiri" in said
    assert rekap(inbox)[0] == 0


def test_a_changed_key_is_never_taken_over(rekap: Command, inbox: Path) -> None:
    rekap(inbox, "--trust")
    (inbox / "kiri.zip").write_bytes(zipped(signed(report(LEFT, name="Puskesos Kiri", items=busy(30)), 3)))
    code, said = rekap(inbox, "--trust")
    assert code == 3 and "DITOLAK  kiri.zip: Kunci 32.16.05 Puskesos Kiri berbeda dari yang dikenal" in said
    assert "32.16.05 Puskesos Kiri: belum ada laporan November 2026." in said


def test_two_keys_for_a_new_hub_are_both_refused(rekap: Command, inbox: Path) -> None:
    (inbox / "palsu.json").write_bytes(signed(report(LEFT, "2026-10", name="Puskesos Kiri"), 9))
    code, said = rekap(inbox, "--trust")
    assert code == 3 and said.count("ada 2 kunci berbeda untuk hub ini") == 2
    assert "1 laporan dari 1 hub" in said


def test_bad_files_are_named_and_the_rest_goes_on(rekap: Command, inbox: Path, tmp_path: Path) -> None:
    (inbox / "rusak.zip").write_bytes(b"PK\x03\x04 ...")
    (inbox / "\x1b[31mjahat.json").write_bytes(b"{}")
    (inbox / "latihan.json").write_bytes(signed(report("99.99.99", practice=True), 5))
    code, said = rekap(inbox, inbox / "tidak-ada.zip", "--trust")
    assert code == 3 and "2 laporan dari 2 hub" in said and "\x1b" not in said
    told = ("rusak.zip: ZIP ini rusak.", "?[31mjahat.json: Bukan", "latihan.json: Laporan latihan", "tidak-ada.zip: ")
    for line in told:
        assert f"DITOLAK  {line}" in said
    notes = read_sheets((tmp_path / "hasil" / "rekap-2026-11.xlsx").read_bytes())["Catatan"]
    assert "rusak.zip" in notes.values.values()


def test_practice_hubs_count_when_asked(rekap: Command, tmp_path: Path) -> None:
    (tmp_path / "latihan.json").write_bytes(signed(report(practice=True)))
    assert rekap(tmp_path / "latihan.json", "--trust")[0] == 1
    assert rekap(tmp_path / "latihan.json", "--trust", "--practice")[0] == 0


def test_the_file_of_keys_may_lie_elsewhere_and_must_be_one(rekap: Command, inbox: Path, tmp_path: Path) -> None:
    keys = tmp_path / "kunci.txt"
    assert rekap(inbox, "--trust", "--keys", keys)[0] == 0 and keys.read_text().count("\n") == 3
    keys.write_text("32.16.05 abc\n")
    code, said = rekap(inbox, "--keys", keys)
    assert code == 1 and "baris 1: bukan kode, kunci, nama" in said


def test_it_explains_itself_with_its_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rekap", "--help"])
    assert ended.value.code == 0 and "3 written, but files were refused" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["rekap"])
    assert ended.value.code == 2


def test_without_a_printer_the_pdf_is_left_out_with_a_sentence(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_printing()  # what another test printed is kept, and its worker as well
    monkeypatch.setattr("puskesos.documents.press.sys.executable", "/bin/false")
    assert main(["rekap", str(inbox), "--out", str(tmp_path / "hasil"), "--trust"]) == 0
    assert "Tanpa PDF: komputer ini tidak dapat mencetak PDF" in capsys.readouterr().out
    assert [path.suffix for path in sorted((tmp_path / "hasil").glob("rekap*"))] == [".xlsx"]
