"""Puskesos: the server of a social-welfare hub in an Indonesian kecamatan. `create_app` puts the parts together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from puskesos.config import Settings

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask application for `settings`, or for what the environment and the settings file say."""
    from puskesos.config import load_settings
    from puskesos.drivers import load_peewee

    settings = settings or load_settings()
    load_peewee(settings.database_url)
    from puskesos.web import build_app

    return build_app(settings)
