"""Closed by default: every view says who may call it, and an endpoint without a mark is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, session
from flask_login import LoginManager, current_user
from itsdangerous import BadData, URLSafeSerializer

from puskesos import clock
from puskesos.errors import NotAllowed
from puskesos.models.audit import ParkedForm
from puskesos.models.user import User
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from puskesos.security.sessions import expired_owner, load_screen, load_viewer

View = TypeVar("View", bound=Callable[..., object])
TOKEN = "masuk"  # the key of the session token in the signed cookie
NEVER_PARKED = frozenset({"csrf_token", "password", "current_password", "new_password", "repeat_password"})
PARKED_LIMIT = 64 * 1024
NOWHERE = "/"  # where a form leads that no page can show again
OF_THE_OLD_PAGE = frozenset({"version", "key"})  # what a page read afresh must not take from the stale one
PARKED_FOR = timedelta(days=7)  # as long as a device keeps a draft
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view as open to signed-in people with `permission`."""

    def mark(view: View) -> View:
        view.permission = permission  # read by the guard and by the matrix test
        return view

    return mark


def poll(view: View) -> View:
    """Mark a view whose fragment a page fetches again and again by itself."""
    view.is_poll = True
    return view


def screen(view: View) -> View:
    """Mark a page without secrets that hangs on a wall: with its own key (`layar`) it outlives the idle sign-out.

    The key is good for this page alone, as long as the session it was made in is neither ended nor too old.
    """
    view.is_screen = True
    return view


def screen_key() -> str:
    """The key with which the viewer's session keeps a `screen` page alive."""
    return _screen_signer().dumps(viewer().session_id)


def public(view: View) -> View:
    """Mark a view as open to everybody."""
    view.permission = None
    return view


def install_guard(app: Flask) -> None:
    """Flask-Login for `current_user`, then the guard before every request."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda _request: _load_from_cookie() or _load_from_screen())
    app.before_request(check_access)


def viewer() -> Viewer:
    """The signed-in person; only inside views marked with `requires`."""
    return current_user._get_current_object()


def viewer_or_none() -> Viewer | None:
    """The signed-in person, or None on a public page."""
    return viewer() if current_user.is_authenticated else None


def check_access() -> Response | None:
    """Refuse unmarked endpoints, send strangers to sign-in, and answer 403 without the permission."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "permission") or _is_foreign():
        abort(403)
    permission: Permission | None = view.permission
    if permission is None:
        return None
    if not current_user.is_authenticated:
        return send_to_sign_in()
    if not viewer().can(permission):
        raise NotAllowed
    if viewer().must_change_password and request.endpoint not in {"account.change_password", "session.destroy"}:
        return redirect("/akun/kata-sandi", 303)
    return None


def take_parked_form(path: str) -> dict[str, list[str]] | None:
    """What this person had typed on `path` before the sign-in expired; given back once."""
    row = (
        ParkedForm.select()
        .where(ParkedForm.user == viewer().id, ParkedForm.path == path, ParkedForm.created_at > _oldest(clock.now()))
        .order_by(ParkedForm.id.desc())
        .first()
    )
    if row is None:
        return None
    ParkedForm.delete().where(ParkedForm.user == viewer().id, ParkedForm.path == path).execute()
    return json.loads(row.fields)


def _load_from_cookie() -> Viewer | None:
    token = session.get(TOKEN)
    if not token or request.endpoint == "static":
        return None
    return load_viewer(token, current_app.config["SETTINGS"], clock.now(), visits=not _asks_by_itself())


def _load_from_screen() -> Viewer | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "is_screen", False) or "layar" not in request.args:
        return None
    try:
        session_id = int(_screen_signer().loads(request.args["layar"]))
    except (BadData, ValueError, TypeError):
        return None
    return load_screen(session_id, current_app.config["SETTINGS"], clock.now())


def _screen_signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="papan-dinding")


def _asks_by_itself() -> bool:
    """Whether the page and no person sends this: it must not keep an unattended screen signed in (security: T3)."""
    view = current_app.view_functions.get(request.endpoint or "")
    hangs = getattr(view, "is_screen", False) and "layar" in request.args
    return hangs or ("HX-Request" in request.headers and getattr(view, "is_poll", False))


def is_own_page() -> bool:
    """Whether the browser says that a page of ours sends this; it names the origin of every unsafe request."""
    return request.headers.get("Origin", "").partition("://")[2] == request.host


def _oldest(now: datetime) -> datetime:
    return now - PARKED_FOR


def _is_foreign() -> bool:
    return request.method not in SAFE_METHODS and "Origin" in request.headers and not is_own_page()


def send_to_sign_in() -> Response:
    """To the sign-in page, and from there back to where the person was."""
    is_safe = request.method in SAFE_METHODS
    wanted = request.full_path.rstrip("?") if is_safe else park_form(expired_owner(session.get(TOKEN, "")), clock.now())
    if "HX-Request" not in request.headers:
        return redirect(sign_in_url(wanted), 303)
    if is_safe or wanted == NOWHERE:
        wanted = _page_around() or wanted
    return Response("", 401, {"HX-Redirect": sign_in_url(wanted)})


def sign_in_url(wanted: str) -> str:
    """The sign-in page, leading on to the page `wanted`."""
    return "/masuk?" + urlencode({"lanjut": wanted})


def _page_around() -> str:
    """Path and query of the page whose fragment is asked for; empty when the browser does not tell, or names another
    place."""
    try:
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return ""
    return f"{page.path}?{page.query}".rstrip("?") if page.netloc == request.host else ""


def park_form(owner: User | None, now: datetime, without: frozenset[str] = frozenset()) -> str:
    """Keep what was typed for its owner and say which page can show it again; "/" when none can."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not adapter.test(request.path, method="GET"):
        return NOWHERE
    fields = {name: values for name, values in request.form.lists() if name not in NEVER_PARKED | without}
    text = json.dumps(fields, ensure_ascii=False)
    if owner is not None and fields and len(text) <= PARKED_LIMIT:
        ParkedForm.delete().where(ParkedForm.created_at <= _oldest(now)).execute()
        ParkedForm.create(user=owner, path=request.path, fields=text, created_at=now)
    return request.path
