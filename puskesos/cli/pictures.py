"""`pictures`: takes the pictures of /bantuan anew from a practice hub of its own, in a browser without a window.

Seed and day are fixed, and the clock stands at that day while the hub runs, so that pictures differ only where
the program does.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from puskesos.cli.picture_list import SIZES, Picture, Shape
from puskesos.cli.picture_papers import PICTURES
from puskesos.cli.testing import BROWSERS
from puskesos.config import ROOT, Settings, load_settings
from puskesos.errors import StartRefused

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from waitress.server import BaseWSGIServer

HELP = """Take the pictures of /bantuan anew into static/help: a practice hub on 127.0.0.1, photographed as its cast.
Date fields show the Indonesian order when Chromium has its language files (apt-get install chromium-l10n)."""
FOLDER = ROOT / "static" / "help"
NEEDS = {"playwright": "playwright", "time_machine": "time-machine"}
NOON = datetime(2026, 11, 17, 3, 4, tzinfo=UTC)  # Tuesday 17 November 2026, 10.04 in Muaragembong
INSTALL = "Install the test tools: .venv/bin/python -m pip install -r tests/requirements.txt"
BROWSER_SETTING = "PUSKESOS_TEST_CHROMIUM"  # as the tests know it
MOST_BYTES, WANTED_BYTES = 60_000, 52_000  # a full board does not come down to what is wanted
QUALITIES = range(82, 30, -6)
GRAIN = 48  # of 255; a changed letter differs by far more
FRAME = "#7d7868"
PATIENCE = 10_000  # milliseconds


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, default=FOLDER, metavar="DIR", help="where the pictures go (static/help)")
    parser.add_argument("--only", metavar="TEXT", default="", help="only pictures whose name contains TEXT")


def run(args: argparse.Namespace) -> int:
    browser_path = find_tools()
    wanted = [picture for picture in PICTURES if args.only in picture.name]
    args.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="puskesos-gambar-") as folder, frozen_clock():
        settings = load_settings(Path(folder), practice=True, port=0, database_url="")
        settings = replace(settings, testing=True)  # no worker process: it would not know about NOON
        with running_hub(settings) as address, running_browser(browser_path) as browser:
            for picture in wanted:
                size = take(browser, address, picture, args.to / f"{picture.name}.webp", lambda: do_waiting(settings))
                print(f"{picture.name}.webp  {size / 1000:.0f} KB", flush=True)
    print(f"{len(wanted)} pictures in {args.to}. Look at them before they are committed.")
    return 0


def find_tools() -> str:
    """The path of the browser; raises StartRefused with what to install."""
    missing = [package for module, package in NEEDS.items() if find_spec(module) is None]
    if missing:
        raise StartRefused(f"{' and '.join(missing)} missing. {INSTALL}")
    browser = os.environ.get(BROWSER_SETTING) or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise StartRefused("No Chromium on this machine. Install it: apt-get install chromium")
    return browser


@contextlib.contextmanager
def frozen_clock() -> Iterator[None]:
    """The whole program believes that it is NOON; seconds go on, so that waiting still ends."""
    import time_machine

    with time_machine.travel(NOON, tick=True):
        yield


@contextlib.contextmanager
def running_hub(settings: Settings) -> Iterator[str]:
    """A seeded practice hub that answers as long as this is open; gives its address."""
    from waitress import create_server

    from puskesos import create_app
    from puskesos.database import connected
    from puskesos.jobs.regular import ask_when_due
    from puskesos.practice.folder import seed_folder

    seed_folder(settings, NOON.date(), say=partial(print, flush=True))
    with connected():
        ask_when_due(NOON)
    do_waiting(settings)
    server = create_server(create_app(settings), host="127.0.0.1", port=0, threads=settings.threads, ident="")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        _stop(server, thread)


def do_waiting(settings: Settings) -> None:
    """Do here what the worker process would do: check the registry, read a list that was uploaded."""
    from puskesos.database import connected
    from puskesos.jobs.worker import run_waiting

    with connected():
        run_waiting(settings)


@contextlib.contextmanager
def running_browser(path: str) -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        language = {**os.environ, "LANGUAGE": "id"}
        browser = play.chromium.launch(executable_path=path, args=["--lang=id"], env=language)
        try:
            yield browser
        finally:
            browser.close()


def take(browser: Browser, address: str, picture: Picture, target: Path, work: Callable[[], None]) -> int:
    """Sign in as the picture's person, walk to its page and save what the screen shows; gives the bytes."""
    from playwright.sync_api import Error

    with browser_page(browser, address, picture.shape) as page:
        try:
            _walk(page, picture, work)
        except (Error, StopIteration) as problem:
            page.screenshot(path=target.with_suffix(".gagal.png"))
            raise StartRefused(
                f"{picture.name}: stuck on {page.url}, see {target.stem}.gagal.png. {problem}"
            ) from problem
        content = page.screenshot(animations="disabled", caret="hide")
    return save_small(content, target)


@contextlib.contextmanager
def browser_page(browser: Browser, address: str, shape: Shape) -> Iterator[Page]:
    """A fresh browser window of this shape."""
    width, height = SIZES[shape]
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if shape == Shape.PHONE else 1,
        is_mobile=shape == Shape.PHONE,
        has_touch=shape == Shape.PHONE,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


def save_small(content: bytes, target: Path, *, limit: int = WANTED_BYTES) -> int:
    """Write a framed WebP of at most `limit` bytes, or the smallest there is; gives its size."""
    from PIL import Image, ImageDraw

    image = Image.open(io.BytesIO(content)).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, image.width - 1, image.height - 1), outline=FRAME)
    for quality in QUALITIES:
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= limit:
            break
    if not looks_the_same(target, buffer.getvalue()):
        target.write_bytes(buffer.getvalue())
    return target.stat().st_size


def looks_the_same(old: Path, new: bytes) -> bool:
    """Whether the picture at `old` differs only by the grain of compression; such a picture is left as it is."""
    from PIL import Image, ImageChops

    if not old.exists():
        return False
    before, after = Image.open(old).convert("L"), Image.open(io.BytesIO(new)).convert("L")
    return before.size == after.size and ImageChops.difference(before, after).getextrema()[1] <= GRAIN


def _walk(page: Page, picture: Picture, work: Callable[[], None]) -> None:
    page.goto("/masuk")
    page.locator(f"form[action$='/latihan/{picture.person}'] button").click()
    page.goto(picture.path)
    for step in picture.steps:
        step(page)
        work()
    page.wait_for_load_state("networkidle")


def _stop(server: BaseWSGIServer, thread: threading.Thread) -> None:
    stop: Callable[[], None] = server.close
    server.task_dispatcher.shutdown()
    stop()
    thread.join(timeout=2)
