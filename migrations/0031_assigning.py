"""Volunteers' absences, the hub's load limit and words of the WhatsApp hand-off, and whose task a task takes over."""

from __future__ import annotations

from peewee import (
    AutoField,
    Check,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    Model,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator

# table → columns added, in order; TIMESTAMP is TEXT on SQLite
ADDED = {
    "hub": {
        "load_limit": "INTEGER NOT NULL DEFAULT 8 CHECK (load_limit BETWEEN 1 AND 60)",
        "handoff_text": "TEXT NOT NULL DEFAULT ''",
    },
    "assignment": {
        "takes_over_id": 'INTEGER REFERENCES "assignment" ("id") ON DELETE RESTRICT',
        "handed_off_at": "TIMESTAMP",
    },
}


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class Hub(Frozen):
    """Stands as an earlier migration left it, and gets the columns of ADDED."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class VolunteerAbsence(Frozen):
    id = AutoField()
    hub = reference(Hub)
    user = reference(User)
    first_on = DateField()
    last_on = DateField()
    reason = TextField()
    created_by = reference(User)
    created_at = DateTimeField()
    cancelled_by = reference(User, null=True)
    cancelled_at = DateTimeField(null=True)

    class Meta:
        constraints = (Check("last_on >= first_on"),)
        indexes = ((("hub", "last_on"), False), (("user", "last_on"), False))


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    for table, columns in ADDED.items():
        for name, kind in columns.items():
            stored = kind.replace("TIMESTAMP", "TEXT") if is_sqlite else kind
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {stored}')
    with db.bind_ctx([Hub, User, VolunteerAbsence], bind_refs=False, bind_backrefs=False):
        VolunteerAbsence._meta.strict_tables = is_sqlite
        VolunteerAbsence.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "volunteer_absence"')
    for table, columns in ADDED.items():
        for name in reversed(columns):
            db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')
