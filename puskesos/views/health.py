"""Machine-readable health for monitoring: no personal data, 503 when the hub cannot work."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from peewee import PeeweeException

from puskesos.queries.health import Health, read_health, read_health_without_database
from puskesos.security.guard import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/sehat")
@public
def show() -> Response:
    return _answer(read_health(current_app.config["SETTINGS"]))


@blueprint.errorhandler(PeeweeException)
def database_is_away(_error: PeeweeException) -> Response:
    """Also answers when the connection before the request had failed."""
    return _answer(read_health_without_database(current_app.config["SETTINGS"]))


def _answer(health: Health) -> Response:
    answer = jsonify(
        status="ok" if health.is_ok else "degraded",
        database="ok" if health.database else "error",
        migrations="pending" if health.pending else "ok" if health.database else "unknown",
        disk_free_mb=health.disk_free_mb,
        pdf=health.pdf,
        version=health.version,
    )
    answer.status_code = 200 if health.is_ok else 503
    return answer
