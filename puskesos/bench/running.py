"""The server's process: started on a free port, timed to its first answer, weighed, ended."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from puskesos.config import ROOT
from puskesos.errors import StartRefused

PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Running:
    """A server that answers; `started_in` is milliseconds from the process's start to its first page."""

    process_id: int
    port: int
    started_in: float


@contextmanager
def running_server(data: Path) -> Iterator[Running]:
    """The measured server on the data folder for as long as this is open."""
    port = _free_port()
    with (data / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "puskesos.bench.server", str(data), str(port)]
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait_for_page(process, port)
            yield Running(process.pid, port, (time.perf_counter() - begun) * 1000)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def memory_of(process_id: int) -> float:
    """Resident megabytes of a process; 0 where the machine does not tell."""
    return _status(process_id).get("VmRSS", 0) / 1024


def children_of(process_id: int) -> list[int]:
    """Ids of the processes it started."""
    found = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [one for one in found if _status(one).get("PPid") == process_id]


def _status(process_id: int) -> dict[str, int]:
    try:
        lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    except OSError:
        return {}
    wanted = (line.split() for line in lines if line.startswith(("VmRSS:", "PPid:")))
    return {words[0].rstrip(":"): int(words[1]) for words in wanted}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for_page(process: subprocess.Popen[bytes], port: int) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/masuk")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.005)
        finally:
            connection.close()
    raise StartRefused("The measured server did not start. What does python3 app.py doctor say?")
