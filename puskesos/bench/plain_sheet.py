"""A case sheet by WeasyPrint as anybody would call it, with nothing kept: the floor that batches are compared with.

`python -m puskesos.bench.plain_sheet` reads its HTML from standard input and says the milliseconds of a warm one.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from pathlib import Path

from puskesos import clock
from puskesos.bench.reading import Stage
from puskesos.bench.residents import case_number_at
from puskesos.bench.verdicts import percentile
from puskesos.config import ROOT, load_settings
from puskesos.documents.case_sheet import case_sheet_html, open_case_file
from puskesos.models import Hub
from puskesos.queries.case import find_case
from puskesos.rules.viewer import Viewer
from puskesos.web import build_paper_app

TIMES = 8


def case_sheet(stage: Stage, data: Path, reader: Viewer) -> str:
    """The HTML of a sheet like those of the batch, on the connected database."""
    with build_paper_app(load_settings(data)).app_context():
        case = find_case(reader, case_number_at(1_000 % stage.cases + 1, stage.today))
        facts = {"reader": reader, "base_url": "http://127.0.0.1/", "now": clock.now()}
        return case_sheet_html(open_case_file(case, Hub.get_by_id(reader.hub_id), **facts))


def plain_milliseconds(html: str) -> float:
    """How long plain WeasyPrint takes for it, warm, in a process of its own; 0 where it cannot print."""
    command = [sys.executable, "-m", "puskesos.bench.plain_sheet"]
    told = subprocess.run(command, input=html.encode(), capture_output=True, cwd=ROOT, check=False)
    return float(told.stdout) if told.returncode == 0 else 0.0


def main() -> None:
    """Print the median of some prints after the first."""
    from weasyprint import CSS, HTML

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL + 1)
    html, times = sys.stdin.read(), []
    for _ in range(TIMES + 1):
        begun = time.perf_counter()
        HTML(string=html, base_url=str(ROOT / "static")).write_pdf(stylesheets=[CSS(ROOT / "static" / "paper.css")])
        times.append((time.perf_counter() - begun) * 1000)
    sys.stdout.write(f"{percentile(times[1:], 0.5):.1f}")


if __name__ == "__main__":
    main()
