"""Akun: who I am here, my devices, my password."""

from __future__ import annotations

from flask import Blueprint, Response, request

from puskesos import clock
from puskesos.actions.account import change_password as store_password
from puskesos.actions.account import end_other_sessions
from puskesos.errors import RuleBroken
from puskesos.forms.session import PasswordForm
from puskesos.queries.user import devices_of, find_user
from puskesos.rules.permissions import Permission
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, respond

blueprint = Blueprint("account", __name__, url_prefix="/akun")


@blueprint.get("")
@requires(Permission.SIGNED_IN)
def show() -> Response:
    person = viewer()
    return respond("account/show.html", user=find_user(person.hub_id, person.id), devices=devices_of(person.id))


@blueprint.post("/perangkat")
@requires(Permission.SIGNED_IN)
def end_sessions() -> Response:
    """Sign out one other device, or all others when none is named."""
    chosen = request.form.get("device", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    ended = 0 if chosen and number is None else end_other_sessions(viewer(), session_id=number, now=clock.now())
    return done("/akun", f"{ended} perangkat sudah keluar." if ended else "Tidak ada perangkat lain yang masih masuk.")


@blueprint.route("/kata-sandi", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change_password() -> Response:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            store_password(viewer(), current=form.current_password.data, wanted=form.new_password.data, now=clock.now())
            return done("/akun", "Kata sandi diganti. Perangkat lain sudah keluar.")
        except RuleBroken as problem:
            form.carry(problem)
    first = viewer().must_change_password
    return respond("account/password.html", status=form_status(), form=form, is_first=first)
