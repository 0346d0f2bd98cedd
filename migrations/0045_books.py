"""Visitors without a case (buku tamu), and columns of a list kept under a name."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    Check,
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


class Village(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class GuestVisit(Frozen):
    id = AutoField()
    hub = reference(Hub)
    day = DateField()
    name = TextField()
    village = reference(Village, null=True)
    purpose = TextField()
    people = IntegerField()
    created_by = reference(User)
    created_at = DateTimeField()
    changed_at = DateTimeField(null=True)
    cancelled_by = reference(User, null=True)
    cancelled_at = DateTimeField(null=True)
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (Check("people BETWEEN 1 AND 200"),)
        indexes = ((("hub", "day", "id"), False),)


class ColumnSet(Frozen):
    id = AutoField()
    hub = reference(Hub)
    list = TextField()
    name = TextField()
    fields = TextField()
    shared = BooleanField()
    created_by = reference(User)
    created_at = DateTimeField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (Check("list IN ('kasus', 'register')"),)
        indexes = ((("hub", "list", "name"), True),)


TABLES = [GuestVisit, ColumnSet]
MODELS = [Hub, Village, User, *TABLES]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx(MODELS, bind_refs=False, bind_backrefs=False):
        for model in TABLES:
            model._meta.strict_tables = isinstance(db, SqliteDatabase)
            model.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for model in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{model._meta.table_name}"')
