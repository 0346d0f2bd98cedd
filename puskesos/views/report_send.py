"""/laporan/kirim: a closed month as one file without names for the Dinsos, signed with the hub's key."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from puskesos import clock
from puskesos.actions.report_send import hub_key, sign_month
from puskesos.errors import RuleBroken
from puskesos.forms.report_send import SendReportForm
from puskesos.models.hub import Hub
from puskesos.queries.report import closed_months
from puskesos.queries.report_paper import month_paper
from puskesos.rules.activity import Month
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, form_status, respond
from puskesos.views.report_send_shown import bundle_name, zipped
from puskesos.views.report_shown import asked_month

blueprint = Blueprint("report_send", __name__, url_prefix="/laporan/kirim")


@blueprint.get("")
@requires(Permission.CLOSE_REPORT)
def show() -> Response:
    return _page(SendReportForm(formdata=None))


@blueprint.post("")
@requires(Permission.CLOSE_REPORT)
def file() -> Response:
    """The ZIP itself; a month that is not closed comes back with the sentence."""
    form = SendReportForm()
    if not form.validate_on_submit():
        return _page(form)
    hub, with_notes, settings = current_hub(), bool(form.with_notes.data), current_app.config["SETTINGS"]
    paper = month_paper(hub, _asked(hub))
    try:
        about = {"settings": settings, "actor": viewer(), "now": clock.now()}
        signed = sign_month(paper, hub, with_notes=with_notes, **about)
    except RuleBroken as problem:
        form.carry(problem)
        return _page(form)
    headers = {"Content-Disposition": f'attachment; filename="{bundle_name(hub, paper)}"'}
    content = zipped(signed, hub, paper, with_notes=with_notes)
    return Response(content, mimetype="application/zip", headers=headers)


def _asked(hub: Hub) -> Month:
    """The month that the address names, else the newest that may be sent."""
    closed = [] if "bulan" in request.args else closed_months(hub.id)
    return closed[-1] if closed else asked_month()


def _page(form: SendReportForm) -> Response:
    hub = current_hub()
    paper = month_paper(hub, month := _asked(hub))
    try:
        key, key_problem = hub_key(current_app.config["SETTINGS"], hub), ""
    except RuleBroken as problem:
        key, key_problem = None, problem.message
    return respond(
        "report/send.html",
        status=form_status() if form.errors else 200,
        form=form,
        month=month,
        closed=paper.figures.report,
        note=paper.figures.note,
        months=closed_months(hub.id)[::-1][:12],
        key=key,
        key_problem=key_problem,
    )
