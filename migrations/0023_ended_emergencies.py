"""An emergency look at a restricted case can be ended before its hour is over."""

from __future__ import annotations

from peewee import Database, SqliteDatabase
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, db: Database) -> None:
    kind = "TEXT" if isinstance(db, SqliteDatabase) else "TIMESTAMP"
    db.execute_sql(f'ALTER TABLE "case_access" ADD COLUMN "ended_at" {kind}')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('ALTER TABLE "case_access" DROP COLUMN "ended_at"')
