"""Buku tamu: noting who came without a case, correcting and cancelling it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from puskesos import clock
from puskesos.actions.guest import cancel_guest, change_guest, note_guest, why_closed
from puskesos.errors import RuleBroken
from puskesos.forms.guest import GuestForm, NewGuestForm
from puskesos.models.book import GuestVisit
from puskesos.queries.book import find_guest
from puskesos.queries.hub import list_villages
from puskesos.rules.export_columns import ExportList
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, hub_today, open_form, respond
from puskesos.views.book_shown import book_response

blueprint = Blueprint("guest", __name__, url_prefix="/register/tamu")


@blueprint.post("/baru")
@requires(Permission.KEEP_BOOKS)
def new() -> Response:
    form, today = NewGuestForm(), hub_today()
    form.offer(list_villages(viewer().hub_id), today)
    if form.validate_on_submit():
        try:
            entry = form.entry()
            note_guest(entry, key=form.submission_key(), actor=viewer(), now=clock.now(), today=today)
            here = url_for("book.show", book=ExportList.TAMU, bulan=f"{entry.day:%Y-%m}")
            return done(here, "Tamu dicatat.", draft="tamu")
        except RuleBroken as problem:
            form.carry(problem)
    return book_response(ExportList.TAMU, form)


@blueprint.route("/<id:guest_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_BOOKS)
def edit(guest_id: int) -> Response:
    visit, today = _load(guest_id), hub_today()
    form = open_form(GuestForm, data=GuestForm.known(visit))
    form.offer(list_villages(viewer().hub_id), today)
    if form.validate_on_submit():
        try:
            facts = {"version": form.expected_version(), "actor": viewer(), "now": clock.now(), "today": today}
            changed = change_guest(visit, form.entry(), **facts)
            return done(_back(visit), "Tamu disimpan." if changed else "Tidak ada yang berubah.", draft="tamu")
        except RuleBroken as problem:
            form.carry(problem)
    closed = why_closed(visit, today)
    return respond("book/guest.html", status=form_status(), form=form, visit=visit, closed=closed, back=_back(visit))


@blueprint.post("/<id:guest_id>/pembatalan")
@requires(Permission.KEEP_BOOKS)
def cancel(guest_id: int) -> Response:
    visit, form = _load(guest_id), GuestForm()
    facts = {"version": form.expected_version(), "actor": viewer(), "now": clock.now(), "today": hub_today()}
    cancel_guest(visit, **facts)
    return done(_back(visit), "Tamu dibatalkan dan tidak dihitung lagi.")


def _load(guest_id: int) -> GuestVisit:
    return find_guest(viewer(), guest_id) or abort(404)


def _back(visit: GuestVisit) -> str:
    return url_for("book.show", book=ExportList.TAMU, bulan=f"{visit.day:%Y-%m}")
