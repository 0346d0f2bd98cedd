"""The two steps of an import that change the registry, each explained before it is taken: applying, taking back."""

from __future__ import annotations

from flask import Blueprint, Response, redirect

from puskesos import clock
from puskesos.actions.imports import apply_import, plan_version, undo_import
from puskesos.errors import RuleBroken
from puskesos.forms.imports import ApplyForm, ConfirmForm
from puskesos.queries.import_undoing import later_imports
from puskesos.rules.permissions import Permission
from puskesos.rules.register_import import ImportState
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, respond
from puskesos.views.imports_shown import facts_of, import_url, load_import, wake

blueprint = Blueprint("import_applying", __name__, url_prefix="/warga/impor/<id:import_id>")


@blueprint.route("/penerapan", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def apply(import_id: int) -> Response:
    batch = load_import(import_id)
    form = ApplyForm(data={"version": plan_version(batch)})
    if form.validate_on_submit():
        try:
            apply_import(batch, version=form.version.data, actor=viewer(), now=clock.now())
            wake()
            return done(import_url(batch), "Impor sedang diterapkan.")
        except RuleBroken as problem:
            form.carry(problem)
    if batch.state != ImportState.SIAP:
        return redirect(import_url(batch), 303)
    return respond("imports/apply.html", status=form_status(), form=form, **facts_of(batch))


@blueprint.route("/pembatalan", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def undo(import_id: int) -> Response:
    batch, form = load_import(import_id), ConfirmForm()
    if form.validate_on_submit():
        try:
            undo_import(batch, actor=viewer(), now=clock.now())
            wake()
            return done(import_url(batch), "Impor sedang dibatalkan.")
        except RuleBroken as problem:
            form.carry(problem)
    if batch.state not in {ImportState.SELESAI, ImportState.DITERAPKAN}:
        return redirect(import_url(batch), 303)
    facts = facts_of(batch) | {"later": later_imports(batch)}
    return respond("imports/undo.html", status=form_status(), form=form, **facts)
