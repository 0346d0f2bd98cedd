"""`doctor`: looks at everything this installation stands on, one line each, and says what to do about what is wrong."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from peewee import PeeweeException
from sqlcipher3 import dbapi2

from puskesos import clock
from puskesos.backups import MEGABYTE, last_backup
from puskesos.bootstrap import PANGO_PACKAGES, has_pango
from puskesos.cli.options import add_data_option
from puskesos.config import ROOT, Settings, load_settings
from puskesos.database import MINIMUM_SQLITE, connected, database, is_postgres, open_database
from puskesos.documents.store import PaperLost, read_file
from puskesos.errors import StartRefused
from puskesos.migrating import BrokenInvariant, applied, check_invariants, known, pending, refuse_newer
from puskesos.models import Letter, Photo
from puskesos.security.report_key import KEY

HELP = "Check this installation and say what to do. Changes nothing. Exit code 1 when something is not ok."
OLDEST_BACKUP = timedelta(days=2)
FONTS = ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf", "SourceSans3-It.ttf")
FAILED = 1


class NotOk(Exception):
    """What is wrong, and after it what to do."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)


def run(args: argparse.Namespace) -> int:
    settings = load_settings(args.data)
    verdicts = [_report(name, check, settings) for name, check in CHECKS.items()]
    return 0 if all(verdicts) else FAILED


def _report(name: str, check: Callable[[Settings], str], settings: Settings) -> bool:
    try:
        print(f"ok      {name}: {check(settings)}", flush=True)
    except (NotOk, StartRefused, PeeweeException, OSError, BrokenInvariant) as problem:
        print(f"NOT OK  {name}: {problem}", flush=True)
        return False
    return True


def check_python(_settings: Settings) -> str:
    return platform.python_version()


def check_sqlite(_settings: Settings) -> str:
    if dbapi2.sqlite_version_info < MINIMUM_SQLITE:
        raise NotOk(f"{dbapi2.sqlite_version} is too old; remove .venv and start again")
    return dbapi2.sqlite_version


def check_opens(settings: Settings) -> str:
    if not settings.database_url and not settings.database_file.exists():
        raise NotOk(f"none in {settings.data} yet; python3 app.py serve makes it")
    open_database(settings)
    with connected():
        database.execute_sql("SELECT 1")
    return "PostgreSQL" if is_postgres() else str(settings.database_file)


def check_integrity(settings: Settings) -> str:
    with _existing(settings):
        if is_postgres():
            return "left to PostgreSQL"
        answers = [row[0] for row in database.execute_sql("PRAGMA quick_check").fetchall()]
    if answers != ["ok"]:
        raise NotOk(f"{answers[0]}; stop the server and restore the newest backup")
    return "whole"


def check_protection(settings: Settings) -> str:
    """Foreign keys, STRICT tables and append-only triggers."""
    with _existing(settings):
        check_invariants(database.obj)
    return "references, strict tables and append-only triggers are in place"


def check_migrations(settings: Settings) -> str:
    with _existing(settings):
        waiting = pending()
        refuse_newer(applied())
    if waiting:
        raise NotOk(f"{len(waiting)} waiting; run: python3 app.py migrate")
    return f"all {len(known())} applied"


def check_photos(settings: Settings) -> str:
    with _existing(settings):
        names = [name for (name,) in Photo.select(Photo.stored_name).tuples()]
    missing = [name for name in names if not (settings.uploads / name).is_file()]
    if missing:
        raise NotOk(f"{len(missing)} of {len(names)} files are missing; restore the newest backup")
    return f"{len(names)} files"


def check_letters(settings: Settings) -> str:
    """Every numbered letter that was printed is still the file that was printed."""
    with _existing(settings):
        kept = Letter.select(Letter.file_sha256).where(Letter.file_sha256.is_null(False))
        digests = [digest for (digest,) in kept.tuples()]
    lost = [digest for digest in digests if not _is_kept(settings, digest)]
    if lost:
        raise NotOk(f"{len(lost)} of {len(digests)} files are missing or changed; restore the newest backup")
    return f"{len(digests)} files"


def check_disk(settings: Settings) -> str:
    free = shutil.disk_usage(settings.data).free // MEGABYTE
    if free < settings.free_floor_megabytes:
        raise NotOk(f"{free} MB free, {settings.free_floor_megabytes} needed; make room")
    return f"{free} MB free"


def check_pdf(_settings: Settings) -> str:
    if not has_pango():
        raise NotOk(f"Pango is missing, papers open as web pages; apt-get install {' '.join(PANGO_PACKAGES)}")
    return "WeasyPrint can load Pango"


def check_fonts(_settings: Settings) -> str:
    missing = [name for name in FONTS if not (ROOT / "static" / "fonts" / name).is_file()]
    if missing:
        raise NotOk(f"{', '.join(missing)} missing; copy the program again")
    return f"{len(FONTS)} files"


def check_secret(settings: Settings) -> str:
    path = settings.data / "secret"
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise NotOk(f"others may read it; run: chmod 600 {path}")
    return "readable by its owner alone"


def check_report_keys(settings: Settings) -> str:
    """The keys that reports are signed with are whole and nobody else's."""
    paths = sorted(settings.keys.glob("*.key"))
    for path in paths:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise NotOk(f"others may read it; run: chmod 600 {path}")
        if not KEY.fullmatch(path.read_text(encoding="ascii", errors="replace").strip()):
            raise NotOk(f"{path} holds no key; restore it from a backup, or remove it and tell the Dinsos the new one")
    return f"{len(paths)} keys" if paths else "none yet; made when the first report is sent"


def check_backup(settings: Settings) -> str:
    if settings.database_url:
        return "left to pg_dump"
    made = last_backup(settings)
    if made is None or clock.now() - made > OLDEST_BACKUP:
        age = f"{(clock.now() - made).days} days old" if made else "there is none"
        raise NotOk(f"{age}; run: python3 app.py backup")
    return f"made {made:%Y-%m-%d %H:%M} UTC"


def _is_kept(settings: Settings, digest: str) -> bool:
    try:
        read_file(settings.papers, digest)
    except PaperLost:
        return False
    return True


@contextmanager
def _existing(settings: Settings) -> Iterator[None]:
    """A connection to a database that is there; looking must not make one."""
    check_opens(settings)
    with connected():
        yield


CHECKS: dict[str, Callable[[Settings], str]] = {
    "Python": check_python,
    "SQLite": check_sqlite,
    "database": check_opens,
    "integrity": check_integrity,
    "protection": check_protection,
    "migrations": check_migrations,
    "photos": check_photos,
    "letters": check_letters,
    "disk": check_disk,
    "PDF": check_pdf,
    "fonts": check_fonts,
    "secret": check_secret,
    "report keys": check_report_keys,
    "backup": check_backup,
}
