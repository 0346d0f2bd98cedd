"""Laporan bulanan: the figures of a month, the list behind each, and closing it for good."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from puskesos import clock
from puskesos.actions.report import close_month, reopen_month, write_note
from puskesos.errors import RuleBroken
from puskesos.forms.base import HubForm
from puskesos.forms.report import CloseMonthForm, MonthNoteForm, ReopenMonthForm
from puskesos.queries.report import closed_report
from puskesos.queries.report_behind import behind
from puskesos.queries.report_read import read_kept
from puskesos.rules.permissions import Permission
from puskesos.rules.report import DEFINITIONS, Counted
from puskesos.rules.report_kept import kept_set
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, respond
from puskesos.views.listed import Heading, show_list
from puskesos.views.report_shown import asked_month, asked_parts, month_url, page_of

blueprint = Blueprint("report", __name__, url_prefix="/laporan")


@blueprint.get("")
@requires(Permission.SEE_REPORT)
def index() -> Response:
    return _page()


@blueprint.get("/daftar")
@requires(Permission.SEE_REPORT)
def listed() -> Response:
    """The items behind one figure: ?bulan=2026-11&isi=masuk&desa=3."""
    month, parts = asked_month(), asked_parts()
    wanted = request.args.get("isi", Counted.MASUK)
    if wanted not in set(Counted):
        abort(404)
    counted, hub = Counted(wanted), current_hub()
    back, title = (month_url(month), f"Laporan {month.label}"), f"{counted.label}, {month.label}"
    heading = Heading(back, title, DEFINITIONS[counted])
    where = {"bulan": month, "isi": counted, **parts}
    if report := closed_report(hub.id, month):
        kept, labels = kept_set(bytes(report.content), counted)
        return show_list(read_kept(kept.narrowed(parts)), heading, where, parts=parts, closed=report, labels=labels)
    return show_list(behind(hub, month, counted, parts), heading, where, parts=parts)


@blueprint.post("/kendala")
@requires(Permission.CLOSE_REPORT)
def note() -> Response:
    form, month = MonthNoteForm(), asked_month()
    if form.validate_on_submit():
        try:
            texts = (form.obstacles.data, form.proposals.data)
            write_note(month, *texts, version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(month_url(month), "Kendala dan usul disimpan.", draft="kendala")
        except RuleBroken as problem:
            form.carry(problem)
    return _page(note_form=form)


@blueprint.post("/tutup")
@requires(Permission.CLOSE_REPORT)
def close() -> Response:
    form, month = CloseMonthForm(), asked_month()
    if form.validate_on_submit():
        try:
            close_month(current_hub(), month, actor=viewer(), now=clock.now(), today=hub_today())
            return done(month_url(month), f"Laporan {month.label} ditutup. Angkanya tidak berubah lagi.")
        except RuleBroken as problem:
            form.carry(problem)
    return _page(close_form=form)


@blueprint.post("/buka")
@requires(Permission.CLOSE_REPORT)
def reopen() -> Response:
    form, month = ReopenMonthForm(), asked_month()
    if form.validate_on_submit():
        try:
            reopen_month(month, form.reason.data, actor=viewer(), now=clock.now())
            return done(month_url(month), f"Laporan {month.label} dibuka kembali.", draft="buka")
        except RuleBroken as problem:
            form.carry(problem)
    return _page(reopen_form=form)


def _page(**forms: HubForm) -> Response:
    return respond("report/index.html", status=form_status(), **page_of(asked_month(), **forms))
