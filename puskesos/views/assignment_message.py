"""Questions under a task: asked by its volunteer, answered by koordinator or back office."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from puskesos import clock
from puskesos.actions.assignment_message import answer as answer_volunteer
from puskesos.actions.assignment_message import ask as ask_staff
from puskesos.errors import RuleBroken
from puskesos.forms.assignment_plan import AnswerForm, QuestionForm
from puskesos.queries.assignment_message import messages_of
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import (
    case_url,
    done,
    form_status,
    load_assignment,
    load_own_assignment,
    open_form,
    respond,
)

blueprint = Blueprint("assignment_message", __name__)


@blueprint.route("/tugas/<task:number>/pertanyaan", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def ask(number: str) -> Response:
    task = load_own_assignment(number)
    form = open_form(QuestionForm)
    if form.validate_on_submit():
        try:
            ask_staff(task, form.text.data, key=form.submission_key(), actor=viewer(), now=clock.now())
            said = "Pertanyaan terkirim. Jawabannya muncul di tugas ini."
            return done(url_for("task.show", number=number), said, draft="tanya")
        except RuleBroken as problem:
            form.carry(problem)
    thread = messages_of(task)
    return respond("task/question.html", status=form_status(), task=task, case=task.case, form=form, thread=thread)


@blueprint.route("/penugasan/<task:number>/jawaban", methods=["GET", "POST"])
@requires(Permission.ANSWER_VOLUNTEER)
def answer(number: str) -> Response:
    task = load_assignment(number)
    form = open_form(AnswerForm)
    if form.validate_on_submit():
        try:
            answer_volunteer(task, form.text.data, key=form.submission_key(), actor=viewer(), now=clock.now())
            return done(case_url(task.case), f"Jawaban terkirim ke {task.volunteer.name}.", draft="jawab")
        except RuleBroken as problem:
            form.carry(problem)
    thread = messages_of(task)
    return respond("assignment/answer.html", status=form_status(), task=task, case=task.case, form=form, thread=thread)
