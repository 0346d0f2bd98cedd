"""Moving one card: its form in a dialog or on a page of its own, and what is told when the card has moved already."""

from __future__ import annotations

from flask import Blueprint, Response, request

from puskesos import clock
from puskesos.actions.board import move_card
from puskesos.errors import Conflict, RuleBroken
from puskesos.forms.board import MoveForm
from puskesos.forms.choices import offer
from puskesos.models.assignment import Assignment
from puskesos.queries.assignment import latest_visit
from puskesos.queries.board import last_move, newest_task
from puskesos.queries.hub import names_of_users
from puskesos.rules.assignment_path import AssignmentState
from puskesos.rules.board import Move, became, moves_of
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import form_status, load_assignment, open_form, respond
from puskesos.views.board_answer import board_url, moved, stale, who_and_when

blueprint = Blueprint("board_move", __name__, url_prefix="/papan/pindah")


@blueprint.route("/<task:number>", methods=["GET", "POST"])
@requires(Permission.SEE_BOARD)
def edit(number: str) -> Response:
    task = load_assignment(number)
    moves = _offered(task)
    form = open_form(MoveForm, data={"version": task.version, "target": str(moves[0].target) if moves else ""})
    is_old = form.is_submitted() and form.expected_version() != task.version  # then move_card says what happens
    form.target.choices = offer(AssignmentState.choices() if is_old else [(move.target, move.label) for move in moves])
    if form.validate_on_submit():
        try:
            target = AssignmentState(form.target.data)
            typed = {"reason": form.reason.data or "", "due_on": form.due_on.data}
            move_card(task, target, **typed, version=form.expected_version(), actor=viewer(), now=clock.now())
            said = f"{AssignmentState(task.state).label}: {task.number}."
            return moved(said, draft="pindah")
        except RuleBroken as problem:
            form.carry(problem)
    context = {"task": task, "visit": latest_visit(task), "moves": moves, "form": form, "back": board_url()}
    return respond("board/move.html", "board/_move.html", status=form_status(), **context)


@blueprint.errorhandler(Conflict)
def tell_stale(_error: Conflict) -> Response:
    """What became of the card and by whom, with the columns as they are now."""
    return stale(stale_words(load_assignment(str((request.view_args or {})["number"]))))


def stale_words(task: Assignment) -> str:
    """Like "Kartu ini sudah dipindah Ratna pukul 09.12: ditugaskan kepada Ujang."."""
    moved, newest = last_move(task), newest_task(task.case_id) or task
    if newest.id != task.id or moved is None:
        who, when = names_of_users(viewer().hub_id).get(newest.created_by_id, ""), newest.created_at
    else:
        who, when = moved.actor_name, moved.at
    return f"Kartu ini sudah dipindah {who_and_when(who, when)}: {became(newest.state, newest.volunteer.name)}."


def _offered(task: Assignment) -> tuple[Move, ...]:
    """What can be done with the card; the address may name one step (`ke`) or a column it was dropped on (`lajur`).

    Raises Conflict when the address names an older version (`v`).
    """
    version, wanted, column = (request.args.get(name, "") for name in ("v", "ke", "lajur"))
    if request.method == "GET" and version not in {"", str(task.version)}:
        raise Conflict
    moves = moves_of(task.state, viewer().roles)
    return tuple(move for move in moves if wanted in {"", move.target} and column in {"", move.column}) or moves
