"""A scanned sheet of the volunteer's own task: the page with its picture, and the picture."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, send_from_directory

from puskesos import clock
from puskesos.actions.attachment import note_look
from puskesos.queries.hub import names_of_users
from puskesos.queries.scan import find_scan_of_task
from puskesos.rules.assignment_path import AssignmentState, may_move_assignment
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import found, load_own_assignment, respond

blueprint = Blueprint("task_scan", __name__, url_prefix="/tugas/<task:number>/lembar-dipindai/<id:page_id>")


@blueprint.get("")
@requires(Permission.REPORT_VISIT)
def show(number: str, page_id: int) -> Response:
    task = load_own_assignment(number)
    scan = found(find_scan_of_task(task, page_id))
    can_report = may_move_assignment(task.state, AssignmentState.DILAPORKAN, {str(role) for role in viewer().roles})
    who = names_of_users(viewer().hub_id).get(scan.created_by_id, "")
    return respond("task/scan.html", task=task, scan=scan, who=who, can_report=can_report)


@blueprint.get("/gambar")
@requires(Permission.REPORT_VISIT)
def picture(number: str, page_id: int) -> Response:
    task = load_own_assignment(number)
    scan = found(find_scan_of_task(task, page_id))
    note_look(task.case, scan.attachment, actor=viewer(), now=clock.now())
    folder = current_app.config["SETTINGS"].uploads
    answer = send_from_directory(folder, scan.attachment.stored_name, mimetype="image/jpeg", max_age=0)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
