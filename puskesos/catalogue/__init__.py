"""The field's code lists as data, one TOML file each, loaded at set-up and then edited in the app.
A file holds one array of tables under its own name."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> list[dict[str, Any]]:
    """The entries of one list: "services", "agencies", "programs", "ppks" or "spm"."""
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(text)[name]
    return entries
