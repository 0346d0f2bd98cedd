"""A browser without a screen: one kept connection, cookies, the token of the last page, packed answers."""

from __future__ import annotations

import gzip
import html
import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from puskesos.errors import StartRefused

TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')
SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back; `milliseconds` from sending to the last byte, `weight` the bytes of head and packed body."""

    status: int
    text: str
    milliseconds: float
    weight: int


class Browser:
    """One person's browser; not for several threads at once."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self._cookies: dict[str, str] = {}
        self._token = ""

    def sign_in(self, username: str, password: str) -> Browser:
        """Sign in through the page that people use. Raises StartRefused when the door stays shut."""
        self.get("/masuk")
        answer = self.post("/masuk", username=username, password=password)
        if answer.status != 303:
            raise StartRefused(f"The bench could not sign {username} in: status {answer.status}.")
        self.get("/")
        return self

    def share(self, other: Browser) -> Browser:
        """The same person at another window: its own connection with the other's cookies and token."""
        self._cookies, self._token = dict(other._cookies), other._token
        return self

    def get(self, path: str, *, fragment: bool = False) -> Answer:
        return self._send("GET", path, None, fragment)

    def post(self, path: str, *, fragment: bool = False, remember: bool = True, **fields: object) -> Answer:
        """Send a form with the token of the last page that had one.

        Without `remember` the cookies stay as they were, so that messages for a next page nobody opens do not pile up.
        """
        body = urlencode({"csrf_token": self._token, **fields}).encode()
        return self._send("POST", path, body, fragment, remember)

    def _send(self, method: str, path: str, body: bytes | None, fragment: bool, remember: bool = True) -> Answer:
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        headers |= {"HX-Request": "true"} if fragment else {}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        begun = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        raw = response.read()
        spent = (time.perf_counter() - begun) * 1000
        if remember:
            self._keep_cookies(response)
        text = self._read(response, raw)
        return Answer(response.status, text, spent, _head_size(response) + len(raw))

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self._cookies[name] = value

    def _read(self, response: HTTPResponse, raw: bytes) -> str:
        body = gzip.decompress(raw) if response.headers.get("Content-Encoding") == "gzip" else raw
        text = body.decode(errors="replace")
        if found := TOKEN.search(text):
            self._token = html.unescape(found[1])
        return text


def _head_size(response: HTTPResponse) -> int:
    return 17 + sum(len(name) + len(value) + 4 for name, value in response.getheaders())
