"""A practice hub of a day, seeded into a folder of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from puskesos.config import Settings
from puskesos.database import connected
from puskesos.migrating import migrate
from puskesos.practice import seed_practice

TUESDAY = date(2026, 11, 17)


def make_practice(folder: Path, today: date, *, seed: int = 1) -> Settings:
    """Migrate and seed an empty folder."""
    settings = Settings(data=folder, secret="rahasia" * 6, practice=True)
    folder.mkdir()
    migrate(settings, backup=False)
    with connected():
        seed_practice(settings, today=today, seed=seed)
    return settings
