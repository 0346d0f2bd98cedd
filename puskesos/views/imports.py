"""Bringing a list in: the lists so far, uploading one, and the page of one in whatever state it is."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for

from puskesos import clock
from puskesos.actions.imports import discard_import, retry_import, start_import, stop_import
from puskesos.errors import RuleBroken
from puskesos.forms.imports import ConfirmForm, UploadForm
from puskesos.queries.imports import PAGE, has_file, list_imports
from puskesos.rules.permissions import Permission
from puskesos.rules.register_import import MOST_BYTES, ImportState
from puskesos.security.guard import requires, viewer
from puskesos.sheets.samples import SAMPLES, sample
from puskesos.views.answer import done, form_status, hub_today, open_form, respond
from puskesos.views.imports_shown import STATES, facts_of, heading_of, import_url, list_line, load_import, wake

blueprint = Blueprint("imports", __name__, url_prefix="/warga/impor")


@blueprint.get("")
@requires(Permission.IMPORT_PEOPLE)
def index() -> Response:
    state = request.args.get("keadaan", "")
    state = state if state in set(ImportState) else ""
    before = request.args.get("sebelum", "")
    rows = list_imports(viewer(), state=state, before=int(before) if before.isdecimal() and len(before) < 10 else None)
    kept = {"keadaan": state} if state else {}
    older = url_for("imports.index", sebelum=rows[PAGE - 1].id, **kept) if len(rows) > PAGE else None
    shown = [list_line(row) for row in rows[:PAGE]]
    known = bool(rows or state or before)
    context = {"rows": shown, "older": older, "state": state, "states": STATES, "known": known, "samples": SAMPLES}
    return respond("imports/index.html", "imports/_rows.html", **context)


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def new() -> Response:
    form = open_form(UploadForm)
    form.today = hub_today()
    if form.validate_on_submit():
        try:
            made = _start(form)
            return done(url_for("imports.show", import_id=made), "Berkas terunggah dan sedang dibaca.")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("imports/new.html", status=form_status(), form=form, samples=SAMPLES, limit=MOST_BYTES)


@blueprint.get("/contoh/<file_name>")
@requires(Permission.IMPORT_PEOPLE)
def sample_file(file_name: str) -> Response:
    if file_name not in {one.name for one in SAMPLES}:
        abort(404)
    own_name, content, kind = sample(file_name)
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{own_name}"'})


@blueprint.get("/<id:import_id>")
@requires(Permission.IMPORT_PEOPLE)
def show(import_id: int) -> Response:
    batch = load_import(import_id)
    if batch.state == ImportState.KOLOM and has_file(batch, current_app.config["SETTINGS"]):
        return redirect(url_for("import_columns.edit", import_id=batch.id), 303)
    return respond("imports/show.html", **facts_of(batch))


@blueprint.post("/<id:import_id>/penghentian")
@requires(Permission.IMPORT_PEOPLE)
def stop(import_id: int) -> Response:
    batch = load_import(import_id)
    stop_import(batch, actor=viewer(), now=clock.now())
    wake()
    return done(import_url(batch), "Dihentikan.")


@blueprint.post("/<id:import_id>/pengulangan")
@requires(Permission.IMPORT_PEOPLE)
def retry(import_id: int) -> Response:
    batch = load_import(import_id)
    retry_import(batch, actor=viewer(), now=clock.now())
    wake()
    return done(import_url(batch), "Dicoba lagi.")


@blueprint.route("/<id:import_id>/pembuangan", methods=["GET", "POST"])
@requires(Permission.IMPORT_PEOPLE)
def discard(import_id: int) -> Response:
    batch, form = load_import(import_id), ConfirmForm()
    if form.validate_on_submit():
        discard_import(batch, settings=current_app.config["SETTINGS"], actor=viewer(), now=clock.now())
        return done(url_for("imports.index"), f"Impor “{batch.name}” dibuang. Tidak ada data warga yang berubah.")
    return respond("imports/discard.html", status=form_status(), form=form, **heading_of(batch))


def _start(form: UploadForm) -> int:
    made = start_import(
        form.file.data.stream,
        file_name=form.file.data.filename,
        name=form.name.data,
        data_on=form.data_on.data,
        key=form.submission_key(),
        settings=current_app.config["SETTINGS"],
        actor=viewer(),
        now=clock.now(),
    )
    wake()
    return made
