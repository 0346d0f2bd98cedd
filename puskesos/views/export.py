"""Unduh daftar: exactly what the list shows, as a file; at once, or through the worker when it is long."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, send_file, url_for

from puskesos import clock
from puskesos.actions.export import ask_export, note_fetched
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.formatting import show_moment
from puskesos.forms.export import ExportForm
from puskesos.jobs.export_file import MEDIA_TYPES, Edition, folder_of, in_words, list_bytes
from puskesos.jobs.launching import wake_worker
from puskesos.models.job import Job
from puskesos.queries.column_set import column_sets, fields_of
from puskesos.queries.export import (
    Asked,
    Wanted,
    asked_of,
    count_restricted,
    count_rows,
    find_export,
    may_be_fetched,
    recent_exports,
)
from puskesos.queries.job import is_abandoned
from puskesos.rules.book import READ_BY
from puskesos.rules.export import KEPT_FOR, MOST_DIRECT, ExportList
from puskesos.rules.export_columns import SETTABLE
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, open_form, respond
from puskesos.views.export_shown import (
    columns_in_words,
    file_size,
    list_url,
    titles_of,
    told_by_address,
    wanted_of,
    words_of,
)
from puskesos.views.job import progress_of

blueprint = Blueprint("export", __name__)
GONE = "Berkas ini belum ada atau sudah dihapus."


@blueprint.route("/warga/ekspor", methods=["GET", "POST"])
@requires(Permission.EXPORT_PEOPLE)
def people() -> Response:
    return _export(ExportList.WARGA)


@blueprint.route("/kasus/ekspor", methods=["GET", "POST"])
@requires(Permission.EXPORT_PEOPLE)
def cases() -> Response:
    return _export(ExportList.KASUS)


@blueprint.route("/register/<book:book>/ekspor", methods=["GET", "POST"])
@requires(Permission.EXPORT_PEOPLE)
def book(book: ExportList) -> Response:
    if not viewer().can(READ_BY[book]):
        raise NotAllowed
    return _export(book)


@blueprint.get("/warga/ekspor/<id:export_id>")
@requires(Permission.EXPORT_PEOPLE)
def show(export_id: int) -> Response:
    job = _load(export_id)
    if is_abandoned(job, clock.now()):
        _wake()
    asked = _ready(job)
    return respond(
        "export/show.html",
        ready=asked is not None,
        rows=asked.rows if asked else 0,
        size=file_size(_path(asked)) if asked else "",
        until=show_moment(job.ended_at + KEPT_FOR, current_hub().zone) if asked else "",
        **progress_of(job),
    )


@blueprint.post("/warga/ekspor/<id:export_id>/berkas")
@requires(Permission.EXPORT_PEOPLE)
def fetch(export_id: int) -> Response:
    job = _load(export_id)
    asked = _ready(job)
    if asked is None:
        return done(url_for("export.show", export_id=job.id), GONE)
    if asked.names and not viewer().can(Permission.EXPORT_NAMES):
        raise NotAllowed
    note_fetched(job, asked.rows, actor=viewer(), now=clock.now())
    name = Edition(asked, viewer(), current_hub(), job.ended_at).file_name
    return send_file(_path(asked), MEDIA_TYPES[asked.format], as_attachment=True, download_name=name, conditional=False)


def _export(kind: ExportList) -> Response:
    form, sets = _opened(kind), column_sets(viewer(), kind)
    form.offer_sets(sets)
    wanted = wanted_of(kind, form.wanted.data or "")
    if _is_sent() and form.validate_on_submit():
        try:
            chosen = next((one for one in sets if str(one.id) == form.columns.data), None)
            return _given(replace(wanted, columns=fields_of(chosen) if chosen else ()), form)
        except RuleBroken as problem:
            form.carry(problem)
    names, count = viewer().can(Permission.EXPORT_NAMES), count_rows(viewer(), wanted, hub_today())
    return respond(
        "export/new.html",
        status=form_status() if _is_sent() else 200,
        form=form,
        kind=str(kind),
        sets=[(one, titles_of(kind, fields_of(one), names=names)) for one in sets],
        settable=kind in SETTABLE,
        words=in_words(viewer(), wanted),
        count=count,
        restricted=count_restricted(viewer(), wanted, hub_today()),
        may_open_numbers=names and kind == ExportList.WARGA,
        in_background=count > MOST_DIRECT,
        exports=recent_exports(viewer(), clock.now()),
        list_url=list_url(wanted, form.wanted.data or ""),
        zone=current_hub().zone,
        **words_of(kind),
        **columns_in_words(kind, names=names),
    )


def _opened(kind: ExportList) -> ExportForm:
    """The form; a list that was searched leads here by POST, so that the typed text stands in no address."""
    if request.method == "POST" and not _is_sent():
        return ExportForm(formdata=None, wanted=request.form.get("wanted", "")[:1200])
    return open_form(ExportForm, wanted=told_by_address(kind, request.args))


def _is_sent() -> bool:
    return request.method == "POST" and "reason" in request.form


def _given(wanted: Wanted, form: ExportForm) -> Response:
    """The file, or the way to the page where it will be."""
    entry, now = form.entry(), clock.now()
    job = ask_export(wanted, entry, actor=viewer(), now=now, today=hub_today())
    if job is not None:
        _wake()
        return done(url_for("export.show", export_id=job.id), "Berkas sedang disusun.")
    asked = Asked(wanted, entry.format, entry.full_numbers, viewer().can(Permission.EXPORT_NAMES))
    edition = Edition(asked, viewer(), current_hub(), now)
    headers = {"Content-Disposition": f'attachment; filename="{edition.file_name}"'}
    content = list_bytes(edition, current_app.config["SETTINGS"])
    return Response(content, mimetype=MEDIA_TYPES[entry.format], headers=headers)


def _load(export_id: int) -> Job:
    return find_export(viewer(), export_id) or abort(404)


def _ready(job: Job) -> Asked | None:
    """What a finished export holds, as long as its file is there."""
    asked = asked_of(job) if may_be_fetched(job, clock.now()) else None
    return asked if asked and _path(asked).is_file() else None


def _path(asked: Asked) -> Path:
    return folder_of(current_app.config["SETTINGS"]) / (asked.file or "-")


def _wake() -> None:
    wake_worker(current_app.config["SETTINGS"])
