"""The month's report of five years of cases: on screen, the list behind a figure, closed, and as PDF."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from puskesos.bench.browser import Answer, Browser
from puskesos.bench.reading import Stage
from puskesos.bench.verdicts import Missing, Row, timed_row
from puskesos.errors import StartRefused
from puskesos.rules.activity import Month

TIMES, TIMES_QUICK = 12, 4
CLOSED, CLOSED_QUICK = 12, 3
PAGE_BUDGET, AIM = 8, 6  # milliseconds: a list is a page like the case page
LISTS = (
    *("isi=masuk", "isi=selesai&bidang=kesehatan", "isi=sisa_akhir", "isi=masuk&desil=3-4", "isi=di_hub&desa=2"),
    *("isi=ppks&jk=P", "isi=spm_dilayani", "isi=rujukan_menunggu", "isi=tugas", "isi=cek_orang"),
)
OTHER_LISTS = (
    *("/laporan/hari/daftar?isi=masuk", "/laporan/hari/daftar?isi=terbuka", "/laporan/gambaran/masuk?hari=90"),
    "/laporan/spm/daftar?isi=menunggu",
    *("/laporan/spm/daftar?isi=spm_dilayani&spm=SPM-3", "/laporan/spm/daftar?isi=diberikan&spm=SPM-1"),
)


def measure_reporting(stage: Stage, *, quick: bool) -> list[Row | Missing]:
    """Closed months come first, so that every open one looks for corrections; each open month's report is asked for
    only once. Lists are asked for in every month, all kinds of them."""
    times, closed_times = (TIMES_QUICK, CLOSED_QUICK) if quick else (TIMES, CLOSED)
    months = _months_before(Month.of(stage.today), 2 * times + closed_times)
    shut, first, second = months[:closed_times], months[closed_times:-times], months[-times:]
    closing = [_close(stage.koordinator, month) for month in shut]
    pages, again = zip(*(_page_and_lists(stage, month) for month in first), strict=True)
    other = [_get(stage, address) for address in OTHER_LISTS * times]
    taken = {
        "report of a month on screen": (pages, 1000, 500),
        "list behind a figure": (_lists(stage, second), PAGE_BUDGET, AIM),
        "list behind a figure, right after the report": (
            [spent for lists in again for spent in lists],
            PAGE_BUDGET,
            AIM,
        ),
        "list behind a figure of a closed month": (_lists(stage, shut), PAGE_BUDGET, AIM),
        "list behind a figure of a day, of SPM's year, of the overview": (other, PAGE_BUDGET, AIM),
        "closed report on screen": ([_page(stage, month) for month in shut], 1000, 500),
        "closing a month": (closing, 2000, 1000),
        "the day's count": ([_day(stage, back) for back in range(times)], 200, 100),
    }
    rows = [timed_row(what, stage.people, spent, must=must, aim=aim) for what, (spent, must, aim) in taken.items()]
    return [*rows, _measure_pdf(stage, months[-1])]


def _months_before(month: Month, count: int) -> list[Month]:
    """The months before this one, oldest first."""
    months = [month.before]
    while len(months) < count:
        months.append(months[-1].before)
    return months[::-1]


def _measure_pdf(stage: Stage, month: Month) -> Row | Missing:
    answer = stage.koordinator.get(f"/cetak/laporan.pdf?bulan={month}")
    if answer.status == 404:
        return Missing("report of a month as PDF", "this version has none")
    if answer.status != 200 or not answer.text.startswith("%PDF"):
        return Missing("report of a month as PDF", "the address gave no PDF (is Pango installed?)")
    return timed_row("report of a month as PDF", stage.people, [answer.milliseconds], must=5000, aim=2500, part=0.5)


def _page(stage: Stage, month: Month) -> float:
    return _get(stage, f"/laporan?bulan={month}")


def _page_and_lists(stage: Stage, month: Month) -> tuple[float, list[float]]:
    return _page(stage, month), _lists(stage, [month])


def _day(stage: Stage, back: int) -> float:
    return _get(stage, f"/laporan/hari?tanggal={stage.today - timedelta(days=back)}")


def _lists(stage: Stage, months: Iterable[Month]) -> list[float]:
    return [_get(stage, f"/laporan/daftar?bulan={month}&{what}") for month in months for what in LISTS]


def _close(koordinator: Browser, month: Month) -> float:
    koordinator.get(f"/laporan?bulan={month}")  # its form's token
    return _checked(koordinator.post(f"/laporan/tutup?bulan={month}"), 303)


def _get(stage: Stage, address: str) -> float:
    return _checked(stage.koordinator.get(address))


def _checked(answer: Answer, status: int = 200) -> float:
    if answer.status != status:
        raise StartRefused(f"A page of the report answered {answer.status}: {answer.text[:200]}")
    return answer.milliseconds
