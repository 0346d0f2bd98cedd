"""Hitungan hari ini: a sheet for the wall and a text for WhatsApp, both without names; earlier days too."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

from flask import Blueprint, Response, abort, request, url_for

from puskesos.documents.paper import qr_image
from puskesos.queries.case import CaseFilter, count_cases
from puskesos.queries.report_behind import behind_several, count_sets
from puskesos.rules.day_count import (
    COUNTED,
    MEANINGS,
    SETS,
    DayLine,
    count_day,
    day_label,
    day_message,
    oldest_day,
    read_day,
)
from puskesos.rules.period import Period
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, hub_today, respond
from puskesos.views.listed import Heading, show_list

blueprint = Blueprint("report_day", __name__, url_prefix="/laporan/hari")
ONE_DAY = timedelta(days=1)


@blueprint.get("")
@requires(Permission.SEE_DAY)
def show() -> Response:
    day, today, hub = _asked(), hub_today(), current_hub()
    counts = _counts(day, today)
    text = day_message(hub.name, day, counts)
    link = f"https://wa.me/?text={quote(text)}"
    return respond(
        "report/day.html",
        day=day,
        label=day_label(day),
        is_today=day == today,
        counts=counts,
        meanings=MEANINGS,
        line_url=lambda line: _line_url(day, line),
        text=text,
        link=link,
        qr=qr_image(link),
        before=url_for(".show", tanggal=day - ONE_DAY) if day > oldest_day(today) else None,
        after=url_for(".show", tanggal=day + ONE_DAY) if day < today else None,
    )


@blueprint.get("/daftar")
@requires(Permission.SEE_DAY)
def listed() -> Response:
    """The items behind a line: ?tanggal=2026-11-17&isi=masuk."""
    day, wanted = _asked(), request.args.get("isi", DayLine.MASUK)
    if wanted not in set(COUNTED):
        abort(404)
    line, hub = DayLine(wanted), current_hub()
    back = (url_for(".show", tanggal=day), day_label(day))
    heading = Heading(back, f"{line.label}, {day_label(day)}", MEANINGS[line])
    return show_list(behind_several(hub, Period(day, day), COUNTED[line]), heading, {"tanggal": day, "isi": line})


def _asked() -> date:
    """The day that the address names, else today."""
    return read_day(request.args.get("tanggal", ""), hub_today())


def _counts(day: date, today: date) -> dict[DayLine, int]:
    counts = count_day(count_sets(current_hub(), Period(day, day), SETS))
    if day == today:
        counts[DayLine.LEWAT] = count_cases(viewer(), CaseFilter(late=True), today)
    return counts


def _line_url(day: date, line: DayLine) -> str:
    if line == DayLine.LEWAT:
        return url_for("case.index", lewat="1")
    return url_for(".listed", tanggal=day, isi=line)
