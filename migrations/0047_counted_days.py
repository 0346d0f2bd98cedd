"""Indexes that find what happened in a month without a look at the other years: for the lists behind its figures."""

from __future__ import annotations

from peewee import Database
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


def up(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'DROP INDEX "{OLD[0]}"')
    for name, table, columns in NEW:
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns})')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for name, _, _ in NEW:
        db.execute_sql(f'DROP INDEX "{name}"')
    name, table, columns = OLD
    db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns})')
