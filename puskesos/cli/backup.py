"""`backup`: database and uploads in one file, also while the server runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from puskesos import clock
from puskesos.backups import make_backup
from puskesos.cli.options import add_data_option
from puskesos.config import load_settings
from puskesos.database import connected, database, open_database
from puskesos.migrating import pending
from puskesos.security import audit

HELP = "Write database and uploads into one .tar.gz file. The server may go on running meanwhile."


def configure(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)
    parser.add_argument("--to", type=Path, metavar="DIR", help="where the file goes, a USB stick say (DATA/backups)")


def run(args: argparse.Namespace) -> int:
    settings = load_settings(args.data)
    made = make_backup(settings, args.to or settings.data / "backups", say=lambda line: print(line, flush=True))
    print(f"{made} ({made.stat().st_size / 1_000_000:.1f} MB)", flush=True)
    open_database(settings)
    with connected():
        if not pending():
            with database.atomic():
                audit.record("backup_made", actor=None, now=clock.now(), file=made.name)
    return 0
