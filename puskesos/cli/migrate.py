"""`migrate`: bring the database to this version."""

from __future__ import annotations

import argparse

from puskesos.cli.options import add_data_option
from puskesos.config import load_settings
from puskesos.migrating import migrate

HELP = "Bring the database to this version. A backup goes to the folder `backups` of the data first."


def configure(parser: argparse.ArgumentParser) -> None:
    add_data_option(parser)
    parser.add_argument("--no-backup", action="store_true", help="when a backup was made by other means (PostgreSQL)")


def run(args: argparse.Namespace) -> int:
    names = migrate(load_settings(args.data), backup=not args.no_backup, say=lambda line: print(line, flush=True))
    print(f"{len(names)} migrations applied." if names else "The database is up to date.")
    return 0
