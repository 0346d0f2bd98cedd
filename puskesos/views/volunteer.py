"""Relawan: who has how much and who is away, all work of one handed to others, the list to print, and our own words."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.absence import add_absence, cancel_absence
from puskesos.actions.assigning_settings import change_assigning
from puskesos.actions.reassigning import Transfer, transfer_tasks
from puskesos.database import database
from puskesos.documents.assigned_work import assigned_work_html, assigned_work_pdf
from puskesos.documents.printing import PrintingUnavailable
from puskesos.errors import RuleBroken
from puskesos.forms.assigning import AbsenceForm, AssigningForm, TransferAllForm
from puskesos.forms.assignment import EmptyForm
from puskesos.forms.base import clean_line
from puskesos.models.user import User
from puskesos.queries.suggestion import absences_of, find_absence, suggestions_for
from puskesos.queries.volunteer import assigned_work, find_volunteer_user, list_volunteer_rows, open_tasks_of
from puskesos.rules.handoff import USUAL
from puskesos.rules.permissions import Permission
from puskesos.rules.suggestion import share_out
from puskesos.security import audit
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, hub_today, open_form, respond, send_to

blueprint = Blueprint("volunteer", __name__)


@blueprint.get("/relawan")
@requires(Permission.SEE_BOARD)
def index() -> Response:
    text = clean_line(request.args.get("cari"))[:60]
    rows = list_volunteer_rows(viewer().hub_id, hub_today(), text)
    context = {"rows": rows, "text": text, "limit": current_hub().load_limit, "today": hub_today()}
    return respond("volunteer/index.html", "volunteer/_rows.html", **context)


@blueprint.route("/relawan/<id:user_id>", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def show(user_id: int) -> Response:
    user, today = _load(user_id), hub_today()
    form = open_form(AbsenceForm, data={"first_on": today})
    if form.validate_on_submit() and _noted(user.id, form):
        return done(url_for("volunteer.show", user_id=user.id), "Libur dicatat.", draft="libur")
    context = {"tasks": open_tasks_of(user.id, viewer()), "absences": absences_of(user.id, today), "today": today}
    return respond("volunteer/show.html", status=form_status(), user=user, form=form, **context)


@blueprint.route("/libur", methods=["GET", "POST"])
@requires(Permission.REPORT_VISIT)
def own() -> Response:
    today = hub_today()
    form = open_form(AbsenceForm, data={"first_on": today})
    if form.validate_on_submit() and _noted(viewer().id, form):
        return done(url_for("volunteer.own"), "Libur dicatat. Koordinator melihatnya saat membagi tugas.", draft="libur")
    absences = absences_of(viewer().id, today)
    return respond("volunteer/own.html", status=form_status(), form=form, absences=absences, today=today)


@blueprint.post("/libur/<id:absence_id>/pembatalan")
@requires(Permission.SIGNED_IN)
def cancel(absence_id: int) -> Response:
    absence = find_absence(viewer().hub_id, absence_id)
    if absence is None or not (viewer().can(Permission.ASSIGN) or absence.user_id == viewer().id):
        abort(404)
    cancel_absence(absence, actor=viewer(), now=clock.now())
    is_own = absence.user_id == viewer().id
    url = url_for("volunteer.own") if is_own else url_for("volunteer.show", user_id=absence.user_id)
    return done(url, "Libur dibatalkan.")


@blueprint.route("/relawan/<id:user_id>/pengalihan", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def transfer(user_id: int) -> Response:
    user, today = _load(user_id), hub_today()
    tasks = open_tasks_of(user.id, viewer())
    cases = [task.case for task in tasks]
    until = max((task.due_on for task in tasks), default=today)
    told = suggestions_for(viewer(), cases, current_hub(), today, until=until, without={user.id})
    proposed = share_out([case.id for case in cases], told)
    form = open_form(TransferAllForm)
    if form.validate_on_submit():
        try:
            count = transfer_tasks(_transfers(tasks), form.reason.data, key=form.submission_key(), **_moment())
            said = f"{count} tugas {user.name} dialihkan."
            return done(url_for("volunteer.show", user_id=user.id), said, draft="alihkan-semua")
        except RuleBroken as problem:
            form.carry(problem)
    context = {"tasks": tasks, "told": told, "proposed": proposed, "today": today}
    return respond("volunteer/transfer.html", status=form_status(), user=user, form=form, **context)


@blueprint.get("/relawan/penugasan/cetak")
@requires(Permission.SEE_BOARD)
def page() -> Response:
    links = {"back": (url_for("volunteer.index"), "Kembali ke relawan"), "pdf": url_for("volunteer.file")}
    html = assigned_work_html(assigned_work(viewer().hub_id), screen=True, **links, **_print_facts())
    _note_print("daftar-penugasan")
    return Response(html)


@blueprint.get("/relawan/penugasan/cetak.pdf")
@requires(Permission.SEE_BOARD)
def file() -> Response:
    try:
        pdf = assigned_work_pdf(assigned_work(viewer().hub_id), **_print_facts())
    except PrintingUnavailable:
        return send_to(url_for("volunteer.page"))
    _note_print("daftar-penugasan.pdf")
    name = f"daftar-penugasan-{hub_today():%Y-%m-%d}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@blueprint.route("/pengaturan/penugasan", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def settings() -> Response:
    hub = current_hub()
    form = open_form(AssigningForm, data={"load_limit": hub.load_limit, "handoff_text": hub.handoff_text})
    if form.validate_on_submit():
        typed = {"load_limit": form.load_limit.data, "handoff_text": form.handoff_text.data or ""}
        changed = change_assigning(hub, typed, actor=viewer(), now=clock.now())
        said = "Pengaturan penugasan tersimpan." if changed else "Tidak ada yang berubah."
        return done(url_for("volunteer.settings"), said, draft="penugasan-hub")
    return respond("volunteer/settings.html", status=form_status(), form=form, usual=USUAL)


def _load(user_id: int) -> User:
    return find_volunteer_user(viewer().hub_id, user_id) or abort(404)


def _noted(user_id: int, form: AbsenceForm) -> bool:
    try:
        days = (form.first_on.data, form.last_on.data, form.reason.data or "")
        add_absence(user_id, *days, **_moment())
    except RuleBroken as problem:
        form.carry(problem)
        return False
    return True


def _transfers(tasks: list) -> list[Transfer]:
    """The tasks that were given a name, with the version the page showed."""
    chosen = []
    for task in tasks:
        to, version = (request.form.get(f"{name}-{task.id}", "") for name in ("to", "version"))
        if to.isascii() and to.isdigit() and version.isascii() and version.isdigit() and len(to + version) < 18:
            chosen.append(Transfer(task.id, int(version), int(to), max(task.due_on, hub_today())))
    return chosen


def _moment() -> dict[str, object]:
    return {"actor": viewer(), "now": clock.now(), "today": hub_today()}


def _print_facts() -> dict[str, object]:
    return {"hub": current_hub(), "printed_by": viewer().name, "now": clock.now()}


def _note_print(paper: str) -> None:
    with database.atomic():
        about = {"object_type": "hub", "object_id": viewer().hub_id}
        audit.record("printed", actor=viewer(), now=clock.now(), paper=paper, **about)
