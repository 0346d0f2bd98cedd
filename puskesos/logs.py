"""The structured log: one JSON line per event with declared fields; no names, no people's numbers, no query strings."""

from __future__ import annotations

import json
import logging
import sys
import time
import uuid

from flask import Flask, Response, g, request
from lokal.samaran.logging import SamaranFilter

FIELDS = ("method", "route", "status", "milliseconds", "fault", "user")
logger = logging.getLogger("puskesos")


class JsonLines(logging.Formatter):
    """Time, level, message and the declared fields; the traceback of a fault as one text."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "event": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def install_logs(app: Flask) -> None:
    """The log, and one line for each request."""
    open_log()
    app.before_request(_start_clock)
    app.after_request(_log_request)


def open_log() -> None:
    """Send the program's log to standard error, masked once more by a filter that knows Indonesian numbers."""
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        handler.addFilter(SamaranFilter())
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False


def fault_number() -> str:
    """A short number a person can read out on the phone; it stands in the log beside the traceback."""
    return uuid.uuid4().hex[:8].upper()


def _start_clock() -> None:
    g.started = time.perf_counter()


def _log_request(response: Response) -> Response:
    if request.endpoint != "static" and response.status_code != 204:  # a page looked for news and found none
        logger.info(
            "request",
            extra={
                "method": request.method,
                "route": request.url_rule.rule if request.url_rule else "",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
            },
        )
    return response
