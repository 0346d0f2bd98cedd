"""Indexes for lists behind figures: the cases that came in or were opened again in a month, without a look at every
other step; those over the end of a month, without a look at their rows; and the restricted cases, so that those that do
not open are known at once. The few stays over many months are marked, so that an old month need not look at all that
crossed the end of a later one."""

from __future__ import annotations

from peewee import Database, SqliteDatabase
from playhouse.migrate import SchemaMigrator

BEGAN, RESTRICTED = "case_stay_hub_id_came_from_since_state_case_id", "case_restricted"
OVER, MANY = "over_months", "over_many_months"
STAY = '"hub_id", "until", "since", "state", "case_id"'


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    kind = "INTEGER" if is_sqlite else "BOOLEAN"
    db.execute_sql(f'ALTER TABLE "case_stay" ADD COLUMN "{MANY}" {kind} NOT NULL DEFAULT FALSE')
    number = "substr({0}, 1, 4) * 12 + substr({0}, 6, 2)"
    month = number if is_sqlite else "extract(year FROM {0}) * 12 + extract(month FROM {0})"
    months = f"{month.format('until')} - ({month.format('since')})"
    db.execute_sql(f"UPDATE case_stay SET {MANY} = TRUE WHERE over_months AND {months} > 2")
    db.execute_sql(f'CREATE INDEX "{BEGAN}" ON "case_stay" ("hub_id", "came_from", "since", "state", "case_id")')
    db.execute_sql(f'DROP INDEX "case_stay_{OVER}"')
    for mark in (OVER, MANY):
        db.execute_sql(f'CREATE INDEX "case_stay_{mark}" ON "case_stay" ({STAY}, "{mark}") WHERE "{mark}"')
    columns = '"hub_id", "restricted", "area", "created_by_id", "id"'
    db.execute_sql(f'CREATE INDEX "{RESTRICTED}" ON "case" ({columns}) WHERE "restricted"')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for name in (BEGAN, RESTRICTED, f"case_stay_{OVER}", f"case_stay_{MANY}"):
        db.execute_sql(f'DROP INDEX "{name}"')
    db.execute_sql(f'CREATE INDEX "case_stay_{OVER}" ON "case_stay" ({STAY}) WHERE "{OVER}"')
    db.execute_sql(f'ALTER TABLE "case_stay" DROP COLUMN "{MANY}"')
