"""Needs that volunteers meet on the road, with their photos; and cases written down later than they came in."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    Check,
    Database,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator

ADDED = {"late_entry": "TEXT NOT NULL DEFAULT ''"}  # columns of "case"


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class Village(Frozen):
    """Stands as an earlier migration left it."""


class Service(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    """Stands as an earlier migration left it, and gets the columns of ADDED."""


class FieldReport(Frozen):
    id = AutoField()
    hub = reference(Hub)
    number = TextField(unique=True)
    village = reference(Village)
    name = TextField()
    sex = TextField()
    age = IntegerField(null=True, constraints=[SQL("CHECK (age BETWEEN 0 AND 120)")])
    place = TextField()
    phone = TextField()
    service = reference(Service, null=True)
    story = TextField()
    urgent = BooleanField()
    violence = BooleanField()
    state = TextField()
    reason = TextField()
    case = reference(Case, null=True)
    reported_by = reference(User)
    created_at = DateTimeField()
    changed_at = DateTimeField()
    seen_by = reference(User, null=True)
    seen_at = DateTimeField(null=True)
    settled_by = reference(User, null=True)
    settled_at = DateTimeField(null=True)
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (Check("state IN ('draf', 'terdaftar', 'batal')"),)
        indexes = ((("hub", "state", "id"), False), (("reported_by", "id"), False), (("case",), False))


class FieldPhoto(Frozen):
    id = AutoField()
    report = reference(FieldReport)
    stored_name = TextField(unique=True)
    sha256 = TextField()
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()
    created_at = DateTimeField()

    class Meta:
        indexes = ((("report", "id"), False),)


MADE = [FieldReport, FieldPhoto]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    for name, kind in ADDED.items():
        db.execute_sql(f'ALTER TABLE "case" ADD COLUMN "{name}" {kind}')
    with db.bind_ctx([Hub, Village, Service, User, Case, *MADE], bind_refs=False, bind_backrefs=False):
        for model in MADE:
            model._meta.strict_tables = is_sqlite
            model.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in ("field_photo", "field_report"):
        db.execute_sql(f'DROP TABLE "{table}"')
    for name in ADDED:
        db.execute_sql(f'ALTER TABLE "case" DROP COLUMN "{name}"')
