"""Settings: defaults, then `<data>/puskesos.toml`, then the environment (PUSKESOS_…, DATABASE_URL). See README."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRET_BYTES = 32


@dataclass(frozen=True)
class Settings:
    """What a running program needs to know; paths are absolute, times are in seconds or hours as named."""

    data: Path = ROOT / "instance"
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 6
    practice: bool = False
    https: bool = False
    trusted_hosts: str = ""
    staff_idle_minutes: int = 15
    staff_absolute_hours: int = 10
    volunteer_idle_hours: int = 72
    volunteer_absolute_days: int = 14
    upload_megabytes: int = 8
    free_floor_megabytes: int = 50
    paper_cache_megabytes: int = 64
    testing: bool = False
    secret: str = ""

    @property
    def papers(self) -> Path:
        """Where the files of numbered letters are kept for ever."""
        return self.data / "papers"

    @property
    def printed(self) -> Path:
        """Papers printed lately, so that a second look is a file read; no backup takes them."""
        return self.data / "printed"

    @property
    def batches(self) -> Path:
        """Finished batches of papers until they are fetched, a day long; no backup takes them."""
        return self.data / "batches"

    @property
    def uploads(self) -> Path:
        return self.data / "uploads"

    @property
    def keys(self) -> Path:
        """Where the keys lie that reports are signed with."""
        return self.data / "keys"

    @property
    def scans(self) -> Path:
        """Where scanned files lie until they are read; no part of backups."""
        return self.data / "scans"

    @property
    def database_file(self) -> Path:
        return self.data / "puskesos.db"


def load_settings(data: Path | None = None, **overrides: object) -> Settings:
    """Merge defaults, the settings file in `data`, the environment and `overrides` (strongest last)."""
    folder = Path(data or os.environ.get("PUSKESOS_DATA") or ROOT / "instance").resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    chosen: dict[str, object] = {"data": folder} | _from_file(folder / "puskesos.toml") | _from_environment()
    chosen |= {name: value for name, value in overrides.items() if value is not None}
    settings = Settings(**chosen)
    return replace(settings, secret=settings.secret or read_secret(folder))


def read_secret(folder: Path) -> str:
    """The signing secret of this installation; made on first use, readable by the owner only."""
    path = folder / "secret"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
    return path.read_text().strip()


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return _typed(tomllib.load(file))


def _from_environment() -> dict[str, object]:
    found: dict[str, object] = {
        name.removeprefix("PUSKESOS_").lower(): value
        for name, value in os.environ.items()
        if name.startswith("PUSKESOS_") and not name.startswith("PUSKESOS_TEST_")
    }
    found.pop("data", None)
    if url := os.environ.get("DATABASE_URL"):
        found["database_url"] = url
    return _typed(found)


def _typed(found: dict[str, object]) -> dict[str, object]:
    kinds = {field.name: str(field.type) for field in fields(Settings)}
    typed: dict[str, object] = {}
    for name, value in found.items():
        if name not in kinds:
            continue
        if kinds[name] == "int":
            typed[name] = int(str(value))
        elif kinds[name] == "bool":
            typed[name] = str(value).lower() in {"1", "true", "ya", "yes"}
        else:
            typed[name] = str(value)
    return typed
