"""The PDF worker, `python -m puskesos.documents.worker`: the only process that imports WeasyPrint.

Reads requests from standard input, answers PDF bytes on standard output, ends with its input. Fetches nothing. Its
memory is bounded twice: what one paper may take at most, and what is too much to go on with.
"""

from __future__ import annotations

import base64
import gc
import json
import logging
import os
import signal
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from puskesos.documents.frames import FAILED, PDF, READY, TOO_LONG, UNAVAILABLE, read_frame, write_frame
from puskesos.documents.tagging import settle_archive, settle_tags

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
OURS = "https://paper.invalid/static/"  # a name for relative addresses; nothing is ever fetched from it
LOGO = "data:image/png;base64,"
PNG, LARGEST_LOGO = b"\x89PNG\r\n\x1a\n", 32_000  # what photos.prepare_logo makes is smaller
NICENESS = 15
PAGE_SIZE = 4096
MOST_ADDRESSES = 1536 * 1024 * 1024  # bytes; a paper that wants more fails
ENOUGH = 140 * 1024 * 1024  # bytes held after a paper and a collection; the worker then leaves and is replaced
COLLECT_EVERY = 8  # papers; a collection costs as much as a tenth of a paper, their garbage some megabytes each
USUAL = {"pdf_variant": "pdf/ua-1", "output_intent": None}
ARCHIVE = {"pdf_tags": True, "pdf_variant": "pdf/a-3u"}
SAMPLE = """<!doctype html><html lang="id"><title>Contoh</title><body class="paper f4"><h1>Contoh</h1>
<table class="grid"><tr><td><span>Nama</span><b>Siti</b> <i>x</i></td></tr></table>
<svg viewBox="0 0 2 2"><path stroke="#000" d="M0 .5h1"/></svg></body></html>"""


class Press:
    """WeasyPrint with our stylesheet and fonts read once and kept."""

    def __init__(self) -> None:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        from puskesos.documents.engine import prepare

        logging.getLogger("weasyprint").setLevel(logging.CRITICAL + 1)
        self._document = prepare()
        self._fonts = FontConfiguration()
        self._fetcher = deny_all_fetcher(allowed_files())
        style = (STATIC / "paper.css").read_text(encoding="utf-8")
        self._style = weasyprint.CSS(string=style, base_url=OURS, url_fetcher=self._fetcher, font_config=self._fonts)

    def print(self, html: str, most_pages: int, *, archive: bool = False) -> bytes | None:
        """The PDF (PDF/UA-1), or None when it would have more than `most_pages`; `archive` makes it PDF/A-3u too."""
        options = ARCHIVE if archive else USUAL
        source = self._document(string=html, base_url=OURS, url_fetcher=self._fetcher)
        document = source.render(font_config=self._fonts, stylesheets=[self._style], **options)
        finisher = settle_archive if archive else settle_tags
        return document.write_pdf(finisher=finisher, **options) if len(document.pages) <= most_pages else None


def allowed_files() -> dict[str, bytes]:
    """The only addresses a paper may name, with their bytes: the bundled fonts."""
    return {f"{OURS}fonts/{path.name}": path.read_bytes() for path in sorted((STATIC / "fonts").glob("*.ttf"))}


def deny_all_fetcher(allowed: dict[str, bytes]) -> Any:
    """A WeasyPrint fetcher that knows `allowed` and small PNG written into the paper itself (logos), and refuses every
    other address (security: T17)."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class DenyAll(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith(LOGO):
                return URLFetcherResponse(url, _logo(url), {"Content-Type": "image/png"})
            if url not in allowed:
                raise ValueError("address refused")
            return URLFetcherResponse(url, allowed[url], {"Content-Type": "font/ttf"})

    return DenyAll(allowed_protocols=frozenset())


def _logo(url: str) -> bytes:
    """The bytes of a picture that its address holds."""
    if len(url) > LARGEST_LOGO:
        raise ValueError("picture refused")
    picture = base64.b64decode(url.removeprefix(LOGO), validate=True)
    if not picture.startswith(PNG):
        raise ValueError("picture refused")
    return picture


def main(arguments: list[str]) -> int:
    """Serve until the input ends; "background" yields to everything else on the computer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _step_back(background="background" in arguments)
    _bound_memory()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    try:
        press = Press()
        press.print(SAMPLE, 1)
    except (ImportError, OSError) as problem:
        write_frame(answers, UNAVAILABLE, type(problem).__name__.encode())
        return 1
    gc.collect()
    gc.freeze()
    gc.disable()
    write_frame(answers, READY)
    serve(press, sys.stdin.buffer, answers)
    return 0


def serve(press: Press, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request in turn, until there is none or the memory is no longer what it should be."""
    for printed in count(1):
        try:
            _, request = read_frame(requests)
        except EOFError:
            return
        try:
            pdf = press.print(**json.loads(request))
        except Exception as problem:  # one paper that cannot be printed must not end the worker
            write_frame(answers, FAILED, type(problem).__name__.encode())
        else:
            write_frame(answers, PDF if pdf else TOO_LONG, pdf or b"")
        if printed % COLLECT_EVERY == 0 or memory_held() > ENOUGH:
            gc.collect()
            if memory_held() > ENOUGH:
                return


def memory_held() -> int:
    """Bytes this process holds in memory now; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_SIZE
    except OSError:
        return 0


def _step_back(*, background: bool) -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if background and hasattr(os, "SCHED_IDLE"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
