"""Having files read by the reading process: pages come one by one, and no file can hold the worker up for long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from puskesos.config import ROOT
from puskesos.documents.frames import read_frame
from puskesos.rules.scan import FileTrouble

COUNT, PAGE, TROUBLE, END = b"N", b"G", b"T", b"E"  # kinds of frames
PAGE_SECONDS, FILE_SECONDS = 60.0, 1200.0
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


class Reader:
    """The reading process while a batch is read; one that a file ended or held up is replaced for the next file."""

    def __init__(self, page_seconds: float = PAGE_SECONDS) -> None:
        self._page_seconds = page_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ended: object) -> None:
        self._stop()

    def read(self, path: Path, kind: str, start: int = 1) -> Iterator[PageRead]:
        """The pages from `start` on. Raises FileUnread, also in the middle."""
        self._ask(path, kind, start)
        count, until = 0, time.monotonic() + FILE_SECONDS
        while True:
            told, body = self._answer(until)
            if told == END:
                return
            if told == TROUBLE:
                raise FileUnread(FileTrouble(body.decode()))
            if told == COUNT:
                count = int(body)
            else:
                yield _page(body, count)

    def _ask(self, path: Path, kind: str, start: int) -> None:
        if self._process is None:
            self._process = _launch()
        self._process.stdin.write(f"{json.dumps([str(path), kind, start])}\n".encode())
        self._process.stdin.flush()

    def _answer(self, until: float) -> tuple[bytes, bytes]:
        """The next frame; a process that says nothing in time, or died, is ended and the file named for it."""
        timer = _Timer(self._process, min(self._page_seconds, max(0.0, until - time.monotonic())))
        timer.start()
        try:
            return read_frame(self._process.stdout)
        except EOFError as silence:
            self._stop()
            raise FileUnread(FileTrouble.TERLALU_LAMA if timer.ran else FileTrouble.RUSAK) from silence
        finally:
            timer.cancel()

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    stream.close()
            self._process.wait()
        self._process = None


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


def _page(body: bytes, count: int) -> PageRead:
    head, _, content = body.partition(b"\n")
    about = json.loads(head)
    return PageRead(count=count, content=content, texts=tuple(about.pop("texts")), **about)


def _launch() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "puskesos.scanning.reader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
    )
