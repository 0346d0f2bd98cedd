"""URL → load → form → action → answer. Each module holds one blueprint; this one registers them and the URL parts."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from werkzeug.routing import BaseConverter

BLUEPRINTS = (
    "account",
    "assignment",
    "board",
    "case",
    "case_decision",
    "case_papers",
    "case_work",
    "export",
    "health",
    "help",
    "home",
    "household",
    "household_merging",
    "hub_settings",
    "import_applying",
    "import_columns",
    "import_rows",
    "imports",
    "intake",
    "job",
    "matching",
    "membership",
    "merging",
    "papers",
    "patterns",
    "person",
    "person_copy",
    "photo",
    "registry_check",
    "registry_mending",
    "search",
    "session",
    "setup",
    "task",
    "users",
    "visit",
)


class CaseNumberPart(BaseConverter):
    """A case number in an address; anything longer or different is simply not found."""

    regex = r"[0-9]{6}-[0-9]{4}-[0-9]{4,6}"


class TaskNumberPart(BaseConverter):
    """An assignment number in an address."""

    regex = r"T-[0-9]{6}-[0-9]{4}-[0-9]{4,6}"


class IdPart(BaseConverter):
    """A row id of at most nine digits, so that no database overflows."""

    regex = r"[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)


def install_views(app: Flask) -> None:
    """Register converters and every blueprint."""
    app.url_map.converters |= {"case": CaseNumberPart, "task": TaskNumberPart, "id": IdPart}
    app.url_map.strict_slashes = False
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(f"puskesos.views.{name}").blueprint)
