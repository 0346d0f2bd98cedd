"""What people change: intakes one after the other and sixteen at once, and sixteen volunteers who click."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from puskesos.bench.browser import Answer, Browser
from puskesos.bench.reading import Stage, anywhere
from puskesos.bench.verdicts import Row, timed_row

AT_ONCE = 16
CLICK_EVERY = 0.25  # seconds
PATHS = ("/", "/tugas", "/", "/bantuan")


def measure_intake(stage: Stage, service: int, writers: list[Browser]) -> list[Row]:
    """Durable registrations of known people: one client after the other, then sixteen at the same time."""
    alone = register_one_by_one(stage, service)
    each = max(5, stage.rounds // AT_ONCE)
    together = _all_at_once(writers, lambda browser: [_register(stage, browser, service) for _ in range(each)])
    errors = sum(answer.status != 303 for answer in [*alone, *together])
    return [
        timed_row("intake, durable, 1 client", stage.people, _times(alone), must=12, aim=5),
        timed_row("intake, durable, 16 at once", stage.people, _times(together), must=120, aim=75, part=0.99),
        Row("intake: errors", stage.people, errors, 0, 0, "", ""),
    ]


def register_one_by_one(stage: Stage, service: int) -> list[Answer]:
    """Registrations of known people by one client, one after the other."""
    return [_register(stage, stage.staff, service) for _ in range(stage.rounds)]


def click_for(browsers: list[Browser], seconds: float) -> list[float]:
    """Milliseconds of the answers while every browser asks for a page each quarter of a second."""

    def click(browser: Browser) -> list[Answer]:
        answers = []
        begin = time.monotonic() + CLICK_EVERY * browsers.index(browser) / len(browsers)
        for turn in range(int(seconds / CLICK_EVERY)):
            time.sleep(max(0, begin + turn * CLICK_EVERY - time.monotonic()))
            answers.append(browser.get(PATHS[turn % len(PATHS)]))
        return answers

    return _times(_all_at_once(browsers, click))


def _register(stage: Stage, browser: Browser, service: int) -> Answer:
    return browser.post(
        f"/penerimaan/warga/{anywhere(stage)}",
        remember=False,
        key=uuid.uuid4(),
        service=service,
        reporter_relation="tetangga",
        reporter_name="Wati",
        story="Kartu jaminan kesehatannya tidak aktif sejak bulan lalu.",
        kind="permohonan",
        channel="datang",
    )


def _all_at_once(browsers: list[Browser], work: Callable[[Browser], list[Answer]]) -> list[Answer]:
    with ThreadPoolExecutor(len(browsers)) as pool:
        return [answer for answers in pool.map(work, browsers) for answer in answers]


def _times(answers: list[Answer]) -> list[float]:
    return [answer.milliseconds for answer in answers]
