"""Laporan lapangan at the counter: the list, one report on its way to a case, and the alarm of urgent ones."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, request, send_from_directory, url_for

from puskesos import clock
from puskesos.actions.field_report import dismiss_report, join_report, note_report
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.forms.assignment import EmptyForm
from puskesos.forms.base import clean_line
from puskesos.forms.choices import village_choices
from puskesos.forms.field_report import DismissalForm, JoinForm
from puskesos.models.field_report import FieldReport
from puskesos.queries.field_report import (
    PAGE,
    ReportFilter,
    find_field_photo,
    find_report,
    list_reports,
    photos_of_report,
    waiting_reports,
)
from puskesos.queries.hub import list_villages
from puskesos.queries.search import find_people
from puskesos.rules.field_report import FieldReportState
from puskesos.rules.permissions import Permission
from puskesos.security import audit
from puskesos.security.guard import poll, requires, viewer
from puskesos.views.answer import case_url, done, form_status, hub_today, open_form, respond, row_id, send_to
from puskesos.views.case_linked import named_case

blueprint = Blueprint("report_desk", __name__, url_prefix="/laporan-lapangan")


@blueprint.get("")
@requires(Permission.RECEIVE_REPORTS)
def index() -> Response:
    wanted = _filter()
    rows = list_reports(viewer(), wanted, _before())
    older = None
    if len(rows) > PAGE:
        last = rows[PAGE - 1]
        older = url_for("report_desk.index", **(request.args.to_dict() | {"sebelum": f"{last.urgency}.{last.id}"}))
    return respond(
        "report_desk/index.html",
        "report_desk/_rows.html",
        reports=rows[:PAGE],
        older=older,
        wanted=wanted,
        villages=village_choices(list_villages(viewer().hub_id), "Semua desa"),
        states=[*FieldReportState.choices(), ("", "Semua")],
    )


@blueprint.get("/darurat")
@requires(Permission.RECEIVE_REPORTS)
@poll
def alarm() -> Response:
    """The banner of urgent reports that nobody has taken note of; staff pages ask for it every minute."""
    alarms = waiting_reports(viewer().hub_id)["alarms"]
    return respond("report_desk/alarm.html", "shared/_alarm.html", alarms=alarms)


@blueprint.get("/<report:number>")
@requires(Permission.RECEIVE_REPORTS)
def show(number: str) -> Response:
    report = _load(number)
    if report.case_id:
        return send_to(case_url(report.case))
    people = find_people(viewer(), report.name or report.phone) if report.name or report.phone else []
    around = {"photos": photos_of_report(report), "people": people, "today": hub_today()}
    return respond("report_desk/show.html", report=report, form=EmptyForm(), **around)


@blueprint.post("/<report:number>/pengetahuan")
@requires(Permission.RECEIVE_REPORTS)
def know(number: str) -> Response:
    note_report(_load(number), actor=viewer(), now=clock.now())
    return done(url_for("report_desk.show", number=number), f"Laporan darurat {number} sudah diketahui.")


@blueprint.route("/<report:number>/penggabungan", methods=["GET", "POST"])
@requires(Permission.RECEIVE_REPORTS)
def join(number: str) -> Response:
    report = _load(number)
    form = open_form(JoinForm, data={"version": report.version, "number": clean_line(request.args.get("kasus"))})
    if form.validate_on_submit():
        try:
            case = named_case(form.number.data, "number")
            join_report(report, case, version=form.expected_version(), actor=viewer(), now=clock.now())
            return done(case_url(case), f"Laporan {number} menjadi catatan kasus ini.", draft="penggabungan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("report_desk/join.html", status=form_status(), form=form, report=report)


@blueprint.route("/<report:number>/pembatalan", methods=["GET", "POST"])
@requires(Permission.RECEIVE_REPORTS)
def dismiss(number: str) -> Response:
    report = _load(number)
    form = open_form(DismissalForm, data={"version": report.version})
    if form.validate_on_submit():
        try:
            version = form.expected_version()
            dismiss_report(report, form.reason.data, version=version, actor=viewer(), now=clock.now())
            return done(url_for("report_desk.index"), f"Laporan {number} dibatalkan.", draft="pembatalan-laporan")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("report_desk/dismiss.html", status=form_status(), form=form, report=report)


@blueprint.get("/<report:number>/foto/<id:photo_id>")
@requires(Permission.SIGNED_IN)
def photo(number: str, photo_id: int) -> Response:
    report = _load(number)
    found = find_field_photo(report, photo_id)
    if found is None or report.state != FieldReportState.DRAF:
        abort(404)  # of a registered report it stands among the attachments of its case
    with database.atomic():
        about = {"object_type": "field_report", "object_id": number, "photo": found.id}
        audit.record("field_photo_viewed", actor=viewer(), now=clock.now(), **about)
    folder = current_app.config["SETTINGS"].uploads
    answer = send_from_directory(folder, found.stored_name, mimetype="image/jpeg", max_age=0)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _load(number: str) -> FieldReport:
    return find_report(viewer(), number) or abort(404)


def _filter() -> ReportFilter:
    state = request.args.get("status", str(FieldReportState.DRAF))
    return ReportFilter(
        state=state if state in {"", *FieldReportState} else str(FieldReportState.DRAF),
        village=row_id("desa"),
        text=clean_line(request.args.get("cari"))[:60],
    )


def _before() -> tuple[int, int] | None:
    urgency, _, row = request.args.get("sebelum", "").partition(".")
    return (int(urgency), int(row)) if urgency in {"0", "1"} and row.isdigit() and len(row) < 10 else None
