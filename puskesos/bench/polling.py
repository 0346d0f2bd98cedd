"""What a board that looks for news costs: one look that finds nothing, and twenty boards looking all day."""

from __future__ import annotations

import html
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from puskesos.bench.browser import Answer, Browser
from puskesos.bench.reading import Stage, in_turn
from puskesos.bench.running import Running
from puskesos.bench.verdicts import Row, percentile, timed_row

LOOK = re.compile(r'hx-get="(/papan/denyut[^"]+)"')
CLIENTS, EVERY = 20, 25  # boards, and seconds between two looks of one (templates/board/_pulse.html)
FASTER = 25  # the clients are measured so many times faster than they look, because a tick of the clock is 10 ms


def measure_polling(stage: Stage, server: Running) -> list[Row]:
    """The look itself beside the empty route, its bytes, and the processor time of twenty clients."""
    look = _look(stage.koordinator)
    taken, floor = in_turn(stage, look)
    aim = 1.5 * percentile(floor, 0.95)
    clients = [Browser(server.port).share(stage.koordinator) for _ in range(CLIENTS)]
    return [
        timed_row("board, unchanged poll", stage.people, taken, must=2, aim=aim, floor=floor),
        Row("board, unchanged poll: on the wire", stage.people, look().weight, 300, 300, "with head", "B"),
        Row("20 boards polling: one core", stage.people, _busy([_look(one) for one in clients], server), 5, 1, "", "%"),
    ]


def _look(browser: Browser) -> Callable[[], Answer]:
    """Asks whether anything moved; when the look itself has grown old, the board is read again."""
    address = ""

    def ask() -> Answer:
        nonlocal address
        answer = browser.get(address, fragment=True) if address else None
        if answer is None or answer.status != 204:
            address = html.unescape(LOOK.findall(browser.get("/papan").text)[0])
            answer = browser.get(address, fragment=True)
        return answer

    return ask


def _busy(looks: list[Callable[[], Answer]], server: Running, rounds: int = 8) -> float:
    """Per cent of one core that the server needs for these clients at their true pace."""
    for look in looks:
        look()
    before, begun = _processor_seconds(server.process_id), time.monotonic()
    for turn in range(rounds):
        for look in looks:
            look()
        time.sleep(max(0, begun + (turn + 1) * EVERY / FASTER - time.monotonic()))
    spent = _processor_seconds(server.process_id) - before
    return 100 * spent / (time.monotonic() - begun) / FASTER


def _processor_seconds(process_id: int) -> float:
    try:
        numbers = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
