"""`demo` and `serve` as programs: first page, practice mark, clean end, and the sentences of a refused start."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from puskesos import clock
from puskesos.cli.hub_server import prepare_hub
from puskesos.config import ROOT, Settings
from puskesos.database import close_database, connected, database, open_database
from puskesos.errors import StartRefused
from puskesos.migrating import applied
from puskesos.models import Hub

RUN = "import sys; from puskesos.cli import main; sys.exit(main(sys.argv[1:]))"
ADDRESS = re.compile(r"http://[0-9.]+:[0-9]+")
SECRET = "rahasia" * 6


@contextmanager
def running(*words: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """The command as a process, its address, and the lines it had said by then; ended in any case."""
    command = [sys.executable, "-c", RUN, *words, "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, *listen(process)
        finally:
            with suppress(ProcessLookupError):
                process.kill()


def listen(process: subprocess.Popen[str]) -> tuple[str, list[str]]:
    said = []
    for line in process.stdout:
        said.append(line.strip())
        if line.startswith("Stop with"):
            break
    address = next((line for line in said if ADDRESS.fullmatch(line)), "")
    assert address, process.stderr.read()
    return address, said


def open_page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert "Server" not in answer.headers
        return answer.read().decode()


def end(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)
    return process.returncode


@pytest.mark.slow
def test_the_demo_shows_its_cast_and_ends_when_told(tmp_path: Path) -> None:
    with running("demo", "--data", str(tmp_path / "hub")) as (process, address, _said):
        page = open_page(f"{address}/masuk")
        assert "MODE LATIHAN" in page and "Ratna" in page
        assert address.startswith("http://127.0.0.1:")
        assert end(process) == 0
    with running("demo", "--data", str(tmp_path / "hub")) as (process, address, said):
        assert "MODE LATIHAN" in open_page(f"{address}/masuk")
        assert not [line for line in said if line.startswith("Preparing")]
        assert end(process) == 0


@pytest.mark.slow
def test_the_throw_away_folder_goes_with_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with running("demo") as (process, _address, _said):
        assert [path.name for path in tmp_path.glob("puskesos-latihan-*")]
        assert end(process) == 0
    assert not list(tmp_path.glob("puskesos-latihan-*"))


@pytest.mark.slow
def test_the_first_serve_prints_a_code_and_opens_the_set_up(tmp_path: Path) -> None:
    with running("serve", "--data", str(tmp_path / "hub")) as (process, address, said):
        assert re.search(r"/pasang .* [2-9A-Z]{4}-[2-9A-Z]{4}$", "\n".join(said), re.MULTILINE)
        assert "MODE LATIHAN" not in open_page(f"{address}/masuk")
        assert end(process) == 0


def test_the_real_hub_and_the_practice_hub_keep_out_of_each_other(tmp_path: Path) -> None:
    practice, real = tmp_path / "practice", tmp_path / "real"
    for folder in (practice, real):
        prepare_hub(Settings(data=make_folder(folder), secret=SECRET))
        store_hub(practice=folder is practice)
    refused = [refusal("serve", "--data", str(practice)), refusal("demo", "--data", str(real))]
    assert "practice hub" in refused[0] and "no practice hub" in refused[1]


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        words = refusal("serve", "--data", str(tmp_path / "hub"), "--port", port)
    assert words == f"Port {port} on 127.0.0.1 is used by another program. Choose another one: --port 8001\n"


def test_serve_refuses_while_a_migration_is_waiting(tmp_path: Path) -> None:
    settings = Settings(data=make_folder(tmp_path / "hub"), secret=SECRET)
    prepare_hub(settings)
    open_database(settings)
    with connected():
        latest = max(applied())
        database.execute_sql("DELETE FROM schema_migration WHERE name = ?", (latest,))
    with pytest.raises(StartRefused, match=r"python3 app\.py migrate"):
        prepare_hub(settings)
    close_database()


def make_folder(path: Path) -> Path:
    path.mkdir()
    return path


def store_hub(*, practice: bool) -> None:
    with connected():
        Hub.create(
            code="32.16.17",
            name="Puskesos",
            district="Muaragembong",
            regency="Kabupaten Bekasi",
            province="Jawa Barat",
            practice=practice,
            created_at=clock.now(),
        )
    close_database()


def refusal(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1, done.stdout
    return done.stderr
