"""Register: the books of the hub by period and village, on screen and on paper."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from puskesos import clock
from puskesos.documents.book import MOST_PRINTED, book_html
from puskesos.documents.printing import print_pdf
from puskesos.documents.register import MOST_PAGES
from puskesos.queries.book import book_page
from puskesos.rules.export_columns import ExportList
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, send_to
from puskesos.views.book_shown import admit_to, book_response, days_of, village_of
from puskesos.views.export_shown import read_book_filter
from puskesos.views.printed import About, send_paper, show_paper

blueprint = Blueprint("book", __name__, url_prefix="/register")


@blueprint.get("")
@requires(Permission.KEEP_BOOKS)
def index() -> Response:
    return book_response(ExportList.REGISTER)


@blueprint.get("/<book:book>")
@requires(Permission.KEEP_BOOKS)
def show(book: ExportList) -> Response:
    admit_to(book)
    return book_response(book)


@blueprint.get("/<book:book>/cetak")
@requires(Permission.KEEP_BOOKS)
def page(book: ExportList) -> Response:
    admit_to(book)
    if book == ExportList.REGISTER:
        return send_to(url_for("register.page", **days_of(read_book_filter(request.args))))
    return show_paper(_html(book, screen=True), _about(), book.label)


@blueprint.get("/<book:book>/cetak.pdf")
@requires(Permission.KEEP_BOOKS)
def file(book: ExportList) -> Response:
    admit_to(book)
    wanted = read_book_filter(request.args)
    if book == ExportList.REGISTER:
        return send_to(url_for("register.file", **days_of(wanted)))
    name = f"buku-{book}-{wanted.period.first:%Y%m%d}-{wanted.period.last:%Y%m%d}"
    where = {"name": name, "instead": url_for(".page", book=book, **days_of(wanted))}
    return send_paper(lambda: print_pdf(_html(book), most_pages=MOST_PAGES), _about(), f"{book.label}.pdf", **where)


def _html(book: ExportList, *, screen: bool = False) -> str:
    wanted, hub = read_book_filter(request.args), current_hub()
    return book_html(
        book,
        book_page(viewer(), book, wanted, hub.zone, limit=MOST_PRINTED + 1),
        wanted.period,
        village_of(wanted),
        hub,
        printed_by=viewer().name,
        now=clock.now(),
        screen=screen,
        back=(url_for(".show", book=book, **days_of(wanted)), f"Kembali ke {book.label.lower()}"),
        pdf=url_for(".file", book=book, **days_of(wanted)),
    )


def _about() -> About:
    return "hub", viewer().hub_id
