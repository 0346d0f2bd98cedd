"""Backups: a checked copy of the database, uploads, files of numbered letters, report keys and a manifest in a .tar.gz,
there wholly or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlcipher3 import dbapi2

from puskesos import __version__, clock
from puskesos.config import Settings
from puskesos.errors import StartRefused
from puskesos.locking import only_one

FORMAT = 1
DATABASE, MANIFEST, UPLOADS, PAPERS, KEYS = "puskesos.db", "manifest.json", "uploads", "papers", "keys"
UNFINISHED = ".puskesos-unfinished-"
MEGABYTE = 1024 * 1024
PIECE = 1024 * 1024
Say = Callable[[str], None]


def make_backup(settings: Settings, target_folder: Path, *, say: Say = lambda _: None) -> Path:
    """Write one backup file into `target_folder` and return its path; the server may be running.

    Raises StartRefused when there is nothing to save, too little room, a damaged database, or with PostgreSQL.
    """
    refuse_postgres(settings)
    if not settings.database_file.exists():
        raise StartRefused(f"There is no database in {settings.data} to save.")
    target = target_folder.resolve()
    with only_one(target, "backup"), _workshop(target) as workshop:
        refuse_without_room(target, _size_of(settings), settings)
        copy = workshop / DATABASE
        say("copying the database")
        copy_database(settings.database_file, copy)
        say("checking the copy")
        manifest = read_facts(copy) | {"format": FORMAT, "version": __version__, "made_at": clock.now().isoformat()}
        files = {DATABASE: copy} | _stored_files(settings)
        say(f"hashing {len(files)} files")
        manifest["files"] = {name: _description(path) for name, path in files.items()}
        say("writing the archive")
        archive = workshop / "archive"
        _write_archive(archive, manifest, files)
        finished = _free_name(target, manifest)
        archive.replace(finished)
        sync_folder(target)
    return finished


def last_backup(settings: Settings) -> datetime | None:
    """When the newest backup in the data folder was made (UTC), or None."""
    times = [path.stat().st_mtime for path in (settings.data / "backups").glob("puskesos-*.tar.gz")]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def copy_database(source: Path, copy: Path) -> None:
    """A consistent copy of a SQLite file, also while others write to it."""
    try:
        with closing(dbapi2.connect(str(source), timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
    except dbapi2.DatabaseError as error:
        raise StartRefused(f"The database could not be copied: {error}.") from error
    copy.chmod(0o600)


def read_facts(path: Path) -> dict[str, Any]:
    """Hub code, applied migrations and rows per table of a closed SQLite file; StartRefused when it is damaged."""
    try:
        with closing(dbapi2.connect(str(path))) as connection:
            trouble = [row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
            trouble += [f"dangling row in {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
            if trouble:
                raise StartRefused(f"The database is damaged ({trouble[0]}). Nothing was changed.")
            tables = _tables(connection)
            return {
                "hubs": _column(connection, "SELECT code FROM hub ORDER BY id") if "hub" in tables else [],
                "migrations": _column(connection, "SELECT name FROM schema_migration ORDER BY name")
                if "schema_migration" in tables
                else [],
                "counts": {name: _column(connection, f'SELECT count(*) FROM "{name}"')[0] for name in tables},
            }
    except dbapi2.DatabaseError as error:
        raise StartRefused(f"The database is damaged ({error}). Nothing was changed.") from error


def refuse_without_room(folder: Path, wanted: int, settings: Settings) -> None:
    """Raise StartRefused unless `wanted` bytes fit and the free floor of the settings stays."""
    free = shutil.disk_usage(folder).free
    if free < wanted + settings.free_floor_megabytes * MEGABYTE:
        needed = wanted // MEGABYTE + settings.free_floor_megabytes + 1
        raise StartRefused(f"Too little room in {folder}: {needed} MB needed, {free // MEGABYTE} MB free.")


def refuse_postgres(settings: Settings) -> None:
    """PostgreSQL has its own, better tools; say which command to use."""
    if settings.database_url:
        raise StartRefused(
            "The data is in PostgreSQL. Save it with\n"
            '  pg_dump --format=custom --file=puskesos.dump "$DATABASE_URL"\n'
            f"  tar --create --gzip --file=puskesos-uploads.tar.gz --directory={settings.data} "
            f"{UPLOADS} {PAPERS} {KEYS}\n"
            'and bring it back with\n  pg_restore --clean --if-exists --dbname="$DATABASE_URL" puskesos.dump'
        )


def digest(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A private folder inside `target`, gone at the end; what an interrupted backup left is removed first."""
    for left in target.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _size_of(settings: Settings) -> int:
    """Room for the copy and the archive, without counting on compression."""
    stored = sum(path.stat().st_size for path in _stored_files(settings).values())
    beside = settings.database_file.with_name(settings.database_file.name + "-wal")
    return 2 * (settings.database_file.stat().st_size + (beside.stat().st_size if beside.exists() else 0)) + stored


def _stored_files(settings: Settings) -> dict[str, Path]:
    """Finished uploads, letters and keys by their name in the archive; half-written ones begin with a dot."""
    found: dict[str, Path] = {}
    for name, folder in ((UPLOADS, settings.uploads), (PAPERS, settings.papers), (KEYS, settings.keys)):
        whole = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
        found |= {f"{name}/{path.relative_to(folder).as_posix()}": path for path in sorted(whole)}
    return found


def _description(path: Path) -> dict[str, Any]:
    return {"sha256": digest(path), "size": path.stat().st_size}


def _write_archive(path: Path, manifest: dict[str, Any], files: dict[str, Path]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as archive:
            text = json.dumps(manifest, indent=1, sort_keys=True).encode()
            _add(archive, MANIFEST, len(text), io.BytesIO(text))
            for name, source in files.items():
                with source.open("rb") as content:
                    _add(archive, name, source.stat().st_size, content)
        raw.flush()
        os.fsync(raw.fileno())


def _add(archive: tarfile.TarFile, name: str, size: int, content: BinaryIO) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(clock.now().timestamp())
    archive.addfile(entry, content)


def _free_name(target: Path, manifest: dict[str, Any]) -> Path:
    hub = "-".join(code.replace(".", "") for code in manifest["hubs"][:1]) or "kosong"
    moment = datetime.fromisoformat(manifest["made_at"])
    stem = f"puskesos-{hub}-{moment:%Y%m%d-%H%M%S}"
    names = (target / f"{stem}{f'-{number}' if number else ''}.tar.gz" for number in range(1000))
    return next(path for path in names if not path.exists())


def _tables(connection: dbapi2.Connection) -> list[str]:
    query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    return sorted(_column(connection, query))


def _column(connection: dbapi2.Connection, query: str) -> list[Any]:
    return [row[0] for row in connection.execute(query).fetchall()]
