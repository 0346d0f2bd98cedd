"""Restoring: a backup is unpacked beside the present data, checked and brought up to date, and only then swapped in.

The present data stays as `<data>-sebelum-pulih-<time>`; its settings file, secret and earlier backups move along.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from sqlcipher3 import dbapi2

from puskesos import clock
from puskesos.backups import (
    DATABASE,
    FORMAT,
    KEYS,
    MANIFEST,
    PAPERS,
    PIECE,
    UPLOADS,
    Say,
    read_facts,
    refuse_postgres,
    refuse_without_room,
    sync_folder,
)
from puskesos.config import Settings
from puskesos.database import connected, database
from puskesos.errors import StartRefused
from puskesos.locking import only_one
from puskesos.migrating import migrate, refuse_newer
from puskesos.models import LoginSession, ParkedForm
from puskesos.security import audit

KEPT = ("puskesos.toml", "secret")
SAFE_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
LARGEST_MANIFEST = 64 * 1024 * 1024
NOT_A_BACKUP = "This is not a whole Puskesos backup"


def restore_backup(settings: Settings, file: Path, *, say: Say = lambda _: None) -> Path | None:
    """Put the backup in place of the present data; returns where the old data went (None when there was none).

    Raises StartRefused, with the present data untouched, when the file is damaged, tampered with or newer than this
    version, or while a server has the database open.
    """
    refuse_postgres(settings)
    if not file.is_file():
        raise StartRefused(f"There is no file {file}.")
    parent = settings.data.parent
    with only_one(parent, f"{settings.data.name}-restore"), _new_folder(settings) as fresh:
        refuse_while_open(settings)
        say("checking and unpacking")
        manifest = unpack(file, fresh, settings)
        say("comparing with the manifest")
        _compare(manifest, fresh)
        say("bringing it up to this version")
        _bring_up(replace(settings, data=fresh), file.name)
        refuse_while_open(settings)
        say("putting it in place")
        return _swap(settings, fresh)


def unpack(file: Path, folder: Path, settings: Settings) -> dict[str, Any]:
    """Write exactly the files that the manifest names, each compared with its hash; returns the manifest."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            manifest = _read_manifest(archive)
            refuse_without_room(folder, sum(entry["size"] for entry in manifest["files"].values()), settings)
            waiting = dict(manifest["files"])
            while member := archive.next():
                expected = waiting.pop(member.name, None)
                if expected is None or not member.isreg() or member.size != expected["size"]:
                    raise StartRefused(f"{NOT_A_BACKUP}: unexpected entry {member.name!r}. Nothing was changed.")
                _write(archive.extractfile(member), _inside(folder, member.name), expected["sha256"])
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, TypeError) as error:
        raise StartRefused(f"{NOT_A_BACKUP} ({error}). Nothing was changed.") from error
    if waiting:
        raise StartRefused(f"{NOT_A_BACKUP}: {min(waiting)!r} is missing. Nothing was changed.")
    return manifest


def refuse_while_open(settings: Settings) -> None:
    """Raise StartRefused while another process has the present database open."""
    if not settings.database_file.exists():
        return
    with closing(dbapi2.connect(str(settings.database_file), timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")  # in WAL mode, too, others are in the way then
            connection.execute("BEGIN EXCLUSIVE")
        except dbapi2.OperationalError as error:
            raise StartRefused("Stop the server first: it has the database open. Nothing was changed.") from error
        except dbapi2.DatabaseError:
            return  # a damaged database is a good reason to restore


def _read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    first = archive.next()
    if first is None or first.name != MANIFEST or not first.isreg() or first.size > LARGEST_MANIFEST:
        raise StartRefused(f"{NOT_A_BACKUP}: it does not begin with a manifest. Nothing was changed.")
    manifest: dict[str, Any] = json.load(archive.extractfile(first))
    if manifest["format"] != FORMAT:
        raise StartRefused(f"This backup has format {manifest['format']}; this version reads {FORMAT}.")
    refuse_newer(set(manifest["migrations"]))
    if DATABASE not in manifest["files"]:
        raise StartRefused(f"{NOT_A_BACKUP}: it holds no database. Nothing was changed.")
    return manifest


def _inside(folder: Path, name: str) -> Path:
    """The path for an entry; only the database, and plain names under uploads, papers and keys, get in."""
    parts = PurePosixPath(name).parts
    is_file = len(parts) > 1 and parts[0] in {UPLOADS, PAPERS, KEYS} and all(map(SAFE_PART.fullmatch, parts))
    if not (name == DATABASE or is_file) or "/".join(parts) != name:
        raise StartRefused(f"{NOT_A_BACKUP}: unsafe name {name!r}. Nothing was changed.")
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _write(content: BinaryIO, path: Path, sha256: str) -> None:
    found = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := content.read(PIECE):
            found.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if found.hexdigest() != sha256:
        raise StartRefused(f"The backup was damaged or tampered with at {path.name}. Nothing was changed.")


def _compare(manifest: dict[str, Any], fresh: Path) -> None:
    facts = read_facts(fresh / DATABASE)
    for name in ("counts", "migrations", "hubs"):
        if facts[name] != manifest[name]:
            raise StartRefused(f"{NOT_A_BACKUP}: its {name} differ from the manifest. Nothing was changed.")


def _bring_up(settings: Settings, file_name: str) -> None:
    """Migrate, sign everybody out, and note the restore, in the unpacked copy."""
    migrate(settings, backup=False)
    now = clock.now()
    with connected():
        with database.atomic():
            LoginSession.update(revoked_at=now).where(LoginSession.revoked_at.is_null()).execute()
            ParkedForm.delete().execute()
            audit.record("restored", actor=None, now=now, file=file_name)
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _new_folder(settings: Settings) -> Iterator[Path]:
    """A private folder beside the data, gone unless it was renamed; what an interrupted restore left goes first."""
    prefix = f".{settings.data.name}-unfinished-restore-"
    for left in settings.data.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=settings.data.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep_keys(settings: Settings, fresh: Path) -> None:
    """Keys made after the backup stay; where both have one, others know the backup's."""
    for path in settings.keys.glob("*.key"):
        target = fresh / KEYS / path.name
        if not target.exists():
            target.parent.mkdir(exist_ok=True, mode=0o700)
            shutil.copy2(path, target)


def _swap(settings: Settings, fresh: Path) -> Path | None:
    for name in KEPT:
        if (settings.data / name).exists():
            shutil.copy2(settings.data / name, fresh / name)
    _keep_keys(settings, fresh)
    sync_folder(fresh)
    if not settings.data.exists():
        fresh.rename(settings.data)
        return None
    old = settings.data.with_name(f"{settings.data.name}-sebelum-pulih-{clock.now():%Y%m%d-%H%M%S}")
    settings.data.rename(old)
    try:
        fresh.rename(settings.data)
    except OSError:
        old.rename(settings.data)
        raise
    if (old / "backups").exists():
        (old / "backups").rename(settings.data / "backups")
    sync_folder(settings.data.parent)
    return old
