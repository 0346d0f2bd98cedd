"""Every search box takes whatever is typed: very long, NUL, emoji, half a pattern; found by walking all pages."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import Tag
from flask import Flask

from tests.cast import Cast
from tests.page_client import PageClient
from tests.views.everything import furnish, steps_of, walk
from tests.views.field import start_field

SignIn = Callable[[str], PageClient]
TYPED = ("x" * 60_000, " ".join(["xy" * 9_000] * 3), "9" * 60_000, "a\x00b", "👵🏽 siti", "%_'\"\\", "\u202e", " ")
BOX = "form input[type=search], form input[name=q], form input[name=cari]"


def boxes(client: PageClient, app: Flask, cast: Cast) -> set[tuple[str, str, str]]:
    """Method, address and name of every search box on any page."""
    field = furnish(start_field(cast, kk="3216991206790001"), app).again()
    found = set()
    for step in steps_of(app, field):
        if step.method == "GET" and step.permission is not None and step.endpoint != "session.destroy":
            page = walk(client, step)
            boxes = page.select(BOX) if page.is_html else []
            found |= {_box(box, step.path) for box in boxes}
    return found


def _box(box: Tag, path: str) -> tuple[str, str, str]:
    form = box.find_parent("form")
    return str(form.get("method", "get")).lower(), str(form.get("action") or path).split("?")[0], str(box["name"])


def test_no_search_box_breaks_over_what_is_typed(app: Flask, cast: Cast, client_for: SignIn) -> None:
    client = client_for("ratna")
    found = boxes(client, app, cast)
    assert {action for _method, action, _name in found} >= {"/jalur", "/cari", "/kasus", "/warga", "/rujukan"}
    for method, action, name in found:
        for typed in TYPED:
            sent, anything = {name: typed}, range(200, 500)
            if method == "post":
                client.post(action, sent, expect=anything, allow_numbers=True)
            else:
                client.get(action, query_string=sent, expect=anything, allow_numbers=True, budget=20)
