"""Sends text packed: answers with gzip, static files packed once and kept in memory.

Each packed answer carries a file name of random length, so that its size tells nothing about a secret in it (BREACH).
"""

from __future__ import annotations

import secrets
import struct
import threading
import zlib

from flask import Flask, Response, request

SMALLEST = 800  # bytes; below it packing costs more than it saves
LEVEL, STATIC_LEVEL = 5, 9
MOST_PADDING = 64
TEXT = frozenset(
    {
        "text/html",
        "text/css",
        "text/plain",
        "text/javascript",
        "application/javascript",
        "application/json",
        "image/svg+xml",
    }
)

_packed: dict[tuple[str, str], bytes] = {}
_lock = threading.Lock()


def install_compression(app: Flask) -> None:
    """Pack what a browser accepts packed; photos and papers are left alone."""

    @app.after_request
    def pack_answer(response: Response) -> Response:
        if response.mimetype not in TEXT:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code in {204, 206, 304} or "Content-Encoding" in response.headers:
            return response
        if request.accept_encodings["gzip"] <= 0 or request.method == "HEAD":
            return response
        return _pack_static(response) if request.endpoint == "static" else _pack_page(response)


def pack(body: bytes, *, level: int, padding: int = 0) -> bytes:
    """`body` as gzip, with a file name of `padding` letters in its header."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    flags, name = (8, b"x" * padding + b"\0") if padding else (0, b"")
    head = struct.pack("<BBBBIBB", 0x1F, 0x8B, 8, flags, 0, 0, 255) + name
    return head + packer.compress(body) + packer.flush() + struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)


def _pack_page(response: Response) -> Response:
    if response.is_streamed:
        return response
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(pack(body, level=LEVEL, padding=1 + secrets.randbelow(MOST_PADDING)))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _pack_static(response: Response) -> Response:
    """The file packed as well as gzip can, once per content; its tag becomes weak, since two encodings share it."""
    tag, _ = response.get_etag()
    if response.status_code != 200 or not tag:
        return response
    key = (request.path, tag)
    with _lock:
        body = _packed.get(key)
    if body is None:
        response.direct_passthrough = False
        body = pack(response.get_data(), level=STATIC_LEVEL)
        with _lock:
            _packed[key] = body
    response.direct_passthrough = False
    response.close()
    response.response = [body]
    response.content_length = len(body)
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(tag, weak=True)
    return response
