"""Papers: a case sheet warm, first after the start and kept, its size; a batch of a hundred while volunteers work."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import urlencode

from puskesos.bench.browser import Browser
from puskesos.bench.plain_sheet import plain_milliseconds
from puskesos.bench.reading import Stage
from puskesos.bench.residents import case_number_at
from puskesos.bench.running import children_of, memory_of
from puskesos.bench.verdicts import Missing, Row, percentile, timed_row
from puskesos.bench.writing import click_for

WARM, KEPT = 15, 30
BATCH, BATCH_QUICK = 100, 20
PLAIN = 26.6  # seconds for a hundred sheets by plain WeasyPrint where the budgets were set
LONGEST_CLICKING = 25.0
LONGEST_BATCH = 600.0  # seconds
NEWEST = re.compile(r"batch-row-(\d+)")
WAITED = 0.2


class NoPaper(Exception):
    """This machine cannot print."""


def measure_papers(
    stage: Stage, clickers: list[Browser], server: int, *, sheet: str, quick: bool
) -> list[Row | Missing]:
    """The rows of printing and clicking; the server must not have printed since its start. `sheet` is one's HTML."""
    fresh = count(1)
    try:
        first, _ = _sheet(stage, next(fresh))
        warm = [_sheet(stage, next(fresh)) for _ in range(WARM)]
        kept = [_sheet(stage, 1_000)[0] for _ in range(KEPT)]
    except NoPaper as problem:
        return [Missing("case sheet, batches, clicking while printing", str(problem))]
    worker = max((memory_of(one) for one in children_of(server)), default=0)
    amount, plain = BATCH_QUICK if quick else BATCH, plain_milliseconds(sheet)
    weights: list[float] = []
    seconds, clicks = _batch(stage, clickers, lambda: _print_batch(stage, amount, server, weights))
    times, sizes = [spent for spent, _ in warm], [size for _, size in warm]
    return [
        timed_row("case sheet, warm", stage.people, times, must=250, aim=170, part=0.5),
        timed_row("case sheet, first after the start", stage.people, [first], must=2000, aim=1300, part=0.5),
        timed_row("case sheet, kept", stage.people, kept, must=10, aim=5, part=0.5),
        Row("PDF of a case sheet", stage.people, max(sizes), 40, 30, "largest", "kB", median=percentile(sizes, 0.5)),
        *_batch_rows(stage.people, seconds, amount, plain),
        Row("worker after printing", stage.people, worker, 150, 150, "RSS", "MB"),
        Row("each worker of a batch", stage.people, max(weights, default=0), 150, 150, "RSS", "MB"),
        timed_row("16 volunteers while sheets print", stage.people, clicks, must=40, aim=20, part=0.99),
    ]


def _batch_rows(people: int, seconds: float, amount: int, plain: float) -> list[Row | Missing]:
    """Seconds for a hundred, and the same against a hundred by plain WeasyPrint one after the other: the budget's
    20 seconds stood beside 26.6 of those, on a machine that was not always as fast as this one or as slow."""
    seconds *= BATCH / amount
    reckoned = "" if amount == BATCH else f", reckoned from {amount}"
    found: list[Row | Missing] = [
        Row(f"a batch of {BATCH} sheets while 16 click{reckoned}", people, seconds, 20, 12, "", "s")
    ]
    if plain:
        against = f"the batch against {BATCH} by plain WeasyPrint, {plain:.0f} ms each"
        found.append(Row(against, people, seconds * 1000 / (plain * BATCH), 20 / PLAIN, 12 / PLAIN, "", "×"))
    return found


def _batch(stage: Stage, clickers: list[Browser], work: Callable[[], None]) -> tuple[float, list[float]]:
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


def _print_batch(stage: Stage, amount: int, server: int, weights: list[float]) -> None:
    """Ask for so many sheets together and wait until they are one file; what its workers weigh goes into `weights`."""
    numbers = [case_number_at(position % stage.cases + 1, stage.today) for position in range(2_000, 2_000 + amount)]
    asked = urlencode([("kasus", number) for number in numbers])
    stage.koordinator.get(f"/cetak/kumpulan/baru?{asked}")
    stage.koordinator.post("/cetak/kumpulan/baru", wanted=asked, case_sheet="y", form="pdf")
    newest = NEWEST.search(stage.koordinator.get("/cetak/kumpulan").text)
    limit = time.monotonic() + LONGEST_BATCH
    while newest and time.monotonic() < limit:
        if "/berkas" in stage.koordinator.get(f"/cetak/kumpulan/{newest[1]}").text:
            return
        weights += [memory_of(one) for child in children_of(server) for one in children_of(child)]
        time.sleep(WAITED)
    raise NoPaper("the batch did not end")


def _sheet(stage: Stage, position: int) -> tuple[float, float]:
    """Milliseconds and kilobytes of a case's sheet as PDF."""
    answer = stage.koordinator.get(f"/kasus/{case_number_at(position % stage.cases + 1, stage.today)}/lembar-kasus.pdf")
    if answer.status != 200 or not answer.text.startswith("%PDF"):
        raise NoPaper(f"the sheet's address answered {answer.status} (is Pango installed?)")
    return answer.milliseconds, answer.weight / 1000
