"""Backup files for tests: read, packed again, and spoilt in every way that must be refused."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

Entries = dict[str, bytes]
PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 300
PHOTO_NAME = "0123456789abcdef0123456789abcdef.jpg"


def entries_of(file: Path) -> Entries:
    with tarfile.open(file) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def pack(file: Path, entries: Entries, *, link: str = "") -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        if link:
            entry = tarfile.TarInfo(link)
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(entry)
    return file


def with_manifest(entries: Entries, change: Callable[[dict], None]) -> Entries:
    manifest = json.loads(entries["manifest.json"])
    change(manifest)
    return entries | {"manifest.json": json.dumps(manifest).encode()}


def flip_last_byte(entries: Entries) -> Entries:
    name = f"uploads/{PHOTO_NAME}"
    return entries | {name: entries[name][:-1] + b"?"}


def other_database(entries: Entries) -> Entries:
    return entries | {"puskesos.db": entries["puskesos.db"][:-1] + b"?"}


def newer(entries: Entries) -> Entries:
    return with_manifest(entries, lambda manifest: manifest["migrations"].append("9999_from_the_future"))


def smuggled(name: str) -> Callable[[Entries], Entries]:
    """An extra entry with a path that must not be written, listed in the manifest with its true hash."""

    def change(entries: Entries) -> Entries:
        described = json.loads(entries["manifest.json"])["files"][f"uploads/{PHOTO_NAME}"]
        listed = with_manifest(entries, lambda manifest: manifest["files"].update({name: described}))
        return listed | {name: PHOTO}

    return change


def without(name: str) -> Callable[[Entries], Entries]:
    return lambda entries: {key: value for key, value in entries.items() if key != name}


REFUSED: dict[str, tuple[Callable[[Entries], Entries], str]] = {
    "a changed photo": (flip_last_byte, "tampered"),
    "a changed database": (other_database, "tampered"),
    "a newer version": (newer, "newer Puskesos"),
    "a path that climbs out": (smuggled("../evil"), "unsafe name"),
    "a path that climbs out of uploads": (smuggled("uploads/../../evil"), "unsafe name"),
    "a path that climbs out of papers": (smuggled("papers/../evil"), "unsafe name"),
    "a paper made lately": (smuggled("printed/ab/abcd"), "unsafe name"),
    "an absolute path": (smuggled("/tmp/evil"), "unsafe name"),
    "a settings file in disguise": (smuggled("puskesos.toml"), "unsafe name"),
    "an entry nobody listed": (lambda entries: entries | {"uploads/more.jpg": b"more"}, "unexpected entry"),
    "a missing photo": (without(f"uploads/{PHOTO_NAME}"), "is missing"),
    "no manifest": (without("manifest.json"), "does not begin with a manifest"),
    "a manifest without files": (lambda e: with_manifest(e, lambda m: m.pop("files")), "not a whole Puskesos backup"),
    "a false count": (lambda e: with_manifest(e, lambda m: m["counts"].update(case=7)), "counts differ"),
}
