"""Letters keep their office's name as it was sent, and since when they wait again after a corrected answer."""

from __future__ import annotations

from peewee import Database, SqliteDatabase
from playhouse.migrate import SchemaMigrator

NAMES = """UPDATE "referral" SET "agency_name" = (SELECT "name" FROM "agency" WHERE "agency"."id" = "agency_id")"""


def up(_migrator: SchemaMigrator, db: Database) -> None:
    moment = "TEXT" if isinstance(db, SqliteDatabase) else "TIMESTAMP"
    db.execute_sql('ALTER TABLE "referral" ADD COLUMN "agency_name" TEXT NOT NULL DEFAULT \'\'')
    db.execute_sql(f'ALTER TABLE "referral" ADD COLUMN "waits_since" {moment}')
    db.execute_sql(NAMES)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('ALTER TABLE "referral" DROP COLUMN "waits_since"')
    db.execute_sql('ALTER TABLE "referral" DROP COLUMN "agency_name"')
