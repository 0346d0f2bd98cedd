"""How SPM through a year reads on screen: which year is asked for, and what stands behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import abort, request, url_for

from puskesos.queries.report_spm import YearOfSpm, given_in, once_in_year, spm_year, waiting_items
from puskesos.rules.activity import Month
from puskesos.rules.report import Counted, Item, Parted
from puskesos.rules.report_spm import GIVEN, RECEIVERS, SETS, TITLES, WAITING, SpmYear, receivers
from puskesos.rules.spm import SHORT, BasicService
from puskesos.views.answer import current_hub, hub_today

YEARS_BACK = 10


def asked_year(text: str, *, ahead: int = 0) -> int:
    """The year that is asked for; this one for nonsense, for what is too old, and beyond `ahead` years from now."""
    this = hub_today().year
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return wanted if this - YEARS_BACK <= wanted <= this + ahead else this


def year_here() -> YearOfSpm:
    """The year that the address names."""
    return spm_year(current_hub(), asked_year(request.args.get("tahun", "")), hub_today())


def years_beside(year: int) -> dict[str, int | None]:
    """The years before and after, as far as they are shown."""
    this = hub_today().year
    return {"before": year - 1 if year > this - YEARS_BACK else None, "after": year + 1 if year < this else None}


def listed_url(year: int, kind: str, code: str, service: str = "") -> str:
    """The address of the list behind a figure of the year."""
    narrowed = {"layanan": service} if service else {}
    return url_for("spm_report.listed", tahun=year, isi=kind, spm=code, **narrowed)


def month_url(year: int, kind: str, code: str, place: int) -> str:
    """The address of the list behind a figure of the month's report; `place` counts from 0."""
    month = Month(date(year, place + 1, 1))
    return url_for("report.listed", bulan=month, isi=kind, **{str(Parted.SPM): code})


def months_shown(year: int) -> int:
    """How many months of the year there are figures for."""
    today = hub_today()
    return 12 if year < today.year else today.month


def asked_list() -> tuple[str, str, str]:
    """Which list is asked for: its kind, SPM (empty: all) and basic service (empty: all); 404 for others."""
    kind, code = request.args.get("isi", WAITING), request.args.get("spm", "")
    service = request.args.get("layanan", "")
    if kind not in TITLES or code not in {"", *SHORT} or service not in {"", *BasicService}:
        abort(404)
    return kind, code, service


def items_behind(year: int, kind: str, code: str, service: str) -> list[Item]:
    """Exactly the items of a figure of the year."""
    hub = current_hub()
    if kind in {GIVEN, RECEIVERS}:
        given = [one for one in given_in(hub.id, year, code) if service in {"", one.service}]
        items: Sequence[Item] = [one.item for one in (receivers(given) if kind == RECEIVERS else given)]
    elif kind == WAITING:
        items = waiting_items(hub, year)
    else:
        items = once_in_year(hub, year, hub_today(), Counted(kind), {str(Parted.SPM): code} if code else {})
    return [item for item in items if code in {"", item.parts[str(Parted.SPM)]}]


def words_of(code: str, service: str) -> list[str]:
    """By what a list is narrowed, in words."""
    named = [f"{code} {SHORT[code]}"] if code else []
    return named + ([BasicService(service).label] if service else [])


def bar_width(line: SpmYear) -> int:
    """How far the bar of progress is filled, of a hundred."""
    return min(100, line.percent or 0)


COLUMNS = [(str(one), one.label) for one in SETS]
