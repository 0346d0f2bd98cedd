"""The index that finds the stays of an open state that stood in a month holds their first day too, so that those of
other months are passed over without a look at the row."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

OLD, NEW = "case_stay_hub_id_state_until", "case_stay_hub_id_state_until_since"


def up(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'DROP INDEX "{OLD}"')
    db.execute_sql(f'CREATE INDEX "{NEW}" ON "case_stay" ("hub_id", "state", "until", "since")')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'DROP INDEX "{NEW}"')
    db.execute_sql(f'CREATE INDEX "{OLD}" ON "case_stay" ("hub_id", "state", "until")')
