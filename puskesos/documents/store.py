"""The files of numbered letters: each kept once under the digest of its bytes, so that every reprint is one file."""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

PDF, SOURCE = ".pdf", ".html"  # the file that is printed, and the paper it was made of
HALF = "."  # what begins so is half-written, and no backup takes it


class PaperLost(Exception):
    """The file is not in the store, or no longer what it was."""


def keep_file(folder: Path, content: bytes, kind: str = PDF) -> str:
    """Keep the bytes and return their digest (sha256, 64 letters); keeping the same bytes again changes nothing."""
    digest = sha256(content).hexdigest()
    target = path_of(folder, digest, kind)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_name(f"{HALF}{secrets.token_hex(8)}")
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return digest


def read_file(folder: Path, digest: str, kind: str = PDF) -> bytes:
    """The bytes as they were kept. Raises PaperLost when they are gone or were changed."""
    try:
        content = path_of(folder, digest, kind).read_bytes()
    except OSError as problem:
        raise PaperLost(digest) from problem
    if sha256(content).hexdigest() != digest:
        raise PaperLost(digest)
    return content


def path_of(folder: Path, digest: str, kind: str = PDF) -> Path:
    """Two letters of the digest are the folder's name, so that no folder holds too many files."""
    return folder / digest[:2] / f"{digest}{kind}"
