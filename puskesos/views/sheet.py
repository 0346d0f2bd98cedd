"""What the code of a sheet opens, scanned with any phone or typed: the case for staff, the own task for a volunteer."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, url_for

from puskesos.forms.scan import SheetCodeForm
from puskesos.models.case import Case
from puskesos.models.sheet import SheetOut
from puskesos.queries.assignment import assignments_of
from puskesos.queries.sheet import sheet_by_code
from puskesos.rules.permissions import Permission
from puskesos.rules.sheet import UNKNOWN_CODE, WRONG_CODE, read_sheet_code
from puskesos.security.guard import public, requires, send_to_sign_in, viewer, viewer_or_none
from puskesos.views.answer import case_url, form_status, found, respond

blueprint = Blueprint("sheet", __name__)
LONGEST = 40


@blueprint.route("/b", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def enter() -> Response:
    form = SheetCodeForm()
    if form.validate_on_submit():
        if problem := code_problem(form.code.data):
            form.code.errors = [problem]
        else:
            return redirect(url_for("sheet.show", code=read_sheet_code(form.code.data)), 303)
    return respond("sheet/enter.html", status=form_status(), form=form)


@blueprint.get("/B/<code>")
@blueprint.get("/b/<code>")
@public
def show(code: str) -> Response:
    """Printed in capitals, because a QR code of capitals is coarser and survives more."""
    if viewer_or_none() is None:
        return send_to_sign_in()
    if problem := code_problem(code):
        form = SheetCodeForm(formdata=None, data={"code": code[:LONGEST]})
        form.code.errors = [problem]
        return respond("sheet/enter.html", status=404, form=form)
    return redirect(_opens(found(sheet_by_code(viewer().hub_id, read_sheet_code(code) or ""))), 303)


def code_problem(text: str) -> str:
    """What is wrong with a typed code; empty for that of a sheet of this hub."""
    code = read_sheet_code(text)
    if code is None:
        return WRONG_CODE
    return "" if sheet_by_code(viewer().hub_id, code) else UNKNOWN_CODE


def _opens(sheet: SheetOut) -> str:
    case = Case.get_by_id(sheet.case_id)
    if viewer().can(Permission.SEE_CASES):
        return case_url(case)
    own = {task.id: task.number for task in assignments_of(case) if task.volunteer_id == viewer().id}
    if not own:
        abort(404)
    return f"/tugas/{own.get(sheet.assignment_id) or next(iter(own.values()))}"
