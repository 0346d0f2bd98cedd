"""Whatever is uploaded: rows or a sentence, in bounded memory; and the child that reads is given no secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from puskesos.config import ROOT
from puskesos.sheets import reading
from puskesos.sheets.kinds import SENTENCES
from puskesos.sheets.reading import UnreadableSheet, peek, read_rows
from tests.sheets.hostile import READABLE, REFUSED, Build, many_texts, million_rows, stray_corner

MOST_MEMORY = 180 * 1024  # KB the child may really use


def people_in(path: Path) -> int:
    """How many rows hold a name or number of somebody under the headings; reads everything."""
    sheet = peek(path).sheets[0]
    rows = list(read_rows(path, sheet.name, sheet.header_row))
    assert len({len(cells) for _, cells in rows}) <= 1, "rows of unlike length"
    return sum(1 for number, _ in rows if number < 1_000_000)


@pytest.mark.parametrize("name", READABLE)
def test_odd_files_are_read_all_the_same(name: str, tmp_path: Path) -> None:
    build, people = READABLE[name]
    assert people_in(build(tmp_path)) == people


@pytest.mark.parametrize("name", REFUSED)
def test_bad_files_get_a_sentence(name: str, tmp_path: Path) -> None:
    build, word = REFUSED[name]
    with pytest.raises(UnreadableSheet) as refusal:
        people_in(build(tmp_path))
    assert word in refusal.value.sentence


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["plain", "old excel", "repeated ods", "csv tab utf-16", "csv line breaks"]),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12),
)
def test_changed_bytes_never_make_a_fault(name: str, changes: list[tuple[float, int]], tmp_path: Path) -> None:
    path = READABLE[name][0](tmp_path)
    content = bytearray(path.read_bytes())
    for place, byte in changes:
        content[int(place * len(content))] = byte
    path.write_bytes(content)
    with suppress(UnreadableSheet):
        people_in(path)


def test_every_sentence_says_what_to_do() -> None:
    asks = ("Buka", "Bagi", "Pilih", "Mintalah", "Salin", "Simpan", "Unduh", "Hapus", "unggah")
    assert not [sentence for sentence in SENTENCES.values() if not any(ask in sentence for ask in asks)]


@pytest.mark.parametrize("build", [million_rows, many_texts, stray_corner], ids=lambda build: build.__name__)
def test_the_child_stays_small(build: Build, tmp_path: Path) -> None:
    measure = (
        "import io, sys; sys.stdin, sys.stdout = io.StringIO(sys.argv[1]), open('/dev/null', 'w')\n"
        "from puskesos.sheets import reader; reader.main()\n"
        "sys.stderr.write(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    command = [sys.executable, "-W", "ignore", "-c", measure]
    request = json.dumps({"path": str(build(tmp_path)), "sheet": "Satu"})
    done = subprocess.run([*command, request], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stderr) < MOST_MEMORY


def test_a_child_that_dies_becomes_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dies = "import os; os.abort()"
    assert_refused_when_child_runs(dies, "tidak dapat dibaca", tmp_path, monkeypatch)


def test_a_child_that_says_nothing_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.2)
    assert_refused_when_child_runs("import time; time.sleep(60)", "terlalu lama", tmp_path, monkeypatch)


def test_a_child_that_talks_nonsense_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_refused_when_child_runs("print('[' * 90000)", "tidak dapat dibaca", tmp_path, monkeypatch)


def assert_refused_when_child_runs(code: str, word: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is fine, the child is not."""
    monkeypatch.setattr(reading, "COMMAND", [sys.executable, "-c", code])
    with pytest.raises(UnreadableSheet, match=word):
        peek(READABLE["plain"][0](folder))


def test_the_child_is_given_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUSKESOS_SECRET", "x")
    monkeypatch.setenv("DATABASE_URL", "x")
    assert not {"PUSKESOS_SECRET", "DATABASE_URL"} & set(reading.harmless_environment())
    assert os.environ["PUSKESOS_SECRET"] == "x"


def test_closing_the_rows_early_ends_the_child(tmp_path: Path) -> None:
    rows = read_rows(million_rows(tmp_path), "Satu", 0)
    next(rows)
    rows.close()
    assert next(rows, None) is None
