"""Having a file read by the reading process: its pages come one by one, and no file can hold the worker up for long."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from puskesos.config import ROOT
from puskesos.documents.frames import read_frame
from puskesos.rules.scan import FileTrouble

COUNT, PAGE, TROUBLE = b"N", b"G", b"T"  # kinds of frames
SECONDS = 60  # for one page
PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "PYTHONPATH", "TMPDIR", "TEMP", "LD_LIBRARY_PATH")


class FileUnread(Exception):
    """The file, or the rest of it, cannot be read for the reason in `trouble`."""

    def __init__(self, trouble: FileTrouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


@dataclass(frozen=True)
class PageRead:
    """One page: what its QR codes of ours say, how they were read, its picture (JPEG); `count` is of the file."""

    page: int
    count: int
    texts: tuple[str, ...]
    how: str
    width: int
    height: int
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_pages(path: Path, kind: str, start: int = 1, *, seconds: float = SECONDS) -> Iterator[PageRead]:
    """The pages from `start` on. Raises FileUnread, also in the middle."""
    with _reader(path, kind, start) as process:
        count = 0
        while True:
            with _time_limit(process, seconds) as timer:
                try:
                    told, body = read_frame(process.stdout)
                except EOFError:
                    told, body = b"", b""
            if told == b"":
                return _check_end(process, over_time=timer.ran)
            if told == TROUBLE:
                raise FileUnread(FileTrouble(body.decode()))
            if told == COUNT:
                count = int(body)
            else:
                yield _page(body, count)


def _page(body: bytes, count: int) -> PageRead:
    head, _, content = body.partition(b"\n")
    about = json.loads(head)
    return PageRead(count=count, content=content, texts=tuple(about.pop("texts")), **about)


def _check_end(process: subprocess.Popen[bytes], *, over_time: bool) -> None:
    if over_time:
        raise FileUnread(FileTrouble.TERLALU_LAMA)
    if process.wait() != 0:
        raise FileUnread(FileTrouble.RUSAK)


class _Timer(threading.Timer):
    """Kills what takes too long, and remembers that it did."""

    ran = False

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        super().__init__(seconds, self._kill)
        self.daemon = True
        self._process = process

    def _kill(self) -> None:
        self.ran = True
        self._process.kill()


@contextmanager
def _time_limit(process: subprocess.Popen[bytes], seconds: float) -> Iterator[_Timer]:
    timer = _Timer(process, seconds)
    timer.start()
    try:
        yield timer
    finally:
        timer.cancel()


@contextmanager
def _reader(path: Path, kind: str, start: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "puskesos.scanning.reader", str(path), kind, str(start)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
    )
    try:
        yield process
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
