"""What a phone has to load, and what the hub's computer has to hold."""

from __future__ import annotations

import re

from puskesos.bench.browser import Browser
from puskesos.bench.reading import Stage
from puskesos.bench.running import Running, children_of, memory_of
from puskesos.bench.verdicts import Row

STATIC = re.compile(r'(?:href|src)="(/static/[^"#]+)')
KILOBYTE = 1000


def measure_weights(stage: Stage, port: int) -> list[Row]:
    """Packed bytes of the first page with everything it loads, of a later page, and of a search's fragment."""
    stranger = Browser(port)
    page = stranger.get("/masuk")
    loaded = sorted({found.replace("&amp;", "&") for found in STATIC.findall(page.text)})
    first = page.weight + sum(stranger.get(address).weight for address in loaded)
    later = stage.koordinator.get("/kasus").weight
    fragment = stage.staff.post("/penerimaan/cari", fragment=True, q="siti").weight
    return [
        Row("first page with its files", stage.people, first / KILOBYTE, 40, 20, "packed", "kB"),
        Row("first page: requests", stage.people, 1 + len(loaded), 4, 4, "", ""),
        Row("later page (list of 50 cases)", stage.people, later / KILOBYTE, 12, 4, "packed", "kB"),
        Row("usual fragment (7 people found)", stage.people, fragment / KILOBYTE, 4, 1, "packed", "kB"),
    ]


def measure_memory(stage: Stage, server: Running) -> list[Row]:
    """Resident memory after everything else was measured, with a warm worker; and the start."""
    web = memory_of(server.process_id)
    both = web + sum(memory_of(one) for one in children_of(server.process_id))
    return [
        Row("web process", stage.people, web, 100, 60, "RSS", "MB"),
        Row("all processes with a warm worker", stage.people, both, 220, 120, "RSS", "MB"),
        Row("cold start to the first answer", stage.people, server.started_in, 1500, 500, "", "ms"),
    ]
