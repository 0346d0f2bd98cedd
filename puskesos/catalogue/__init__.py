"""The field's code lists as data, one TOML file each, loaded at set-up and then edited in the app.
A file holds one array of tables under its own name."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

PROGRAM_COLUMNS = ("code", "name", "decile_limit", "doubtful_decile", "received")


@cache
def load(name: str) -> list[dict[str, Any]]:
    """The entries of one list: "services", "agencies", "programs", "ppks" or "spm"."""
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = tomllib.loads(text)[name]
    return entries


def service_rows() -> list[dict[str, Any]]:
    """The services as a hub's table holds them: papers one per line, codes joined by commas, in catalogue order."""
    return [
        entry
        | {"papers": "\n".join(entry["papers"]), "position": position}
        | {name: ",".join(entry[name]) for name in ("agencies", "ppks", "spm")}
        for position, entry in enumerate(load("services"), start=1)
    ]


def agency_rows(hub_code: str) -> list[dict[str, Any]]:
    """The offices of a hub: those of everywhere, and those that serve its kabupaten (`regencies`)."""
    return [
        {name: entry[name] for name in ("code", "name", "purpose")} | {"address": entry.get("address", "")}
        for entry in load("agencies")
        if hub_code[:5] in entry.get("regencies", [hub_code[:5]])
    ]


def program_rows() -> list[dict[str, Any]]:
    """The programs as a hub's table holds them, in catalogue order."""
    return [
        {name: entry.get(name) for name in PROGRAM_COLUMNS} | {"position": position}
        for position, entry in enumerate(load("programs"), start=1)
    ]
