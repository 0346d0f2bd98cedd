"""`demo` and `serve` as they are called; cli.hub_server does them, once it is known which driver the hub needs."""

from __future__ import annotations

import argparse
from pathlib import Path

from puskesos.config import load_settings
from puskesos.drivers import load_peewee

HELP = "Run the hub in this window until Ctrl-C. It listens on this computer only unless --host says otherwise."
DATA_HELP = {
    "demo": "keep the practice hub in DIR (default: a throw-away folder)",
    "serve": "the data folder (default: PUSKESOS_DATA, else instance/)",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="the address to listen on (default: 127.0.0.1, this computer only)")
    parser.add_argument("--port", type=int, help="the port to listen on (default: 8000; 0 takes any free one)")
    parser.add_argument("--data", type=Path, metavar="DIR", help=DATA_HELP[parser.get_default("command")])


def run(args: argparse.Namespace) -> int:
    is_demo = args.command == "demo"
    load_peewee("" if is_demo else load_settings(args.data).database_url)
    from puskesos.cli.hub_server import run_demo, run_hub

    return run_demo(args) if is_demo else run_hub(args)
