"""Lembar di luar: sheets that were printed and are not back yet, as a list and on paper; those that never will be."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.actions.sheet import await_again, give_up_sheet
from puskesos.documents.sheet_list import sheet_list_html, sheet_list_pdf
from puskesos.forms.base import clean_line
from puskesos.forms.choices import village_choices
from puskesos.forms.scan import LostSheetForm
from puskesos.queries.hub import list_villages
from puskesos.queries.sheet import (
    AGES,
    MOST_PRINTED,
    PAGE,
    SheetFilter,
    count_out,
    find_sheet,
    given_up_lately,
    sheets_out,
    volunteers_with_sheets,
)
from puskesos.rules.letter_code import show_code
from puskesos.rules.permissions import Permission
from puskesos.rules.sheet import SheetPaper
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, found, open_form, respond, row_id
from puskesos.views.printed import About, send_paper, show_paper

blueprint = Blueprint("sheet_out", __name__, url_prefix="/pindaian/lembar")
PAPERS = [("", "Yang ditunggu kembali"), ("semua", "Semua lembar"), *SheetPaper.choices()]


@blueprint.get("")
@requires(Permission.ATTACH)
def index() -> Response:
    wanted, now = _filter(), clock.now()
    rows = sheets_out(viewer(), wanted, now, after=row_id("sesudah") or 0)
    volunteers = [(str(number), name) for number, name in volunteers_with_sheets(viewer().hub_id)]
    return respond(
        "sheet_out/index.html",
        "sheet_out/_rows.html",
        rows=rows[:PAGE],
        now=now,
        more=_more(rows),
        count=count_out(viewer(), wanted, now),
        wanted=wanted,
        papers=PAPERS,
        villages=village_choices(list_villages(viewer().hub_id), "Semua desa"),
        volunteers=[("", "Semua relawan"), *volunteers],
        ages=[("", "Semua umur"), *AGES.items()],
        given_up=given_up_lately(viewer(), now),
        kept=request.args.to_dict(),
        show_code=show_code,
        paper_label={str(paper): paper.label for paper in SheetPaper},
    )


@blueprint.route("/<id:sheet_id>/tidak-kembali", methods=["GET", "POST"])
@requires(Permission.ATTACH)
def give_up(sheet_id: int) -> Response:
    sheet = found(find_sheet(viewer(), sheet_id))
    form = open_form(LostSheetForm)
    if form.validate_on_submit():
        give_up_sheet(sheet, form.reason.data, actor=viewer(), now=clock.now())
        return done(url_for("sheet_out.index"), f"Lembar {show_code(sheet.code)} tidak ditunggu lagi.", draft="lembar")
    paper = SheetPaper(sheet.paper).label
    facts = {"sheet": sheet, "paper": paper, "code": show_code(sheet.code)}
    return respond("sheet_out/give_up.html", status=form_status(), form=form, **facts)


@blueprint.post("/<id:sheet_id>/ditunggu")
@requires(Permission.ATTACH)
def wait(sheet_id: int) -> Response:
    sheet = found(find_sheet(viewer(), sheet_id))
    await_again(sheet, actor=viewer(), now=clock.now())
    return done(url_for("sheet_out.index"), f"Lembar {show_code(sheet.code)} ditunggu lagi.")


@blueprint.get("/cetak")
@requires(Permission.ATTACH)
def page() -> Response:
    return show_paper(_html(screen=True), _about(), "lembar-di-luar")


@blueprint.get("/cetak.pdf")
@requires(Permission.ATTACH)
def file() -> Response:
    where = {"name": "lembar-di-luar", "instead": url_for("sheet_out.page", **request.args.to_dict())}
    return send_paper(lambda: sheet_list_pdf(_html()), _about(), "lembar-di-luar.pdf", **where)


def _html(*, screen: bool = False) -> str:
    kept, now = request.args.to_dict(), clock.now()
    return sheet_list_html(
        sheets_out(viewer(), _filter(), now, most=MOST_PRINTED),
        hub=current_hub(),
        printed_by=viewer().name,
        now=now,
        screen=screen,
        back=(url_for("sheet_out.index", **kept), "Kembali ke daftar"),
        pdf=url_for("sheet_out.file", **kept),
    )


def _filter() -> SheetFilter:
    paper = request.args.get("jenis", "")
    age = request.args.get("umur", "")
    return SheetFilter(
        text=clean_line(request.args.get("cari"))[:60],
        paper=paper if paper in {value for value, _ in PAPERS} else "",
        village=row_id("desa"),
        volunteer=row_id("relawan"),
        days=int(age) if age in AGES else 0,
    )


def _more(rows: list[Any]) -> str | None:
    if len(rows) <= PAGE:
        return None
    return url_for("sheet_out.index", **(request.args.to_dict() | {"sesudah": rows[PAGE - 1].id}))


def _about() -> About:
    return "hub", viewer().hub_id
