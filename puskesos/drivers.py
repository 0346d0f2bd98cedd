"""Which database drivers a process carries."""

from __future__ import annotations

import importlib
import sys

DRIVER = "psycopg"
TAKE_IT_ALONG = ("peewee", "playhouse.migrations")


def load_peewee(database_url: str) -> None:
    """Load Peewee, which takes the PostgreSQL driver along wherever it is installed, without it where the hub is on
    SQLite (no URL). It has to come before everything that imports Peewee; later it changes nothing."""
    if database_url or {"peewee", DRIVER} & set(sys.modules):
        return
    sys.modules[DRIVER] = None  # an import finds nothing
    try:
        for name in TAKE_IT_ALONG:
            importlib.import_module(name)
    finally:
        del sys.modules[DRIVER]
