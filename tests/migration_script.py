"""One migration alone, for tests of what it does to rows of the newest schema."""

from __future__ import annotations

import importlib.util
from types import ModuleType

from puskesos.migrating import FOLDER


def migration(name: str) -> ModuleType:
    """The script of that file name without ".py"; its `up` and `down` take (None, database)."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
