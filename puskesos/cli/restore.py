"""`restore`: check a backup and put it in place of the present data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from puskesos.cli.options import add_data_option
from puskesos.config import load_settings
from puskesos.restoring import restore_backup

HELP = """Check a backup and put it in place of the present data. Stop the server first.
The present data is kept beside it under the name DATA-sebelum-pulih-TIME; everybody has to sign in again."""
REFUSED = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    add_data_option(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    settings = load_settings(args.data)
    if not args.yes and not _agreed(f"Replace the data in {settings.data} by {args.file.name}? [y/N] "):
        print("Nothing was changed.", file=sys.stderr)
        return REFUSED
    old = restore_backup(settings, args.file, say=lambda line: print(line, flush=True))
    print(f"Done. The data of before is in {old}." if old else "Done.")
    return 0


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in {"y", "yes"}
    except EOFError:
        return False
