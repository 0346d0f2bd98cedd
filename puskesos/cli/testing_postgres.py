"""A throw-away PostgreSQL for the tests: made in a temporary folder, reachable from this machine alone, then gone.

PostgreSQL refuses to run as root, so there the user `postgres` of the package runs it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

# No durability: the cluster lives for one run.
SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"]


def postgres_binaries() -> Path | None:
    """The folder with initdb and pg_ctl of the newest PostgreSQL on this machine, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@contextlib.contextmanager
def throwaway_postgres(binaries: Path, parent: Path | None = None) -> Iterator[str]:
    """Start a cluster on a free port of 127.0.0.1 and yield its URL; it is stopped and removed at the end, always."""
    folder = Path(tempfile.mkdtemp(prefix="puskesos-pg-", dir=parent))
    try:
        password = secrets.token_hex(16)
        _make_cluster(binaries, folder, password)
        port = _free_port()
        options = " ".join(f"-c {setting}" for setting in [*SETTINGS, "listen_addresses=127.0.0.1"])
        _control(binaries, folder, "start", "-l", str(folder / "log"), "-o", f"-p {port} -k {folder} {options}")
        try:
            yield f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
        finally:
            _control(binaries, folder, "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(binaries: Path, folder: Path, password: str) -> None:
    password_file = folder / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if _is_root():
        for path in (folder, password_file):
            shutil.chown(path, "postgres")
    choices = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8"]
    _run([str(binaries / "initdb"), f"--pgdata={folder / 'data'}", "--no-locale", "--no-sync", *choices])


def _control(binaries: Path, folder: Path, verb: str, *options: str) -> None:
    _run([str(binaries / "pg_ctl"), verb, f"--pgdata={folder / 'data'}", "--wait", "--silent", *options])


def _run(command: list[str]) -> None:
    as_postgres = ["runuser", "-u", "postgres", "--"] if _is_root() else []
    subprocess.run([*as_postgres, *command], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/")


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
