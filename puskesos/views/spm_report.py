"""SPM through a year: targets and progress, who still waits, the sheet of each, the lists behind, and the paper."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.documents.printing import print_pdf
from puskesos.documents.spm_year import MOST_PAGES, spm_year_html
from puskesos.queries.report_list import list_items
from puskesos.queries.report_read import read_items
from puskesos.queries.report_spm import given_in
from puskesos.rules.dates import MONTHS
from puskesos.rules.permissions import Permission
from puskesos.rules.report_spm import DEFINITIONS, GIVEN, TITLES, WAITING, service_sheet
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today, respond
from puskesos.views.listed import Heading, show_list
from puskesos.views.printed import About, send_paper, show_paper
from puskesos.views.spm_report_shown import (
    COLUMNS,
    asked_list,
    asked_year,
    bar_width,
    items_behind,
    listed_url,
    month_url,
    months_shown,
    words_of,
    year_here,
    years_beside,
)

blueprint = Blueprint("spm_report", __name__, url_prefix="/laporan/spm")
FIRST_WAITING = 10


@blueprint.get("")
@requires(Permission.SEE_REPORT)
def index() -> Response:
    found = year_here()
    return respond(
        "spm_report/index.html",
        found=found,
        columns=COLUMNS,
        months=months_shown(found.year),
        month_names=MONTHS,
        waiting=list_items(viewer(), read_items(found.waiting), page=FIRST_WAITING),
        definitions=DEFINITIONS,
        titles=TITLES,
        bar_width=bar_width,
        listed_url=listed_url,
        month_url=month_url,
        today=hub_today(),
        **years_beside(found.year),
    )


@blueprint.get("/daftar")
@requires(Permission.SEE_REPORT)
def listed() -> Response:
    """The people or services behind a figure: ?tahun=2026&isi=spm_dilayani&spm=SPM-3&layanan=sandang."""
    (kind, code, service), year = asked_list(), _year()
    back, words = (url_for(".index", tahun=year), f"SPM {year}"), words_of(code, service)
    heading = Heading(back, f"{TITLES[kind]}, {year}", DEFINITIONS[kind], words)
    where = {"tahun": year, "isi": kind, "spm": code, "layanan": service}
    more = {"template": "spm_report/list.html", "is_waiting": kind == WAITING, "today": hub_today()}
    return show_list(read_items(items_behind(year, kind, code, service)), heading, where, **more)


@blueprint.get("/<spm:spm_code>")
@requires(Permission.SEE_REPORT)
def sheet(spm_code: str) -> Response:
    """What was given for one SPM in the year."""
    found = year_here()
    lines, total = service_sheet(given_in(viewer().hub_id, found.year, spm_code), spm_code)
    return respond(
        "spm_report/sheet.html",
        line=next(line for line in found.lines if line.code == spm_code),
        columns=COLUMNS,
        services=lines,
        total=total,
        given=GIVEN,
        definitions=DEFINITIONS,
        year=found.year,
        bar_width=bar_width,
        listed_url=listed_url,
        **years_beside(found.year),
    )


@blueprint.get("/cetak")
@requires(Permission.SEE_REPORT)
def page() -> Response:
    return show_paper(_html(screen=True), _about(), f"spm {_year()}")


@blueprint.get("/cetak.pdf")
@requires(Permission.SEE_REPORT)
def file() -> Response:
    where = {"name": f"spm-{_year()}", "instead": url_for("spm_report.page", tahun=_year())}
    return send_paper(lambda: print_pdf(_html(), most_pages=MOST_PAGES), _about(), f"spm.pdf {_year()}", **where)


def _year() -> int:
    return asked_year(request.args.get("tahun", ""))


def _html(*, screen: bool = False) -> str:
    found = year_here()
    return spm_year_html(
        found.lines,
        given_in(viewer().hub_id, found.year),
        found.year,
        current_hub(),
        months=months_shown(found.year),
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        back=(url_for("spm_report.index", tahun=found.year), "Kembali ke SPM"),
        pdf=url_for("spm_report.file", tahun=found.year),
    )


def _about() -> About:
    return "hub", viewer().hub_id
