"""The uploaded list on disk: there wholly or not at all, readable by the program only, gone when no longer needed."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from puskesos.config import Settings
from puskesos.errors import RuleBroken
from puskesos.rules.register_import import MOST_BYTES

MEGABYTE = 1024 * 1024
TOO_LARGE = (
    f"Berkas ini lebih dari {MOST_BYTES // MEGABYTE} MB. Bagi menjadi beberapa berkas, lalu unggah satu per satu."
)
NO_ROOM = "Ruang di komputer hub tidak cukup untuk berkas ini. Beri tahu admin."


def folder_of(settings: Settings) -> Path:
    """Where the lists lie; not part of backups."""
    return settings.data / "imports"


def store_file(stream: BinaryIO, settings: Settings) -> tuple[str, int]:
    """Write the upload under a random name; returns name and size. Raises RuleBroken at the field "file"."""
    folder = folder_of(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stored = secrets.token_hex(16)
    temporary = folder / f".{stored}.tmp"
    try:
        size = _copy(stream, temporary, settings)
        if not size:
            raise RuleBroken("Berkas ini kosong. Pilih berkas lain.", "file")
        temporary.replace(folder / stored)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(folder)
    return stored, size


def remove_file(stored: str, settings: Settings) -> None:
    """Take the list away; harmless when it has gone already."""
    if stored:
        (folder_of(settings) / stored).unlink(missing_ok=True)


def _copy(stream: BinaryIO, target: Path, settings: Settings) -> int:
    floor, size = settings.free_floor_megabytes * MEGABYTE, 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while part := stream.read(MEGABYTE):
            size += len(part)
            if size > MOST_BYTES:
                raise RuleBroken(TOO_LARGE, "file")
            if shutil.disk_usage(target.parent).free < floor + len(part):
                raise RuleBroken(NO_ROOM, "file")
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return size


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
