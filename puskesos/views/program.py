"""Pengaturan → Program: up to which decile each program is meant for, as this hub knows it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.program import change_program, create_program
from puskesos.errors import RuleBroken
from puskesos.forms.program import ProgramForm
from puskesos.models.settings import Program
from puskesos.queries.hub import list_programs
from puskesos.queries.settings import changes_of, find_program
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, open_form, respond
from puskesos.views.settings_shown import change_lines

blueprint = Blueprint("program", __name__, url_prefix="/pengaturan/program")


@blueprint.get("")
@requires(Permission.MANAGE_HUB)
def index() -> Response:
    return respond("program/index.html", programs=list_programs(viewer().hub_id))


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def new() -> Response:
    form = open_form(ProgramForm)
    if form.validate_on_submit():
        try:
            create_program(form.entry(), key=form.submission_key(), actor=viewer(), now=clock.now())
            return done(url_for("program.index"), f"Program {form.name.data} tersimpan.", draft="program")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("program/edit.html", status=form_status(), form=form, program=None, history=[])


@blueprint.route("/<id:program_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit(program_id: int) -> Response:
    program = _load(program_id)
    form = open_form(ProgramForm, obj=program)
    if form.validate_on_submit():
        try:
            version, now = form.expected_version(), clock.now()
            changed = change_program(program, form.entry(), version=version, actor=viewer(), now=now)
            said = f"{form.name.data} tersimpan." if changed else "Tidak ada yang berubah."
            return done(url_for("program.index"), said, draft="program")
        except RuleBroken as problem:
            form.carry(problem)
    entries = changes_of(program.hub_id, "program", program.id, ("program_created", "program_changed"))
    history = change_lines(entries, current_hub().zone)
    return respond("program/edit.html", status=form_status(), form=form, program=program, history=history)


def _load(program_id: int) -> Program:
    return find_program(viewer().hub_id, program_id) or abort(404)
