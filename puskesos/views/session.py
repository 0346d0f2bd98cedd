"""Sign-in and sign-out; on a practice hub also the one-tap sign-in of the cast."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, redirect, request, session

from puskesos import clock
from puskesos.actions.account import open_session, sign_in, sign_out
from puskesos.errors import RuleBroken
from puskesos.forms.session import SignInForm
from puskesos.queries.hub import only_hub
from puskesos.queries.user import find_active_user, practice_cast
from puskesos.rules.permissions import Permission
from puskesos.security.guard import TOKEN, public, requires, viewer, viewer_or_none
from puskesos.views.answer import respond

blueprint = Blueprint("session", __name__)


@blueprint.route("/masuk", methods=["GET", "POST"])
@public
def new() -> Response:
    if only_hub() is None:
        return redirect("/pasang", 303)
    if request.method == "GET" and viewer_or_none() is not None:
        return redirect(_safe_path(request.args.get("lanjut")), 303)
    form = SignInForm(next_page=_safe_path(request.args.get("lanjut")))
    status = 200
    if form.validate_on_submit():
        try:
            token = sign_in(
                form.username.data, form.password.data, address=asked_from(), device=device_name(), now=clock.now()
            )
            return enter(token, form.next_page.data)
        except RuleBroken as problem:
            status = 429 if problem.field == "throttle" else 422
            form.carry(problem)
    elif request.method == "POST":
        status = 422
    cast = practice_cast() if current_app.config["SETTINGS"].practice else []
    return respond("session/new.html", status=status, form=form, cast=cast)


@blueprint.post("/masuk/latihan/<username>")
@public
def practice(username: str) -> Response:
    user = find_active_user(username) if current_app.config["SETTINGS"].practice else None
    if user is None or user.username not in {person.username for person in practice_cast()}:
        abort(404)
    token = open_session(user, device=device_name(), now=clock.now(), clear=[])
    return enter(token, request.form.get("lanjut"))


@blueprint.post("/keluar")
@requires(Permission.SIGNED_IN)
def destroy() -> Response:
    leaving = viewer()
    session.clear()  # first: on a full disk this browser at least lets go of its token
    sign_out(leaving, now=clock.now())
    return redirect("/masuk", 303)


def enter(token: str, next_page: str | None) -> Response:
    """Go on signed in: whatever this browser held before is forgotten."""
    session.clear()
    session[TOKEN] = token
    return redirect(_safe_path(next_page), 303)


def _safe_path(text: str | None) -> str:
    """A path of this site, or home; never another host."""
    path = text or "/"
    own = path.startswith("/") and not path.startswith("//") and "\\" not in path
    fine = own and path.isprintable() and len(path) < 500
    return path if fine and urlsplit(path).path != "/keluar" else "/"


def asked_from() -> str:
    """The address that counts in the throttle."""
    return request.remote_addr or "?"


def device_name() -> str:
    """How this device is called in the list of devices."""
    agent = request.user_agent.string
    system = next(
        (name for name in ("Android", "iPhone", "Windows", "Macintosh", "Linux") if name in agent), "Perangkat"
    )
    browser = next((name for name in ("Edg", "Firefox", "Chrome", "Safari") if name in agent), "peramban")
    return f"{system}, {'Edge' if browser == 'Edg' else browser}"
