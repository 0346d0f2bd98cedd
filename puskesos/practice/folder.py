"""A data folder for `demo`: seeding takes seconds, so today's hub is kept under `instance/latihan` and copied."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from puskesos import clock
from puskesos.actions.referral import key_hashes
from puskesos.config import ROOT, Settings
from puskesos.database import connected, database, open_database
from puskesos.migrating import migrate
from puskesos.models.referral import Referral
from puskesos.practice.batches import ask_batches
from puskesos.practice.seeding import SEED, seed_practice

KEPT = ROOT / "instance" / "latihan"
ROOMS = ("practice", "actions", "models", "rules", "catalogue", "documents", "templates/papers")
SHAPING = ("migrations", *(f"puskesos/{room}" for room in ROOMS))
HOUR = 3600
Say = Callable[[str], None]


def fill_folder(settings: Settings, today: date, say: Say, kept: Path = KEPT) -> None:
    """Put the practice hub of `today` into the empty data folder of `settings`."""
    model = kept / f"{today}-{fingerprint()}"
    if not model.exists() and not _keep_new(model, settings, today, say):
        seed_folder(settings, today, say)
        return
    shutil.copytree(model, settings.data, dirs_exist_ok=True)
    open_database(settings)
    with connected():
        _make_letters_ours(settings.secret)


def seed_folder(settings: Settings, today: date, say: Say) -> None:
    """Make the database of `settings` and seed it."""
    say("Preparing the practice hub (only at the first start of the day) …")
    migrate(settings, backup=False)
    with connected():
        seed_practice(settings, today=today, say=say)
        ask_batches(today)


def fingerprint() -> str:
    """Changes with anything that shapes the practice hub."""
    digest = sha256(str(SEED).encode())
    for folder in SHAPING:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".toml", ".html"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _make_letters_ours(secret: str) -> None:
    """The kept hub's letters carry keys of the installation that made it; this one has a secret of its own."""
    with database.atomic():
        for referral in Referral.select().where(Referral.token_hash.is_null(False)):
            referral.token_hash, referral.code_hash = key_hashes(secret, referral)
            referral.save(only=[Referral.token_hash, Referral.code_hash])


def _forget_old(kept: Path) -> None:
    """Remove hubs of other days and versions; a young folder may be another start's work in hand."""
    for folder in kept.iterdir():
        if clock.now().timestamp() - folder.stat().st_mtime > HOUR:
            shutil.rmtree(folder, ignore_errors=True)


def _keep_new(model: Path, settings: Settings, today: date, say: Say) -> bool:
    """Seed aside, then rename, so that a half-made folder is never copied; False where nothing can be kept."""
    try:
        model.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget_old(model.parent)
        aside = model.parent / f"{model.name}.{secrets.token_hex(4)}"
        aside.mkdir(mode=0o700)
    except OSError:
        return False
    seed_folder(replace(settings, data=aside), today, say)
    for rest in aside.glob(".*.lock"):
        rest.unlink(missing_ok=True)
    try:
        aside.rename(model)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
    return model.exists()
