"""Brings the database to this version: numbered scripts in `migrations/`, each all or nothing, checked before commit.

A backup comes first. Going back in the field means restoring that backup, not running `down`.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

from peewee import Database, DatabaseError
from playhouse.migrations import MigrationError, Runner

from puskesos.actions.search_words import fill_words
from puskesos.backups import make_backup
from puskesos.config import ROOT, Settings
from puskesos.database import connected, database, is_postgres, open_database
from puskesos.errors import StartRefused
from puskesos.locking import only_one

FOLDER = ROOT / "migrations"
HISTORY = "schema_migration"
APPEND_ONLY = ("audit_entry",)
STRICT_EXEMPT = (HISTORY, "sqlite_")


class BrokenInvariant(Exception):
    """A migration would leave the database with less protection than it had; it is rolled back."""


class CheckedRunner(Runner):
    """Peewee's runner with our checks inside each migration's transaction."""

    def _run(self, name: str, module: ModuleType, direction: str, fake: bool = False) -> None:
        change = getattr(module, direction)

        def change_and_check(migrator: Any, db: Database) -> None:
            change(migrator, db)
            check_invariants(db)

        super()._run(name, SimpleNamespace(**{direction: change_and_check}), direction, fake)


def migrate(settings: Settings, *, backup: bool = True, say: Callable[[str], None] = lambda _: None) -> list[str]:
    """Apply what is pending and return the names; makes a backup first when there is anything to lose.

    Raises StartRefused for a database of a newer version, a failing migration, or a backup that cannot be made.
    """
    open_database(settings)
    with only_one(settings.data, "migrate"), connected():
        runner = CheckedRunner(database.obj, str(FOLDER))
        seen, names = applied(), pending()
        refuse_newer(seen)
        if names and seen and backup:
            say("making a backup first")
            say(f"backup: {make_backup(settings, settings.data / 'backups', say=say)}")
        for name in names:
            say(f"migration {name}")
            _apply(runner, name)
        if fill_words():
            say("list of name words made")
        return names


def pending(chosen: Database | None = None) -> list[str]:
    """Names of migrations that the bound (or `chosen`) database, connected, has not seen yet."""
    seen = applied(chosen)
    return [name for name in known() if name not in seen]


def applied(chosen: Database | None = None) -> set[str]:
    """Names of migrations in the history of the bound (or `chosen`) database, connected."""
    return set(CheckedRunner(getattr(chosen, "obj", chosen) or database.obj, str(FOLDER)).applied())


def known() -> list[str]:
    """Names of all migrations of this version, in order."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def refuse_newer(history: set[str]) -> None:
    """Raise StartRefused when the history holds migrations that this version does not know."""
    if unknown := sorted(history - set(known())):
        listed = ", ".join(unknown)
        raise StartRefused(f"This data was made by a newer Puskesos (unknown: {listed}). Install that version first.")


def check_invariants(db: Database) -> None:
    """Raise BrokenInvariant for dangling references, tables that are not STRICT, or a missing append-only trigger."""
    tables = set(db.get_tables())
    if not is_postgres():
        if broken := db.execute_sql("PRAGMA foreign_key_check").fetchall():
            raise BrokenInvariant(f"{len(broken)} rows refer to nothing, the first in table {broken[0][0]}")
        loose = [name for name, strict in _strictness(db) if not strict and not name.startswith(STRICT_EXEMPT)]
        if loose:
            raise BrokenInvariant(f"not STRICT: {', '.join(loose)}")
    triggers = _triggers(db)
    for table in set(APPEND_ONLY) & tables:
        missing = {f"{table}_no_update", f"{table}_no_delete"} - triggers
        if missing:
            raise BrokenInvariant(f"lost the triggers {', '.join(sorted(missing))}")


def _apply(runner: CheckedRunner, name: str) -> None:
    try:
        runner.up(name)
    except (DatabaseError, BrokenInvariant, MigrationError, ValueError) as error:
        raise StartRefused(f"Migration {name} failed and was undone: {error}. The data is as before.") from error


def _strictness(db: Database) -> list[tuple[str, bool]]:
    rows = db.execute_sql("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    return [(name, bool(strict)) for name, strict in rows.fetchall()]


def _triggers(db: Database) -> set[str]:
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    rows = db.execute_sql("SELECT tgname FROM pg_trigger" if is_postgres() else sqlite)
    return {name for (name,) in rows.fetchall()}
