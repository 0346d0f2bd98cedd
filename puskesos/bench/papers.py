"""Papers: a case sheet warm, first after the start and kept; a hundred of them while volunteers work."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from puskesos.bench.browser import Browser
from puskesos.bench.reading import Stage
from puskesos.bench.residents import case_number_at
from puskesos.bench.running import children_of, memory_of
from puskesos.bench.verdicts import Missing, Row, timed_row
from puskesos.bench.writing import click_for

WARM, KEPT = 15, 30
BATCH, BATCH_QUICK = 100, 20
LONGEST_CLICKING = 25.0


class NoPaper(Exception):
    """This machine cannot print."""


def measure_papers(stage: Stage, clickers: list[Browser], server: int, *, quick: bool) -> list[Row | Missing]:
    """The rows of printing and clicking; the server must not have printed since its start."""
    fresh = count(1)
    try:
        first = _sheet(stage, next(fresh))
        warm = [_sheet(stage, next(fresh)) for _ in range(WARM)]
        kept = [_sheet(stage, 1_000) for _ in range(KEPT)]
    except NoPaper as problem:
        return [Missing("case sheet, batches, clicking while printing", str(problem))]
    amount = BATCH_QUICK if quick else BATCH
    seconds, clicks = _batch(stage, clickers, lambda: [_sheet(stage, next(fresh)) for _ in range(amount)])
    worker = max((memory_of(one) for one in children_of(server)), default=0)
    return [
        timed_row("case sheet, warm", stage.people, warm, must=250, aim=170, part=0.5),
        timed_row("case sheet, first after the start", stage.people, [first], must=2000, aim=1300, part=0.5),
        timed_row("case sheet, kept", stage.people, kept, must=10, aim=5, part=0.5),
        Row("100 sheets while 16 click", stage.people, seconds * BATCH / amount, 20, 12, "", "s"),
        Row("worker after printing", stage.people, worker, 150, 150, "RSS", "MB"),
        timed_row("16 volunteers while sheets print", stage.people, clicks, must=40, aim=20, part=0.99),
    ]


def _batch(stage: Stage, clickers: list[Browser], work: Callable[[], list[float]]) -> tuple[float, list[float]]:
    """Seconds for `work`, and the clickers' times until it is done."""
    clicks: list[float] = []
    begun = time.monotonic()

    def timed() -> float:
        work()
        return time.monotonic() - begun

    with ThreadPoolExecutor(1) as pool:
        printing = pool.submit(timed)
        while not printing.done() and time.monotonic() - begun < LONGEST_CLICKING:
            clicks += click_for(clickers, 2)
        return printing.result(), clicks


def _sheet(stage: Stage, position: int) -> float:
    answer = stage.koordinator.get(f"/kasus/{case_number_at(position % stage.cases + 1, stage.today)}/lembar-kasus.pdf")
    if answer.status != 200 or not answer.text.startswith("%PDF"):
        raise NoPaper(f"the sheet's address answered {answer.status} (is Pango installed?)")
    return answer.milliseconds
