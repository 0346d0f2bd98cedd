"""A browser without JavaScript that is strict: every HTML answer it sees must be valid, accessible, safe and cheap.

`get` and `post` follow nothing by themselves; `fill` sends a form of a page the way a browser would.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from puskesos.database import database
from puskesos.security.headers import EMPTY, FIXED
from tests.page_rules import check_page

QUERY_BUDGET = 16  # cold: up to six of them fill what a running hub keeps in memory
READS_MORE = {"/laporan": 56}  # each set that columns tell is read by itself, also those of two months before
READS_MORE |= {"/cetak/laporan": 56, "/cetak/laporan.pdf": 56, "/laporan/unduh.xlsx": 56}
READS_MORE["/laporan/gambaran"] = 32  # five parts, each counted anew from its tables
READS_MORE["/laporan/kirim"] = 56
RECAPS = ("", "/tksk.xlsx", "/dinsos.xlsx", "/spm.xlsx")  # and SPM through the year
READS_MORE |= {f"/laporan/rekap{file}": 40 for file in RECAPS}
CSRF_RAW = "b" * 40
CSRF_SALT = "wtf-csrf-token"


class Page:
    """One answer: status, headers, and its HTML to select from."""

    def __init__(self, answer: TestResponse, path: str, queries: list[str]) -> None:
        self.path = path
        self.status = answer.status_code
        self.headers = answer.headers
        self.content = answer.data
        self.queries = queries
        self.is_html = answer.mimetype == "text/html" and bool(answer.data) and not 300 <= self.status < 400
        self.html = answer.get_data(as_text=True) if answer.mimetype.startswith(("text/", "application/json")) else ""
        self.soup = BeautifulSoup(self.html if self.is_html else "", "html5lib")
        self.json = answer.get_json(silent=True) if answer.is_json else None

    @property
    def location(self) -> str:
        """Where a redirect (303 or htmx's HX-Redirect) leads: path and query."""
        parts = urlsplit(self.headers.get("Location") or self.headers.get("HX-Redirect", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def select(self, css: str) -> list[Tag]:
        return list(self.soup.select(css))

    def one(self, css: str) -> Tag:
        """The only element that fits; fails with what was found otherwise."""
        found = self.select(css)
        assert len(found) == 1, f"{len(found)} elements fit {css!r} on {self.path}:\n{self.text()}"
        return found[0]

    def text(self, css: str = "body") -> str:
        """The readable text of everything that fits, with single spaces."""
        return " ".join(" ".join(element.get_text(" ") for element in self.select(css)).split())

    def texts(self, css: str) -> list[str]:
        return [" ".join(element.get_text(" ").split()) for element in self.select(css)]

    def __contains__(self, words: str) -> bool:
        return words in self.text()


class PageClient:
    """One person at one browser; made by the fixtures `client_for` and `anonymous`."""

    def __init__(self, app: Flask, token: str | None = None, *, token_key: str = "masuk") -> None:
        self.app = app
        self.browser: FlaskClient = app.test_client()
        with self.browser.session_transaction() as session:
            session["csrf_token"] = CSRF_RAW
            if token:
                session[token_key] = token

    def get(self, path: str, **how: Any) -> Page:
        """`how`: fragment, expect (a status or several; 200), budget, allow_numbers, headers."""
        return self._send("GET", path, **how)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, *, csrf: bool = True, **how: Any) -> Page:
        """Send fields as they are, plus a valid token unless `csrf` is False; expects 303 (200 for a fragment)."""
        sent = MultiDict(fields or {})
        if csrf and "csrf_token" not in sent:
            sent["csrf_token"] = URLSafeTimedSerializer(self.app.secret_key, salt=CSRF_SALT).dumps(CSRF_RAW)
        how.setdefault("expect", 200 if how.get("fragment") else 303)
        return self._send("POST", path, data=sent, **how)

    def fill(self, page: Page, form: str, /, *, press: str | None = None, **fields: Any) -> Page:
        """Send the form that `form` selects, as shown (hidden and prefilled fields too), with `fields` typed in.

        True and False tick and untick; (content, name) chooses a file; `press` selects the button. Unknown names fail.
        What `get` and `post` call `how` is given with a leading underscore: `_expect=422`, `_fragment=True`.
        """
        how = {name[1:]: fields.pop(name) for name in [*fields] if name.startswith("_")}
        element = page.one(form)
        sent = _as_shown(element)
        for name, value in fields.items():
            _type(element, sent, name, value)
        button = element.select_one(press) if press else None
        assert button is not None or not press, f"no button {press!r} in {form!r} on {page.path}"
        if button is not None and button.get("name"):
            sent.add(str(button["name"]), str(button.get("value", "")))
        action = str((button or {}).get("formaction") or element.get("action") or page.path)
        if str(element.get("method", "get")).lower() == "post":
            return self.post(action, sent, csrf=False, **how)
        return self._send("GET", action, query_string=sent, **how)

    def follow(self, page: Page, **how: Any) -> Page:
        """Open where a redirect leads."""
        assert page.location, f"{page.path} answered {page.status} without leading anywhere"
        return self.get(page.location, **how)

    def _send(
        self,
        method: str,
        path: str,
        *,
        fragment: bool = False,
        expect: int | Collection[int] = 200,
        budget: int | None = None,
        allow_numbers: bool = False,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Page:
        sent = dict(headers or {}) | ({"HX-Request": "true"} if fragment else {})
        with _counted() as queries:
            answer = self.browser.open(path, method=method, headers=sent, **options)
        page = Page(answer, path, queries)
        answer.close()
        answer.request.environ["wsgi.input"].close()  # a large upload waits in a temporary file
        expected = {expect} if isinstance(expect, int) else set(expect)
        assert page.status in expected, f"{method} {path} answered {page.status}, not {expected}:\n{page.text()[:1500]}"
        _check_headers(page)
        if page.is_html:
            check_page(page.html, page.soup, path=path, fragment=fragment, allow_numbers=allow_numbers)
        limit = budget or (READS_MORE.get(path.partition("?")[0], QUERY_BUDGET) if method == "GET" else None)
        listing = "\n".join(queries)
        assert limit is None or len(queries) <= limit, f"{path}: {len(queries)} queries, {limit} allowed:\n{listing}"
        return page


def _as_shown(form: Tag) -> MultiDict[str, Any]:
    """What a browser would send of the untouched form."""
    sent: MultiDict[str, Any] = MultiDict()
    for control in form.select("input[name], select[name], textarea[name]"):
        if control.has_attr("disabled") or control.get("type") in {"submit", "button", "file", "image"}:
            continue
        for value in _values(control):
            sent.add(str(control["name"]), value)
    return sent


def _values(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        first = [] if control.has_attr("multiple") else control.select("option")[:1]
        chosen = control.select("option[selected]") or first
        return [str(option.get("value", option.get_text())) for option in chosen]
    if control.get("type") in {"checkbox", "radio"}:
        return [str(control.get("value", "on"))] if control.has_attr("checked") else []
    return [str(control.get("value", ""))]


def _type(form: Tag, sent: MultiDict[str, Any], name: str, value: Any) -> None:
    controls = [control for control in form.select("input, select, textarea") if control.get("name") == name]
    assert controls, f"the form has no field {name!r}; it has {sorted({c['name'] for c in form.select('[name]')})}"
    sent.poplist(name)
    if value is True:
        sent.add(name, str(controls[0].get("value", "on")))
    elif value is False or value is None:
        return
    elif isinstance(value, tuple):
        content, filename = value
        sent.add(name, (io.BytesIO(content), filename))
    elif isinstance(value, list):
        for single in value:
            sent.add(name, (io.BytesIO(single[0]), single[1]) if isinstance(single, tuple) else str(single))
    else:
        sent.add(name, str(value))


def _check_headers(page: Page) -> None:
    missing = [name for name in FIXED if name not in page.headers and page.status not in EMPTY]
    assert not missing, f"{page.path} lacks the headers {missing}"
    if not page.path.startswith("/static/"):
        assert page.headers["Cache-Control"] == "no-store", f"{page.path} may be stored"


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The SQL of every query while this is open, transaction words left out."""
    queries: list[str] = []

    def note(event: Any) -> None:
        queries.append(event.sql)

    database.obj.query_hooks.append(note)
    try:
        yield queries
    finally:
        database.obj.query_hooks.remove(note)
