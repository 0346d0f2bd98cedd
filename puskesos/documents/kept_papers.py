"""Papers made lately, by what they were made of: the newest in memory, more of them on the disk, both bounded.

They are no archive: a folder that was emptied costs a print. What was damaged on the disk is made anew.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MEMORY_BYTES = 4 * 1024 * 1024
DIGEST = 32  # bytes before each paper on the disk, to know a damaged one
TRIM_EVERY = 32  # papers written
KEPT_SECONDS = 24 * 60 * 60.0
HALF = "."  # what begins so is half-written


@dataclass(frozen=True)
class Kept:
    """How many papers lie on the disk and how large they are together."""

    count: int = 0
    size: int = 0


class KeptPapers:
    """Papers by key. Safe for many threads, and for several processes on one folder."""

    def __init__(self) -> None:
        self._memory: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._most = 0
        self._written = 0

    def keep_in(self, folder: Path, most: int) -> None:
        """Keep papers in `folder` as well, `most` bytes together; 0 keeps none there."""
        self._folder, self._most = folder if most else None, most

    def find(self, key: str) -> bytes | None:
        """The paper, from memory or from the disk."""
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
        pdf = self._read(key)
        if pdf is not None:
            self._remember(key, pdf)
        return pdf

    def keep(self, key: str, pdf: bytes) -> None:
        """Keep a paper; a disk that is full is no reason not to print."""
        self._remember(key, pdf)
        if self._folder is None:
            return
        with suppress(OSError):
            _write(self._folder / key[:2] / key, pdf)
            self._written += 1
            if self._written % TRIM_EVERY == 1:
                self.trim()

    def trim(self, older_than: float | None = None) -> int:
        """Take away what is older than that moment, then the longest unused until the bound holds; returns how many."""
        gone, size = 0, 0
        for used, length, path in sorted(self._files(), reverse=True):
            size += length
            if size > self._most or (older_than is not None and used < older_than):
                with suppress(OSError):
                    path.unlink()
                    gone += 1
        return gone

    def forget(self) -> None:
        """Forget what is in memory."""
        with self._lock:
            self._memory.clear()

    def count(self) -> Kept:
        """What lies on the disk now."""
        sizes = [length for _, length, _ in self._files()]
        return Kept(len(sizes), sum(sizes))

    def _remember(self, key: str, pdf: bytes) -> None:
        with self._lock:
            self._memory[key] = pdf
            self._memory.move_to_end(key)
            while sum(map(len, self._memory.values())) > MEMORY_BYTES:
                self._memory.popitem(last=False)

    def _read(self, key: str) -> bytes | None:
        if self._folder is None:
            return None
        path = self._folder / key[:2] / key
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if sha256(content[DIGEST:]).digest() != content[:DIGEST]:
            return None
        with suppress(OSError):
            os.utime(path)
        return content[DIGEST:]

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """When last used, how long and where, of each file."""
        if self._folder is None:
            return
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                facts = path.stat()
                yield facts.st_mtime, facts.st_size, path


def _write(target: Path, pdf: bytes) -> None:
    """Whole or not at all, readable by the program only."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_name(f"{HALF}{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sha256(pdf).digest() + pdf)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
