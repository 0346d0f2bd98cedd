"""Puts the Flask application together: settings, database per request, guard, headers, errors, templates, views."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, has_request_context, request, url_for
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from markupsafe import Markup

from puskesos.compression import install_compression
from puskesos.config import ROOT, Settings
from puskesos.database import HubSqlite, connected, database, drop_lost_connection, open_database
from puskesos.documents.printing import keep_papers_in
from puskesos.formatting import install_filters
from puskesos.forms.base import new_key
from puskesos.logs import install_logs
from puskesos.memory import give_memory_back
from puskesos.queries.hub import find_hub, only_hub
from puskesos.security.guard import install_guard, viewer_or_none
from puskesos.security.headers import install_headers
from puskesos.views import install_views
from puskesos.views.failures import install_failures
from puskesos.views.navigation import counts_for, draw_menu
from puskesos.views.repeats import install_repeats

FORM_MEMORY = 1024 * 1024
ICON = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>'
SAMPLE_CASE, SAMPLE_TASK = "000000-0000-0000", "T-000000-0000-0000"


def build_app(settings: Settings) -> Flask:
    """The application; opens (but does not migrate) the database of `settings`."""
    give_memory_back()
    app = Flask("puskesos", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "puskesos" / "templates"))
    _configure(app, settings)
    _open_database(settings)
    if not settings.testing:
        keep_papers_in(settings.printed, settings.paper_cache_megabytes)
    install_logs(app)
    install_compression(app)
    app.before_request(_connect)
    CSRFProtect(app)
    install_guard(app)
    install_headers(app, https=settings.https)
    install_failures(app)
    install_repeats(app)
    install_filters(app)
    _install_templates(app)
    install_views(app)
    app.teardown_request(_leave_clean)
    return app


def build_paper_app(settings: Settings) -> Flask:
    """What a job needs to lay papers out: templates and filters, no views and no database of its own."""
    app = Flask("puskesos", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "puskesos" / "templates"))
    _configure(app, settings)
    install_filters(app)
    _install_templates(app)
    return app


def _open_database(settings: Settings) -> None:
    opened = open_database(settings)
    if isinstance(opened, HubSqlite) and settings.database_file.exists():
        with connected():
            opened.refresh_statistics()


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret,
        SESSION_COOKIE_NAME="__Host-puskesos" if settings.https else "puskesos",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 6 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=FORM_MEMORY,
        MAX_FORM_PARTS=400,
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=[host for host in settings.trusted_hosts.split(",") if host] or None,
        TESTING=settings.testing,
    )


def _connect() -> None:
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = FORM_MEMORY  # MAX_FORM_MEMORY_SIZE bounds multipart forms only
    if request.endpoint != "static":
        drop_lost_connection()
        database.connect(reuse_if_open=True)


def _leave_clean(_error: BaseException | None) -> None:
    """The connection stays with its thread; an unfinished transaction never does."""
    if not database.is_closed() and database.in_transaction():
        database.rollback()


def _install_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"static_url": static_url, "url_for": quick_url_for, "draw_icon": draw_icon}
    app.jinja_env.globals |= {"counts_for": counts_for, "draw_menu": draw_menu, "new_key": new_key}
    app.context_processor(_page_context)


def _page_context() -> dict[str, object]:
    """What every page needs: who looks, and at which hub."""
    person = viewer_or_none() if request.endpoint != "static" else None
    hub = find_hub(person.hub_id) if person else only_hub()
    return {
        "viewer": person,
        "hub": hub,
        "can_search": bool(person and person.can("lihat_kasus")),
        "idle_seconds": person.idle_seconds if person else 0,
    }


def static_url(name: str) -> str:
    """The address of a static file with its content's hash, so that browsers may keep it for ever."""
    return _static_url(request.script_root, name) if has_request_context() else url_for("static", filename=name)


def draw_icon(name: str) -> Markup:
    """One icon of icons.svg, hidden from screen readers: words stand beside it."""
    return _icon(static_url("icons.svg"), name)


@lru_cache(maxsize=256)
def _icon(file: str, name: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>').format(
        file, name
    )


def quick_url_for(endpoint: str, **values: object) -> str:
    """url_for in templates; addresses with a case's or task's number come from a pattern: lists hold hundreds."""
    number = values.pop("number", None)
    if not isinstance(number, str) or not has_request_context():
        return url_for(endpoint, **values) if number is None else url_for(endpoint, number=number, **values)
    sample = SAMPLE_TASK if number.startswith("T") else SAMPLE_CASE
    return _url_pattern(request.script_root, endpoint, sample, tuple(values.items())).replace(sample, number)


@lru_cache(maxsize=256)
def _url_pattern(_root: str, endpoint: str, sample: str, values: tuple[tuple[str, object], ...]) -> str:
    return url_for(endpoint, number=sample, **dict(values))


@cache
def _static_url(_root: str, name: str) -> str:
    """Built once: an icon's address stands hundreds of times on the board."""
    return url_for("static", filename=name, v=_version(name))


def _version(name: str) -> str:
    path = Path(ROOT / "static" / name)
    return sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "0"
