"""One process at a time for work on a whole folder; a lock that a killed process cannot leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlcipher3 import dbapi2

from puskesos.errors import StartRefused

PATIENCE = 30  # seconds


@contextmanager
def only_one(folder: Path, work: str) -> Iterator[None]:
    """Hold the folder's lock for `work` (one word); raises StartRefused when another process keeps it for long."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f".{work}.lock"
    while True:
        path.touch(mode=0o600)
        before = path.stat().st_ino
        with closing(dbapi2.connect(str(path), timeout=PATIENCE, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except dbapi2.OperationalError as error:
                raise StartRefused(f"Another {work} is at work in {folder}. Try again when it is done.") from error
            if not path.exists() or path.stat().st_ino != before:
                continue  # the one before removed this file on leaving; the lock is another file now
            try:
                yield
            finally:
                with suppress(OSError):
                    path.unlink()
            return
