"""Pindaian: sending scanned sheets, the tray of pages that found no case by themselves, and what became of a batch."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.datastructures import FileStorage

from puskesos import clock
from puskesos.actions.scan import SentFile, discard_scans, take_in
from puskesos.errors import RuleBroken
from puskesos.files import has_room
from puskesos.forms.scan import DiscardTickedForm, ScanUploadForm, SheetCodeForm
from puskesos.jobs.launching import wake_worker
from puskesos.queries.job import newest_job
from puskesos.queries.scan import PAGE, count_tray, files_of, find_batch, find_scans, pages_of, recent_batches, tray
from puskesos.queries.sheet import SheetFilter, count_out
from puskesos.rules.attachment import MEGABYTE
from puskesos.rules.job import JobKind
from puskesos.rules.permissions import Permission
from puskesos.rules.scan import MOST_BYTES, MOST_FILES, MOST_PAGES
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, found, open_form, respond, row_id
from puskesos.views.job import progress_of
from puskesos.views.scan_shown import file_lines, page_lines, told_kind

blueprint = Blueprint("scan", __name__, url_prefix="/pindaian")


@blueprint.get("")
@requires(Permission.ATTACH)
def index() -> Response:
    return _tray(DiscardTickedForm(formdata=None))


@blueprint.post("/pembuangan")
@requires(Permission.ATTACH)
def discard() -> Response:
    """Many pages at once: the blank backs of a stack that went through the scanner."""
    form, pages = DiscardTickedForm(), find_scans(viewer(), _ticked())
    if not pages:
        form.validate()
        form.carry(RuleBroken("Centang halaman yang dibuang."))
    elif form.validate_on_submit():
        discard_scans(pages, form.reason.data, actor=viewer(), now=clock.now())
        said = f"{len(pages)} halaman dibuang. Dalam 30 hari masih dapat dikembalikan."
        return done(url_for("scan.index"), said)
    return _tray(form, {page.id for page in pages}, status=422)


def _tray(discarding: DiscardTickedForm, ticked: Collection[int] = (), status: int = 200) -> Response:
    pages = tray(viewer(), after=row_id("sesudah") or 0)
    more = url_for("scan.index", sesudah=pages[PAGE - 1].id) if len(pages) > PAGE else None
    return respond(
        "scan/index.html",
        status=status,
        discarding=discarding,
        ticked=ticked,
        pages=page_lines(pages[:PAGE]),
        more=more,
        waiting=count_tray(viewer()),
        out=count_out(viewer(), SheetFilter(), clock.now()),
        batches=recent_batches(viewer()),
        form=SheetCodeForm(formdata=None),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.ATTACH)
def new() -> Response:
    form = open_form(ScanUploadForm)
    if form.validate_on_submit():
        try:
            once = {"key": form.submission_key(), "settings": current_app.config["SETTINGS"]}
            made = take_in(_files(), actor=viewer(), now=clock.now(), **once)
            wake_worker(current_app.config["SETTINGS"])
            return done(url_for("scan.show", batch_id=made), "Berkas diterima dan sedang dibaca.")
        except RuleBroken as problem:
            form.carry(problem)
    limits = {"most": MOST_FILES, "most_pages": MOST_PAGES, "together": current_app.config["MAX_CONTENT_LENGTH"]}
    return respond("scan/new.html", status=form_status(), form=form, **limits)


@blueprint.get("/<id:batch_id>")
@requires(Permission.ATTACH)
def show(batch_id: int) -> Response:
    batch = found(find_batch(viewer(), batch_id))
    job = newest_job(viewer(), JobKind.BACA_PINDAIAN, batch.id) if batch.ended_at is None else None
    progress = progress_of(job) if job else {"job": None}
    shown = {"pages": page_lines(pages_of(batch)), "files": file_lines(files_of(batch))}
    return respond("scan/show.html", batch=batch, **shown, **progress)


def _ticked() -> list[int]:
    """The ids that the page sent; nonsense is none."""
    return [
        int(text) for text in request.form.getlist("halaman") if text.isascii() and text.isdigit() and len(text) < 10
    ]


def _files() -> list[SentFile]:
    """The files as sent, told by their first bytes. Raises RuleBroken for too many, an odd one, or a full disk."""
    sent = [each for name in ("files", "camera") for each in request.files.getlist(name) if each.filename]
    if len(sent) > MOST_FILES:
        raise RuleBroken(f"Sekali kirim paling banyak {MOST_FILES} berkas.", "files")
    settings = current_app.config["SETTINGS"]
    if sent and not has_room(settings.scans, 2 * (request.content_length or 0), settings.free_floor_megabytes):
        raise RuleBroken("Penyimpanan komputer ini hampir penuh. Beri tahu admin.", "files")
    return [_file(each) for each in sent]


def _file(each: FileStorage) -> SentFile:
    content = each.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        said = f"“{each.filename}” lebih dari {MOST_BYTES // MEGABYTE} MB. Bagi berkasnya, lalu kirim lagi."
        raise RuleBroken(said, "files")
    kind = told_kind(content)
    if kind is None:
        raise RuleBroken(f"“{each.filename}” bukan foto atau PDF. Pakai JPG, PNG, WebP, atau PDF.", "files")
    return SentFile(str(kind), secrets.token_hex(16), content)
