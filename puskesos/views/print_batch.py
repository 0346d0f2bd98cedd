"""Cetak kumpulan: asking for many papers at once, seeing how far they are, fetching the file, stopping."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, request, send_file, url_for

from puskesos import clock
from puskesos.actions.print_batch import BatchRequest, ask_batch, note_fetched, stop_batch
from puskesos.errors import RuleBroken
from puskesos.formatting import show_moment
from puskesos.forms.print_batch import PrintBatchForm
from puskesos.jobs.batch_file import folder_of
from puskesos.jobs.launching import wake_worker
from puskesos.models.job import Job
from puskesos.models.print_batch import PrintBatch
from puskesos.queries.assignment import list_volunteers
from puskesos.queries.job import is_abandoned
from puskesos.queries.print_batch import find_batch, job_of, list_batches, may_be_fetched, unprinted_of_day
from puskesos.rules.activity import Month
from puskesos.rules.permissions import Permission
from puskesos.rules.print_batch import KEPT_FOR, BatchForm, BatchKind, batch_file_name, count_papers
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, found, hub_today, open_form, respond
from puskesos.views.batch_shown import Wanted, told_by_address, wanted_of
from puskesos.views.export_shown import file_size
from puskesos.views.job import progress_of
from puskesos.views.printed_address import address_for_staff

blueprint = Blueprint("print_batch", __name__, url_prefix="/cetak/kumpulan")
MONTHS = 12
UNPRINTED = f"jenis={BatchKind.BELUM_DICETAK}"
GONE = "Berkas ini belum ada atau sudah dihapus."
NOTHING_TICKED = "Pilih kertas yang dicetak."
MEDIA_TYPES = {BatchForm.PDF: "application/pdf", BatchForm.ZIP: "application/zip"}


@blueprint.get("")
@requires(Permission.PRINT_CASE_SHEET)
def index() -> Response:
    sends = viewer().can(Permission.ASSIGN)
    return respond(
        "print_batch/index.html",
        batches=list_batches(viewer(), clock.now()),
        unprinted=count_papers(unprinted_of_day(viewer(), hub_today(), clock.now())),
        form=PrintBatchForm(formdata=None, data={"wanted": UNPRINTED}),
        months=_months(),
        volunteers=[one for one in list_volunteers(viewer().hub_id, hub_today()) if one.open] if sends else [],
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.PRINT_CASE_SHEET)
def new() -> Response:
    form = open_form(PrintBatchForm, wanted=told_by_address(request.args))
    wanted = wanted_of(form.wanted.data or "", form.papers())
    if form.validate_on_submit():
        try:
            return _given(wanted, form)
        except RuleBroken as problem:
            form.carry(problem)
    chosen = wanted.kind == BatchKind.PILIHAN
    told = {"wanted": wanted, "chosen": chosen, "counts": count_papers(wanted.parts)}
    return respond("print_batch/new.html", status=form_status(), form=form, **told)


@blueprint.get("/<id:batch_id>")
@requires(Permission.PRINT_CASE_SHEET)
def show(batch_id: int) -> Response:
    batch = _load(batch_id)
    job = job_of(batch)
    if is_abandoned(job, clock.now()):
        _wake()
    ready = _is_ready(batch, job)
    return respond(
        "print_batch/show.html",
        batch=batch,
        ready=ready,
        size=file_size(_path(batch)) if ready else "",
        until=show_moment(job.ended_at + KEPT_FOR, current_hub().zone) if ready else "",
        **progress_of(job),
    )


@blueprint.post("/<id:batch_id>/berkas")
@requires(Permission.PRINT_CASE_SHEET)
def fetch(batch_id: int) -> Response:
    batch = _load(batch_id)
    job = job_of(batch)
    if not _is_ready(batch, job):
        return done(url_for("print_batch.show", batch_id=batch.id), GONE)
    note_fetched(batch, actor=viewer(), now=clock.now())
    form = BatchForm(batch.form)
    name = batch_file_name(BatchKind(batch.kind), form, clock.today(current_hub().zone, batch.created_at))
    inline = form == BatchForm.PDF
    return send_file(_path(batch), MEDIA_TYPES[form], as_attachment=not inline, download_name=name, conditional=False)


@blueprint.post("/<id:batch_id>/pembatalan")
@requires(Permission.PRINT_CASE_SHEET)
def stop(batch_id: int) -> Response:
    batch = _load(batch_id)
    stop_batch(batch, job_of(batch), actor=viewer(), now=clock.now())
    return done(url_for("print_batch.show", batch_id=batch.id), "Cetak kumpulan dihentikan.")


def _given(wanted: Wanted, form: PrintBatchForm) -> Response:
    """Asked for; on to the page that says how far it is."""
    if wanted.kind == BatchKind.PILIHAN and not form.papers():
        raise RuleBroken(NOTHING_TICKED, "case_sheet")
    request_made = BatchRequest(
        kind=wanted.kind,
        form=BatchForm(form.form.data),
        title=wanted.title,
        parts=wanted.parts,
        address=address_for_staff(),
        double_sided=form.double_sided.data,
    )
    batch_id = ask_batch(request_made, key=form.submission_key(), actor=viewer(), now=clock.now())
    _wake()
    return done(url_for("print_batch.show", batch_id=batch_id), f"{len(wanted.parts)} kertas sedang dicetak.")


def _months() -> list[Month]:
    """This month and those before it, for receipts."""
    months = [Month.of(hub_today())]
    while len(months) < MONTHS:
        months.append(months[-1].before)
    return months


def _load(batch_id: int) -> PrintBatch:
    return found(find_batch(viewer(), batch_id))


def _is_ready(batch: PrintBatch, job: Job) -> bool:
    return bool(batch.stored_name) and may_be_fetched(job, clock.now()) and _path(batch).is_file()


def _path(batch: PrintBatch) -> Path:
    return folder_of(current_app.config["SETTINGS"]) / (batch.stored_name or "-")


def _wake() -> None:
    wake_worker(current_app.config["SETTINGS"])
