"""SPM through a year on landscape paper: targets and progress, the months, the basic services given. No names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from puskesos import clock
from puskesos.documents.letter_parts import SignatureBlock
from puskesos.documents.paper import Letterhead, imprint, letterhead, render
from puskesos.documents.report_signing import report_signing
from puskesos.formatting import show_date
from puskesos.models.hub import Hub
from puskesos.rules.dates import MONTHS
from puskesos.rules.money import show_rupiah
from puskesos.rules.report_spm import DEFINITIONS, SETS, TITLES, Given, SpmYear, service_sheet

MOST_PAGES = 8
BAR = 100  # width of a bar in its own units
TITLE = "SPM bidang sosial"


@dataclass(frozen=True)
class Progress:
    """A line of the first table; `bar` is how far it is filled, of BAR, None without a target."""

    cells: tuple[str, ...]
    bar: int | None
    words: str


@dataclass(frozen=True)
class SpmPaper:
    """Ready texts."""

    head: Letterhead
    period: str
    progress: list[Progress]
    month_names: tuple[str, ...]
    months: list[tuple[str, ...]]
    services: list[tuple[str, ...]]
    definitions: list[tuple[str, str]]
    place_and_day: str
    signers: tuple[SignatureBlock, SignatureBlock]


def spm_year_html(
    lines: Sequence[SpmYear],
    given: Sequence[Given],
    year: int,
    hub: Hub,
    *,
    months: int,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper; `months` of the year have figures, the others stay empty."""
    marks = imprint(hub, f"SPM {year}", restricted=False, printed_by=printed_by, now=now)
    paper = SpmPaper(
        head=letterhead(hub),
        period=f"Januari sampai {MONTHS[months - 1]} {year}",
        progress=[_progress(line) for line in lines],
        month_names=tuple(name[:3] for name in MONTHS),
        months=[row for line in lines for row in _months(line, months)],
        services=[row for line in lines for row in _services(line, given)],
        definitions=[(TITLES[kind], words) for kind, words in DEFINITIONS.items()],
        place_and_day=f"{hub.district}, {show_date(clock.today(hub.zone, now))}",
        signers=report_signing(hub),
    )
    return render("spm-tahun", TITLE, marks, screen=screen, spm=paper, **frame)


def _progress(line: SpmYear) -> Progress:
    target = "–" if line.target is None else str(line.target)
    figures = (str(line.year[str(one)]) for one in SETS)
    bar = None if line.percent is None else min(BAR, line.percent)
    return Progress((line.title, target, *figures, str(line.waiting)), bar, line.progress)


def _months(line: SpmYear, months: int) -> Iterator[tuple[str, ...]]:
    for one in SETS:
        figures = line.months[str(one)]
        yield line.code, one.label, *map(str, figures[:months]), *[""] * (12 - months), str(line.year[str(one)])


def _services(line: SpmYear, given: Sequence[Given]) -> Iterator[tuple[str, ...]]:
    services, total = service_sheet(given, line.code)
    for service in (*services, *([total] if total.times else [])):
        if service.times:
            words = (str(service.times), str(service.people), show_rupiah(service.amount) or "–")
            yield line.title, service.label if service.service else "Jumlah", *words
