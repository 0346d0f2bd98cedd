"""What the page of a register shows: rows, filters, the way to its next page, paper and spreadsheet."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response, request, url_for

from puskesos.errors import NotAllowed
from puskesos.forms.guest import NewGuestForm
from puskesos.queries.book import PAGE, book_page, count_book, count_visitors, key_of
from puskesos.queries.book_sources import Key
from puskesos.queries.hub import list_villages
from puskesos.rules.activity import Month
from puskesos.rules.book import READ_BY, BookFilter
from puskesos.rules.export_columns import BOOKS, ExportList
from puskesos.rules.period import Period
from puskesos.rules.permissions import Permission
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, form_status, hub_today, respond
from puskesos.views.export_shown import read_book_filter

_KEY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([01])\.([0-9]{1,9})")


def admit_to(book: ExportList) -> None:
    """Raises NotAllowed for who may not read this register."""
    if not viewer().can(READ_BY[book]):
        raise NotAllowed


def book_response(book: ExportList, form: NewGuestForm | None = None) -> Response:
    """The page; `form` is that of a visitor who could not be noted."""
    wanted, zone = read_book_filter(request.args), current_hub().zone
    rows = book_page(viewer(), book, wanted, zone, after=_after())
    shown, kept = rows[:PAGE], days_of(wanted)
    more = url_for("book.show", book=book, **kept, setelah=_told(key_of(shown[-1]))) if len(rows) > PAGE else None
    context = {
        "book": book,
        "books": [one for one in BOOKS if viewer().can(READ_BY[one])],
        "rows": shown,
        "total": count_book(viewer(), book, wanted, zone),
        "visitors": count_visitors(viewer(), wanted, zone) if book == ExportList.TAMU else None,
        "more": more,
        "kept": kept,
        "zone": ZoneInfo(zone),
        **_filters(wanted),
    }
    if book == ExportList.TAMU:
        context["form"] = form or _fresh()
    status = form_status() if form else 200
    return respond("book/show.html", "book/_rows.html", status=status, **context)


def days_of(wanted: BookFilter) -> dict[str, object]:
    """The filter as an address tells it."""
    village = {"desa": wanted.village} if wanted.village else {}
    return {"dari": wanted.first, "sampai": wanted.last} | village


def village_of(wanted: BookFilter) -> str:
    """The name of the one village; empty for all."""
    named = [one.name for one in list_villages(viewer().hub_id) if one.id == wanted.village]
    return (named or ["desa lain"])[0] if wanted.village else ""


def _filters(wanted: BookFilter) -> dict[str, object]:
    month, this = Month.of(wanted.period.last), Month.of(hub_today())
    villages = list_villages(viewer().hub_id)
    return {
        "wanted": wanted,
        "period": wanted.period,
        "villages": villages,
        "before": month.before,
        "after": month.after if month.first < this.first else None,
        "is_month": wanted.period == Period.of(month),
        "may_export": viewer().can(Permission.EXPORT_PEOPLE),
    }


def _fresh() -> NewGuestForm:
    form = NewGuestForm(formdata=None, day=hub_today())
    form.offer(list_villages(viewer().hub_id), hub_today())
    return form


def _after() -> Key | None:
    found = _KEY.fullmatch(request.args.get("setelah", ""))
    if not found:
        return None
    try:
        return date.fromisoformat(found[1]), int(found[2]), int(found[3])
    except ValueError:
        return None


def _told(key: Key) -> str:
    day, source, row_id = key
    return f"{day}.{source}.{row_id}"
