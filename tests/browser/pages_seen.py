"""Remembers every whole page that the server sent, and asks the Nu checker about all of them at once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask


class PagesSeen:
    """A WSGI application around ours: the same answers, with the HTML of whole pages kept by method and path."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.address = ""
        self.pages: dict[str, bytes] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = self.app(environ, start_response)
        if environ["PATH_INFO"].startswith("/static/"):
            return answer
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close:
                close()
        if body[:200].lstrip().lower().startswith(b"<!doctype html>"):
            digest = hashlib.sha256(body).hexdigest()[:6]
            self.pages[f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {digest}"] = body
        return [body]

    def complaints_of_nu(self, folder: Path) -> list[str]:
        """What the Nu checker calls an error, with the page it stands on."""
        names = dict(self._write(folder))
        command = ["java", "-Xss2m", "-jar", os.environ["PUSKESOS_TEST_VNU"], "--errors-only", "--format", "json"]
        answer = subprocess.run([*command, *names], capture_output=True, text=True, check=False, timeout=120)
        messages = json.loads(answer.stderr)["messages"]
        return [
            f"{names[message['url'].removeprefix('file:')]} line {message.get('lastLine')}: {message['message']}"
            f" | {message.get('extract', '').strip()[:120]}"
            for message in messages
        ]

    def _write(self, folder: Path) -> Iterator[tuple[str, str]]:
        for number, (name, body) in enumerate(sorted(self.pages.items())):
            plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
            path = folder / f"{number:03}-{plain}.html"
            path.write_bytes(body)
            yield str(path), name
