"""Indexes that find the basic services given in some days, and the claims of a year, without a look at every case."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

GIVEN, YEAR = "spm_service_given_on_id", "spm_claim_year_created_at"


def up(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'CREATE INDEX "{GIVEN}" ON "spm_service" ("given_on", "id")')
    db.execute_sql(f'CREATE INDEX "{YEAR}" ON "spm_claim" ("year", "created_at")')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'DROP INDEX "{GIVEN}"')
    db.execute_sql(f'DROP INDEX "{YEAR}"')
