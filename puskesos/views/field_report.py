"""Lapor kebutuhan: what a volunteer met on the road, a draft for the counter that is corrected until it is taken."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, url_for

from puskesos import clock
from puskesos.actions.field_report import change_report, report_need, withdraw_report
from puskesos.errors import RuleBroken
from puskesos.forms.field_report import DismissalForm, FieldReportForm
from puskesos.models.field_report import FieldReport
from puskesos.queries.field_report import PAGE, find_own_report, own_reports, photos_of_report
from puskesos.queries.hub import list_services, list_villages
from puskesos.queries.user import koordinators_of
from puskesos.rules.field_report import MOST_PHOTOS, FieldReportState
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, open_form, respond, row_id
from puskesos.views.photos_sent import photos_sent

blueprint = Blueprint("field_report", __name__, url_prefix="/lapangan")


@blueprint.get("")
@requires(Permission.REPORT_NEED)
def index() -> Response:
    rows = own_reports(viewer(), row_id("sebelum"))
    older = url_for("field_report.index", sebelum=rows[PAGE - 1].id) if len(rows) > PAGE else None
    return respond("field_report/index.html", reports=rows[:PAGE], older=older)


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.REPORT_NEED)
def new() -> Response:
    form = _prepared(open_form(FieldReportForm))
    if form.validate_on_submit():
        try:
            return _send(form)
        except RuleBroken as problem:
            form.carry(problem)
    return respond("field_report/new.html", status=form_status(), form=form, report=None, most=MOST_PHOTOS)


@blueprint.route("/<report:number>", methods=["GET", "POST"])
@requires(Permission.REPORT_NEED)
def show(number: str) -> Response:
    report = _load(number)
    if report.state != FieldReportState.DRAF:
        return respond("field_report/ended.html", report=report)
    form = _prepared(open_form(FieldReportForm, data=FieldReportForm.known(report)))
    if form.validate_on_submit():
        try:
            version = form.expected_version()
            changed = change_report(report, form.entry(), version=version, actor=viewer(), now=clock.now())
            said = "Laporan diperbaiki." if changed else "Tidak ada yang berubah."
            return done(url_for("field_report.show", number=number), said, draft="lapor")
        except RuleBroken as problem:
            form.carry(problem)
    around = {"photos": photos_of_report(report), "chiefs": koordinators_of(report.hub_id) if report.urgent else []}
    return respond("field_report/show.html", status=form_status(), form=form, report=report, **around)


@blueprint.route("/<report:number>/penarikan", methods=["GET", "POST"])
@requires(Permission.REPORT_NEED)
def withdraw(number: str) -> Response:
    report = _load(number)
    form = open_form(DismissalForm, data={"version": report.version})
    if form.validate_on_submit():
        try:
            version = form.expected_version()
            withdraw_report(report, form.reason.data, version=version, actor=viewer(), now=clock.now())
            return done(url_for("field_report.index"), f"Laporan {number} ditarik.", draft="penarikan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("field_report/withdraw.html", status=form_status(), form=form, report=report)


def _load(number: str) -> FieldReport:
    return find_own_report(viewer(), number) or abort(404)


def _prepared(form: FieldReportForm) -> FieldReportForm:
    own = [village for village in list_villages(viewer().hub_id) if village.id in viewer().village_ids]
    form.offer(own, list_services(viewer().hub_id))
    return form


def _send(form: FieldReportForm) -> Response:
    uploads, photos = current_app.config["SETTINGS"].uploads, photos_sent(MOST_PHOTOS)
    once = {"uploads": uploads, "key": form.submission_key(), "actor": viewer(), "now": clock.now()}
    number = report_need(form.entry(), photos, **once)
    said = f"Laporan {number} tersimpan dan terkirim ke Puskesos."
    return done(url_for("field_report.show", number=number), said, draft="lapor")
