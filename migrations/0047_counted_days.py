"""Indexes that find what happened in a month without a look at the other years, for the lists behind its figures; and a
mark on the few stays that an end of a month has to look for."""

from __future__ import annotations

from peewee import Database, SqliteDatabase
from playhouse.migrate import SchemaMigrator

OLD = ("case_stay_hub_id_since", "case_stay", '"hub_id", "since"')
STAYS = '"hub_id", "since", "state", "came_from", "case_id"'
NEW = (
    ("case_stay_hub_id_since_state_came_from_case_id", "case_stay", STAYS),
    ("assignment_hub_id_created_at", "assignment", '"hub_id", "created_at"'),
    ("visit_visited_at", "visit", '"visited_at"'),
    ("activity_hub_id_day", "activity", '"hub_id", "day"'),
    ("referral_hub_id_sent_on", "referral", '"hub_id", "sent_on"'),
    ("referral_hub_id_state_answered_on_sent_on", "referral", '"hub_id", "state", "answered_on", "sent_on"'),
    ("referral_event_on", "referral_event", '"on"'),
    ("data_check_checked_on_id", "data_check", '"checked_on", "id"'),
)


OVER = "case_stay_over_months"


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    kind, month = ("INTEGER", "substr({}, 1, 7)") if is_sqlite else ("BOOLEAN", "to_char({}, 'YYYY-MM')")
    db.execute_sql(f'ALTER TABLE "case_stay" ADD COLUMN "over_months" {kind} NOT NULL DEFAULT FALSE')
    over = f"{month.format('since')} <> {month.format('until')}"
    db.execute_sql(f"UPDATE case_stay SET over_months = TRUE WHERE until IS NOT NULL AND {over}")
    columns = '"hub_id", "until", "since", "state", "case_id"'
    db.execute_sql(f'CREATE INDEX "{OVER}" ON "case_stay" ({columns}) WHERE "over_months"')
    db.execute_sql(f'DROP INDEX "{OLD[0]}"')
    for name, table, columns in NEW:
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns})')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'DROP INDEX "{OVER}"')
    db.execute_sql('ALTER TABLE "case_stay" DROP COLUMN "over_months"')
    for name, _, _ in NEW:
        db.execute_sql(f'DROP INDEX "{name}"')
    name, table, columns = OLD
    db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns})')
