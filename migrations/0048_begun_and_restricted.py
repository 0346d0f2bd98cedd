"""Two indexes for lists behind figures: the cases that came in or were opened again in a month, without a look at every
other step; and the restricted cases, so that those that do not open are known at once."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

BEGAN, RESTRICTED = "case_stay_hub_id_came_from_since_state_case_id", "case_restricted"


def up(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'CREATE INDEX "{BEGAN}" ON "case_stay" ("hub_id", "came_from", "since", "state", "case_id")')
    columns = '"hub_id", "restricted", "area", "created_by_id", "id"'
    db.execute_sql(f'CREATE INDEX "{RESTRICTED}" ON "case" ({columns}) WHERE "restricted"')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for name in (BEGAN, RESTRICTED):
        db.execute_sql(f'DROP INDEX "{name}"')
