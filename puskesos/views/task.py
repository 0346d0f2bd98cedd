"""The volunteer's side: the list of tasks, one task, what came new, accepting, declining and giving back."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.actions.assignment import accept_assignment, decline_assignment, start_assignment
from puskesos.documents.day_lines import own_lines
from puskesos.errors import RuleBroken
from puskesos.forms.assignment import EmptyForm, ReasonOnlyForm
from puskesos.models.assignment import Assignment
from puskesos.queries.assignment import latest_visit, own_finished, own_new, volunteer_before
from puskesos.queries.assignment_message import messages_of
from puskesos.queries.hub import names_of_users
from puskesos.queries.letter import task_letter_of
from puskesos.queries.scan import scans_of_task
from puskesos.rules.assignment_path import AssignmentState, assignment_transitions_from
from puskesos.rules.permissions import Permission
from puskesos.rules.visit_day import PLANNED_IN
from puskesos.security.guard import poll, requires, viewer
from puskesos.security.looks import saw
from puskesos.views.answer import (
    done,
    form_status,
    hub_due_words,
    hub_today,
    is_fragment,
    load_own_assignment,
    open_form,
    respond,
    row_id,
)
from puskesos.views.day_shown import Fresh, others_in_house

GIVEN_BACK_FROM = frozenset({AssignmentState.DIKERJAKAN, AssignmentState.DIKEMBALIKAN, AssignmentState.KUNJUNGAN_ULANG})
blueprint = Blueprint("task", __name__, url_prefix="/tugas")


@blueprint.get("")
@requires(Permission.REPORT_VISIT)
def index() -> Response:
    return respond(
        "task/index.html",
        lines=own_lines(viewer(), hub_today()),
        finished=own_finished(viewer()),
        today=hub_today(),
        due_words=hub_due_words,
    )


@blueprint.get("/baru")
@requires(Permission.REPORT_VISIT)
@poll
def fresh() -> Response:
    """What came since the page was opened; "Hari ini" asks for it every minute and stays as it is on 204."""
    known = row_id("sejak") or 0
    count, newer = own_new(viewer(), known)
    if is_fragment() and not newer:
        return Response(status=204)
    return respond("task/fresh.html", "task/_fresh.html", fresh=Fresh(count, known, newer))


@blueprint.get("/<task:number>")
@requires(Permission.REPORT_VISIT)
def show(number: str) -> Response:
    task = load_own_assignment(number)
    saw("case", task.case.number, actor=viewer(), now=clock.now())
    return respond(
        "task/show.html",
        task=task,
        case=task.case,
        visit=latest_visit(task),
        before=volunteer_before(task),
        thread=messages_of(task),
        beside=others_in_house(task),
        letter=task_letter_of(task),
        scans=scans_of_task(task),
        names=names_of_users(viewer().hub_id),
        can_plan=task.state in PLANNED_IN,
        state=AssignmentState(task.state),
        steps=_steps(task),
        form=EmptyForm(formdata=None),
        today=hub_today(),
        due=hub_due_words(task.due_on, hub_today()),
        due_words=hub_due_words,
    )


@blueprint.post("/<task:number>/penerimaan")
@requires(Permission.REPORT_VISIT)
def accept(number: str) -> Response:
    task = load_own_assignment(number)
    accept_assignment(task, actor=viewer(), now=clock.now())
    return done(url_for("task.show", number=number), "Tugas diterima.")


@blueprint.post("/<task:number>/keberangkatan")
@requires(Permission.REPORT_VISIT)
def start(number: str) -> Response:
    task = load_own_assignment(number)
    start_assignment(task, actor=viewer(), now=clock.now())
    return done(url_for("task.show", number=number), "Dicatat: sedang di lapangan.")


@blueprint.route("/<task:number>/penolakan", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def decline(number: str) -> Response:
    task = load_own_assignment(number)
    form, gives_back = open_form(ReasonOnlyForm), task.state in GIVEN_BACK_FROM
    if form.validate_on_submit():
        try:
            decline_assignment(task, reason=form.reason.data, actor=viewer(), now=clock.now())
            said = "dikembalikan" if gives_back else "tidak bisa diambil"
            return done("/", f"Koordinator diberi tahu bahwa tugas ini {said}.", draft="tolak")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("task/decline.html", status=form_status(), task=task, form=form, gives_back=gives_back)


def _steps(task: Assignment) -> set[AssignmentState]:
    """Where the volunteer can take this task from here."""
    roles = {str(role) for role in viewer().roles}
    return {step.target for step in assignment_transitions_from(task.state) if step.is_open_to(roles)}
