"""What the koordinator writes for a month's report, and each closing with everything that was counted."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
    BlobField,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class MonthNote(Frozen):
    id = AutoField()
    hub = reference(Hub)
    month = DateField()
    obstacles = TextField()
    proposals = TextField()
    changed_by = reference(User)
    changed_at = DateTimeField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("hub", "month"), True),)


class MonthReport(Frozen):
    id = AutoField()
    hub = reference(Hub)
    month = DateField()
    revision = IntegerField(constraints=[SQL("CHECK (revision >= 1)")])
    content = BlobField()
    fingerprint = TextField()
    closed_by = reference(User)
    closed_by_name = TextField()
    closed_at = DateTimeField()
    reopened_by = reference(User, null=True)
    reopened_by_name = TextField()
    reopened_at = DateTimeField(null=True)
    reopened_because = TextField()

    class Meta:
        indexes = ((("hub", "month", "revision"), True),)


TABLES = [MonthNote, MonthReport]
MODELS = [Hub, User, *TABLES]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx(MODELS, bind_refs=False, bind_backrefs=False):
        for model in TABLES:
            model._meta.strict_tables = isinstance(db, SqliteDatabase)
            model.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for model in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{model._meta.table_name}"')
