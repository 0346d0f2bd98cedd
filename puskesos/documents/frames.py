"""Messages between the program and its PDF worker: one kind byte, a 4-byte length, then that many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

HEAD = struct.Struct(">cI")
MOST_BYTES = 32 * 1024 * 1024

ASK = b"A"  # a request: JSON with html, most_pages, archive
READY, UNAVAILABLE, PDF, TOO_LONG, FAILED = b"R", b"U", b"P", b"L", b"F"


def write_frame(stream: BinaryIO, kind: bytes, body: bytes = b"") -> None:
    """Send one message and flush."""
    stream.write(HEAD.pack(kind, len(body)) + body)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes]:
    """The next message. Raises EOFError when the other side is gone or sends nonsense."""
    kind, length = HEAD.unpack(_read(stream, HEAD.size))
    if length > MOST_BYTES:
        raise EOFError
    return kind, _read(stream, length)


def _read(stream: BinaryIO, count: int) -> bytes:
    body = stream.read(count)
    if len(body) != count:
        raise EOFError
    return body
