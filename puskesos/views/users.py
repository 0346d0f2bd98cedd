"""Pengguna: who works here, new ones, changes, and a new one-time password that is shown once."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for

from puskesos import clock
from puskesos.actions.user import change_user, invite_user, reset_password
from puskesos.errors import RuleBroken
from puskesos.forms.base import clean_line
from puskesos.forms.user import UserForm
from puskesos.models.user import User
from puskesos.queries.assignment import waiting_for
from puskesos.queries.hub import list_villages
from puskesos.queries.user import find_user
from puskesos.queries.user_list import list_workers, villages_of
from puskesos.rules.permissions import Permission
from puskesos.rules.roles import parse_roles
from puskesos.security.guard import requires, viewer
from puskesos.views.answer import done, form_status, open_form, respond

blueprint = Blueprint("users", __name__, url_prefix="/pengaturan/pengguna")


@blueprint.get("")
@requires(Permission.MANAGE_HUB)
def index() -> Response:
    text = clean_line(request.args.get("cari"))[:60]
    return respond("users/index.html", "users/_list.html", workers=list_workers(viewer().hub_id, text), text=text)


@blueprint.route("/baru", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def new() -> Response:
    form = _offered(open_form(UserForm))
    if form.validate_on_submit():
        try:
            user, password = invite_user(form.worker(active=True), actor=viewer(), now=clock.now())
            return respond("users/password.html", user=user, password=password, is_new=True)
        except RuleBroken as problem:
            form.carry(problem)
    return respond("users/new.html", status=form_status(), form=form)


@blueprint.route("/<id:user_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_HUB)
def edit(user_id: int) -> Response:
    user = _load(user_id)
    form = _offered(open_form(UserForm, **_known(user)))
    if form.validate_on_submit():
        try:
            worker, withdraw = form.worker(active=form.active.data), form.withdraw.data
            changed = change_user(user, worker, withdraw=withdraw, actor=viewer(), now=clock.now())
            said = " Tugas terbukanya ditarik; kasusnya menunggu relawan lain." if "tasks" in changed else ""
            return done(url_for("users.index"), f"Perubahan {form.name.data} tersimpan.{said}")
        except RuleBroken as problem:
            form.carry(problem)
    return respond("users/edit.html", status=form_status(), form=form, user=user, tasks=len(waiting_for(user.id)))


@blueprint.post("/<id:user_id>/kata-sandi")
@requires(Permission.MANAGE_HUB)
def new_password(user_id: int) -> Response:
    user = _load(user_id)
    password = reset_password(user, actor=viewer(), now=clock.now())
    return respond("users/password.html", user=user, password=password, is_new=False)


def _load(user_id: int) -> User:
    user = find_user(viewer().hub_id, user_id)
    if user is None:
        abort(404)
    return user


def _known(user: User) -> dict[str, object]:
    """The user as the form shows them."""
    plain = ("name", "username", "area", "phone", "letter_of_appointment", "active")
    lists = {"roles": [str(role) for role in parse_roles(user.roles)], "villages": villages_of(user.id)}
    return {name: getattr(user, name) for name in plain} | lists


def _offered(form: UserForm) -> UserForm:
    form.offer(list_villages(viewer().hub_id))
    return form
