"""The reading process, `python -m puskesos.scanning.reader`: reads the files it is told on standard input, one a line.

What strangers' files do to a decoder stays in here: it has no secrets, little memory, and its parent watches the time.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from puskesos.documents.frames import write_frame
from puskesos.scanning.codes import find_codes
from puskesos.scanning.pages import Unreadable, as_jpeg, open_pages
from puskesos.scanning.process import COUNT, END, PAGE, TROUBLE

MOST_MEMORY = 1536 * 1024 * 1024
NICENESS = 15


def main() -> int:
    """Answer each line with the count, a frame per page (a line of JSON about it and the JPEG), and the end."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    _limit()
    for line in sys.stdin:
        path, kind, start = json.loads(line)
        try:
            _read(Path(path), kind, start, answers)
        except Unreadable as problem:
            write_frame(answers, TROUBLE, str(problem.trouble).encode())
        else:
            write_frame(answers, END)
    return 0


def _read(path: Path, kind: str, start: int, answers: BinaryIO) -> None:
    count, pages = open_pages(path, kind, start)
    write_frame(answers, COUNT, str(count).encode())
    for number, page in enumerate(pages, start=start):
        texts, how, turned = find_codes(page)
        content, width, height = as_jpeg(page, turned)
        told = {"page": number, "texts": texts, "how": how, "width": width, "height": height}
        write_frame(answers, PAGE, json.dumps(told).encode() + b"\n" + content)


def _limit() -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
