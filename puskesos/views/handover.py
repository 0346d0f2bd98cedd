"""Serah terima: composed from what happened, handed over with a note, read by the next, printed."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.handover import hand_over, read_handover
from puskesos.documents.handover import handover_html, handover_pdf
from puskesos.errors import RuleBroken
from puskesos.forms.handover import HandoverForm
from puskesos.models.handover import Handover
from puskesos.queries.handover import find_handover, list_handovers, parts_of, readers_of
from puskesos.rules.handover import Since
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import current_hub, done, form_status, open_form, respond
from puskesos.views.handover_shown import beginnings, compose, named
from puskesos.views.printed import send_paper, show_paper

blueprint = Blueprint("handover", __name__, url_prefix="/serah-terima")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def index() -> Response:
    now, hub, form = clock.now(), current_hub(), open_form(HandoverForm)
    starts = beginnings(viewer(), hub, now)
    chosen = _chosen(starts, form)
    parts = compose(viewer(), starts[chosen], now, hub.zone)
    if form.validate_on_submit():
        try:
            once = {"key": form.submission_key(), "actor": viewer(), "now": now}
            made = hand_over(parts, form.note.data or "", since=starts[chosen], **once)
            return done(url_for("handover.show", handover_id=made), "Serah terima tersimpan.", draft="serah-terima")
        except RuleBroken as problem:
            form.carry(problem)
    choices = [(key, Since(key).label, moment) for key, moment in starts.items()]
    shown = {"parts": named(viewer(), parts), "choices": choices, "chosen": chosen, "since": starts[chosen]}
    rows = list_handovers(viewer())
    return respond("handover/index.html", status=form_status(), form=form, rows=rows, **shown)


@blueprint.get("/<id:handover_id>")
@requires(Permission.HAND_OVER)
def show(handover_id: int) -> Response:
    handover = _load(handover_id)
    readers = readers_of(handover)
    is_read = handover.user_id == viewer().id or any(reader.id == viewer().id for reader in readers)
    parts = named(viewer(), parts_of(handover))
    return respond("handover/show.html", handover=handover, parts=parts, readers=readers, is_read=is_read)


@blueprint.post("/<id:handover_id>/dibaca")
@requires(Permission.HAND_OVER)
def read(handover_id: int) -> Response:
    handover = _load(handover_id)
    read_handover(handover, actor=viewer(), now=clock.now())
    return done(url_for("home.show"), f"Serah terima dari {handover.user.name} sudah dibaca.")


@blueprint.get("/<id:handover_id>/cetak")
@requires(Permission.HAND_OVER)
def page(handover_id: int) -> Response:
    handover = _load(handover_id)
    links = {"back": (url_for("handover.show", handover_id=handover.id), "Kembali ke serah terima")}
    links["pdf"] = url_for("handover.file", handover_id=handover.id)
    html = handover_html(handover, named(viewer(), parts_of(handover)), screen=True, **links, **_print_facts())
    return show_paper(html, ("handover", handover.id), "serah-terima")


@blueprint.get("/<id:handover_id>/cetak.pdf")
@requires(Permission.HAND_OVER)
def file(handover_id: int) -> Response:
    handover = _load(handover_id)
    parts = named(viewer(), parts_of(handover))
    where = {"name": f"serah-terima-{handover.id}", "instead": url_for("handover.page", handover_id=handover.id)}
    about = ("handover", handover.id)
    return send_paper(lambda: handover_pdf(handover, parts, **_print_facts()), about, "serah-terima.pdf", **where)


def _load(handover_id: int) -> Handover:
    return find_handover(viewer(), handover_id) or abort(404)


def _chosen(starts: dict[str, datetime], form: HandoverForm) -> str:
    """The beginning that was asked for, else the first there is."""
    wanted = form.since.data if request.method == "POST" else request.args.get("sejak", "")
    return wanted if wanted in starts else next(iter(starts))


def _print_facts() -> dict[str, object]:
    return {"hub": current_hub(), "printed_by": viewer().name, "now": clock.now()}
