"""Visit reports are saved part by part before they are sent, hold the full assessment, and are corrected anew."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
    Database,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator

TEXT = "TEXT NOT NULL DEFAULT ''"
OF_VISIT = {
    "form": "TEXT NOT NULL DEFAULT 'singkat'",
    "identity_fits": TEXT,
    "address_fits": TEXT,
    "members_counted": "INTEGER",
    "programs_received": TEXT,
    "action_taken": TEXT,
    "aid_given": TEXT,
    "contacted": TEXT,
    "latitude": "TEXT",
    "longitude": "TEXT",
    "accuracy": "INTEGER",
    "assessment": TEXT,
    "corrects_id": 'INTEGER REFERENCES "visit" ("id") ON DELETE RESTRICT',
    "photos_waiting": "INTEGER NOT NULL DEFAULT 0",
}
OF_PHOTO = {"kind": TEXT, "key": "TEXT"}


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class Assignment(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class VisitDraft(Frozen):
    id = AutoField()
    assignment = reference(Assignment)
    user = reference(User)
    part = TextField()
    content = TextField()
    saved_at = DateTimeField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("assignment", "part"), True),)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    for table, added in (("visit", OF_VISIT), ("photo", OF_PHOTO)):
        for name, kind in added.items():
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {kind}')
    db.execute_sql('CREATE UNIQUE INDEX "photo_key" ON "photo" ("key")')
    with db.bind_ctx([Assignment, User, VisitDraft], bind_refs=False, bind_backrefs=False):
        VisitDraft._meta.strict_tables = isinstance(db, SqliteDatabase)
        VisitDraft.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "visit_draft"')
    db.execute_sql('DROP INDEX "photo_key"')
    for table, added in (("visit", OF_VISIT), ("photo", OF_PHOTO)):
        for name in added:
            db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')
