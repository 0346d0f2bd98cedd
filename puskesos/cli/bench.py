"""`bench`: measures speed against the budgets, on data of its own, and writes the table to a file."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from datetime import date
from pathlib import Path

from puskesos import clock
from puskesos.bench.session import NOT_YET, measure
from puskesos.bench.table import report
from puskesos.bench.verdicts import OVER, Missing, Row
from puskesos.config import ROOT
from puskesos.errors import StartRefused

HELP = """Measure speed against the budgets: invented people in a throw-away folder, a real server on 127.0.0.1.
Exit code 1 when a “must” is not reached. Compare numbers inside one run only; machines and hours differ."""
SIZES = (3_000, 30_000, 300_000)
QUICK_SIZES = (3_000,)
LEAST, MOST = 3_000, 1_000_000
BYTES_PER_PERSON, SPARE = 3_000, 300_000_000
FAILED = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="3,000 people and fewer rounds, in under a minute")
    parser.add_argument("--people", type=int, nargs="+", metavar="N", help="sizes of the hub (3000 30000 300000)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the table goes (instance/bench-DATE.md)")


def run(args: argparse.Namespace) -> int:
    """Measure, print, write; the throw-away folder goes away whatever happens."""
    sizes = sorted(args.people or (QUICK_SIZES if args.quick else SIZES))
    if not all(LEAST <= size <= MOST for size in sizes):
        raise StartRefused(f"Sizes from {LEAST} to {MOST} can be measured.")
    folder = Path(tempfile.mkdtemp(prefix="puskesos-bench-"))
    before, machine = _load(), _machine()
    try:
        _check_space(folder, sizes)
        rows: list[Row | Missing] = measure(folder, sizes, quick=args.quick, say=_say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    made = f"{clock.now():%Y-%m-%d %H:%M} UTC"
    written = report([*rows, *NOT_YET], made=made, machine=f"{machine}; load {before} before, {_load()} after")
    print(written)
    path = args.out or ROOT / "instance" / f"bench-{date.today()}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written, encoding="utf-8")
    print(f"written: {path}")
    return FAILED if any(isinstance(row, Row) and row.verdict == OVER for row in rows) else 0


def _check_space(folder: Path, sizes: list[int]) -> None:
    needed = BYTES_PER_PERSON * max(sizes) + SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        sizes_told = f"{free // 10**6} MB are free in {folder.parent}, {needed // 10**6} MB are needed"
        raise StartRefused(f"{sizes_told}; TMPDIR may name another folder.")


def _machine() -> str:
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors"


def _load() -> str:
    """How many programs wanted a processor in the last minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _say(line: str) -> None:
    print(line, flush=True)
