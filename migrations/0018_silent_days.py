"""After how many working days without news a case is called silent becomes the hub's own setting."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

COLUMN = "INTEGER NOT NULL DEFAULT 5 CHECK (silent_days BETWEEN 1 AND 60)"


def up(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'ALTER TABLE "hub" ADD COLUMN "silent_days" {COLUMN}')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('ALTER TABLE "hub" DROP COLUMN "silent_days"')
