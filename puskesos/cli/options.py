"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """`--data DIR`: which installation the command works on."""
    words = "the data folder (default: PUSKESOS_DATA, else instance/)"
    parser.add_argument("--data", type=Path, metavar="DIR", help=words)
