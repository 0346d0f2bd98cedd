"""What volunteers do outside cases, for the report of their month."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
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

KINDS = (
    "kunjungan_rumah",
    "verval",
    "penjangkauan",
    "respon_kasus",
    "pendampingan",
    "pengantaran",
    "mediasi",
    "pemantauan",
    "sosialisasi",
    "musdes",
    "penyaluran",
    "rapat",
)


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


class User(Frozen):
    """Stands as an earlier migration left it."""


class Activity(Frozen):
    id = AutoField()
    hub = reference(Hub)
    user = reference(User)
    day = DateField()
    kind = TextField()
    village = reference(Village, null=True)
    place = TextField()
    note = TextField()
    obstacle = TextField()
    created_at = DateTimeField()
    changed_at = DateTimeField(null=True)
    cancelled_at = DateTimeField(null=True)
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (Check("kind IN ({})".format(", ".join(f"'{kind}'" for kind in KINDS))),)
        indexes = ((("user", "day"), False),)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    Activity._meta.strict_tables = isinstance(db, SqliteDatabase)
    with db.bind_ctx([Hub, Village, User, Activity], bind_refs=False, bind_backrefs=False):
        Activity.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "activity"')
