"""Indexes for lists behind figures: the cases that came in or were opened again in a month, without a look at every
other step; those over the end of a month, without a look at their rows; and the restricted cases, so that those that do
not open are known at once."""

from __future__ import annotations

from peewee import Database
from playhouse.migrate import SchemaMigrator

BEGAN, RESTRICTED = "case_stay_hub_id_came_from_since_state_case_id", "case_restricted"
OVER, OVER_BEFORE = "case_stay_over_months", '"hub_id", "until", "since", "state", "case_id"'


def up(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'CREATE INDEX "{BEGAN}" ON "case_stay" ("hub_id", "came_from", "since", "state", "case_id")')
    _over(db, f'{OVER_BEFORE}, "over_months"')
    columns = '"hub_id", "restricted", "area", "created_by_id", "id"'
    db.execute_sql(f'CREATE INDEX "{RESTRICTED}" ON "case" ({columns}) WHERE "restricted"')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for name in (BEGAN, RESTRICTED):
        db.execute_sql(f'DROP INDEX "{name}"')
    _over(db, OVER_BEFORE)


def _over(db: Database, columns: str) -> None:
    db.execute_sql(f'DROP INDEX "{OVER}"')
    db.execute_sql(f'CREATE INDEX "{OVER}" ON "case_stay" ({columns}) WHERE "over_months"')
