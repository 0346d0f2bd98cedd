"""What is packed, what is not, and that the size of a packed page does not tell its content."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from puskesos.compression import pack

GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("padding", [pytest.param(0, id="bare"), pytest.param(40, id="padded")])
def test_what_is_packed_can_be_unpacked(padding: int) -> None:
    assert gzip.decompress(pack(b"kasus " * 500, level=5, padding=padding)) == b"kasus " * 500


@pytest.mark.parametrize("path", ["/masuk", "/static/app.css"], ids=["page", "static file"])
def test_text_is_packed_only_for_those_who_take_it(app: Flask, path: str, cast: object) -> None:
    packed, plain = (app.test_client().get(path, headers=accepted, buffered=True) for accepted in (GZIP, {}))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert len(gzip.decompress(packed.data)) == pytest.approx(len(plain.data), abs=200)


def test_a_packed_static_file_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    first = client.get("/static/app.js", headers=GZIP, buffered=True)
    known = GZIP | {"If-None-Match": first.headers["ETag"]}
    again = client.get("/static/app.js", headers=known, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_a_short_answer_is_sent_as_it_is(app: Flask) -> None:
    assert "Content-Encoding" not in app.test_client().get("/sehat", headers=GZIP).headers


def test_the_same_page_packs_to_different_sizes(app: Flask, cast: object) -> None:
    sizes = {len(app.test_client().get("/masuk", headers=GZIP).data) for _ in range(12)}
    assert len(sizes) > 1
