"""The one door to Puskesos: `python3 app.py COMMAND` prepares its own .venv, then runs the command inside it.

Needs the standard library alone. Imported (`flask --app app`, a WSGI server on `app:create_app()`) it prepares nothing.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from flask import Flask

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)


def create_app() -> Flask:
    """The WSGI application with the settings of this machine, for servers that were started without a command."""
    from puskesos import create_app as build_app
    from puskesos.config import load_settings

    return build_app(load_settings())


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; 2 means wrong use or a machine that could not be prepared."""
    complaint = python_complaint(sys.version_info[:2])
    if complaint:
        print(complaint, file=sys.stderr)
        return 2
    commands = _load("puskesos/cli/__init__.py", "puskesos_commands")
    if not arguments or arguments[0] not in commands.COMMANDS:
        return commands.main(arguments)
    prepared = _load("puskesos/bootstrap.py", "puskesos_bootstrap").enter(ROOT, arguments)
    if prepared:
        return prepared
    from puskesos.cli import main as run_command

    return run_command(arguments)


def python_complaint(version: tuple[int, ...]) -> str:
    """A sentence when this Python is too old for the program, else an empty text."""
    if version >= OLDEST_PYTHON:
        return ""
    wanted, found = (".".join(map(str, numbers)) for numbers in (OLDEST_PYTHON, version))
    return f"Puskesos needs Python {wanted} or newer; this one is {found}. Try: python{wanted} app.py"


def _load(path: str, name: str) -> ModuleType:
    """Import a file by its path: the package itself may need what is not installed yet."""
    spec = importlib.util.spec_from_file_location(name, ROOT / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
