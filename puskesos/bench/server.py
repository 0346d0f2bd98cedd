"""The measured server, `python -m puskesos.bench.server DATA PORT`: Puskesos on waitress, and an empty Flask route."""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask
from waitress import serve
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from puskesos import create_app
from puskesos.config import load_settings
from puskesos.threads import calm_collector, warm_threads

FLOOR = "/lantai"


def main(arguments: list[str]) -> int:
    """Serve until the process is ended."""
    settings = load_settings(Path(arguments[0]), port=int(arguments[1]), https=False)
    both = DispatcherMiddleware(create_app(settings), {FLOOR: _floor()})
    calm_collector()
    serve(both, host="127.0.0.1", port=settings.port, _dispatcher=warm_threads(settings.threads), ident="")
    return 0


def _floor() -> Flask:
    app = Flask("floor", static_folder=None)
    app.add_url_rule("/", view_func=lambda: "halo", endpoint="hello")
    return app


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
