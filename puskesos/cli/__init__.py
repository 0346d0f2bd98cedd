"""The commands of `python3 app.py`: a registry, and the one function that runs a command.

A command's module offers `HELP`, `configure(parser)` and `run(args) -> int`, and is imported only when it is asked for;
a module with two commands tells them apart by `args.command`. `PASSES_ON = True` collects unknown words in `args.rest`.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("serving", "run a practice hub with invented people, data in a throw-away folder"),
    "serve": ("serving", "run the hub; the first start prints a set-up code"),
    "test": ("testing", "run the tests that this machine can run"),
    "migrate": ("migrate", "bring the database to this version, after a backup"),
    "backup": ("backup", "write database and uploads into one file"),
    "restore": ("restore", "check a backup and put it in place of the present data"),
    "user": ("user", "list, add or block users, set a password"),
    "doctor": ("doctor", "check this installation and say what to do"),
    "rekap": ("rekap", "add up the monthly reports that hubs sent, for a Dinsos"),
    "bench": ("bench", "measure speed against the budgets"),
    "pictures": ("pictures", "make the pictures of /bantuan anew"),
}
EPILOG = """Each command has its own --help.

exit codes: 0 done; 1 failed or refused, with the reason; 2 wrong use, or the machine could not be prepared;
130 interrupted. `test` answers with pytest's code."""
FAILED, WRONG_USE, INTERRUPTED = 1, 2, 130


def main(argv: list[str]) -> int:
    """Run the command that `argv` begins with and return its exit code."""
    parser = build_parser()
    if not argv:
        parser.print_help(sys.stderr)
        return WRONG_USE
    if argv[0] not in COMMANDS:
        parser.parse_args(argv)
    return _run(argv[0], argv[1:])


def build_parser() -> argparse.ArgumentParser:
    """The parser for the list of commands; it needs none of their modules."""
    parser = argparse.ArgumentParser(
        prog="python3 app.py",
        description="Puskesos: the one-door social service hub of a kecamatan.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (_, line) in COMMANDS.items():
        commands.add_parser(name, help=line)
    return parser


def _run(command: str, arguments: list[str]) -> int:
    from puskesos.errors import StartRefused

    module = import_module(f"puskesos.cli.{COMMANDS[command][0]}")
    parser = argparse.ArgumentParser(
        prog=f"python3 app.py {command}",
        description=module.HELP,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=command)
    module.configure(parser)
    args, args.rest = _split(parser, arguments, passes_on=getattr(module, "PASSES_ON", False))
    try:
        return module.run(args)
    except StartRefused as refusal:
        print(refusal.message, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _split(
    parser: argparse.ArgumentParser, arguments: list[str], *, passes_on: bool
) -> tuple[argparse.Namespace, list[str]]:
    if passes_on:
        return parser.parse_known_args(arguments)
    return parser.parse_args(arguments), []
