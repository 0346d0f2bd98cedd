"""PPKS of a person, the yearly SPM claims, and the basic services given for them."""

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

SERVICES = (
    "'permakanan', 'sandang', 'alat_bantu', 'perbekalan_kesehatan', 'bimbingan', 'bimbingan_keluarga', "
    "'dokumen', 'akses', 'penelusuran', 'reunifikasi', 'rujukan', "
    "'makanan', 'sandang_bencana', 'pengungsian', 'kelompok_rentan', 'psikososial'"
)
VERSION = [SQL("DEFAULT 1"), SQL("CHECK (version >= 1)")]


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class User(Frozen):
    """Stands as an earlier migration left it."""


class Person(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    """Stands as an earlier migration left it."""


class PersonCategory(Frozen):
    id = AutoField()
    person = reference(Person)
    case = reference(Case)
    code = TextField()
    since = DateField()
    until = DateField(null=True)
    ending = TextField()
    reason = TextField()
    created_by = reference(User)
    created_at = DateTimeField()
    changed_by = reference(User)
    changed_at = DateTimeField()
    version = IntegerField(constraints=VERSION)

    class Meta:
        constraints = (Check("ending IN ('', 'berakhir', 'keliru')"),)
        indexes = ((("person", "id"), False), (("case", "id"), False))


class SpmClaim(Frozen):
    id = AutoField()
    person = reference(Person)
    case = reference(Case)
    code = TextField()
    year = IntegerField(constraints=[SQL("CHECK (year BETWEEN 2000 AND 2100)")])
    state = TextField()
    signs = TextField()
    reason = TextField()
    created_by = reference(User)
    created_at = DateTimeField()
    changed_by = reference(User)
    changed_at = DateTimeField()
    version = IntegerField(constraints=VERSION)

    class Meta:
        constraints = (Check("state IN ('usul', 'dikonfirmasi', 'ditolak')"),)
        indexes = ((("case", "code", "year"), True), (("person", "code", "year"), False))


class SpmService(Frozen):
    id = AutoField()
    claim = reference(SpmClaim)
    item = TextField()
    given_on = DateField()
    quantity = TextField()
    amount = IntegerField(null=True, constraints=[SQL("CHECK (amount >= 0)")])
    note = TextField()
    cancelled_because = TextField()
    created_by = reference(User)
    created_at = DateTimeField()
    changed_by = reference(User)
    changed_at = DateTimeField()
    version = IntegerField(constraints=VERSION)

    class Meta:
        constraints = (Check(f"item IN ({SERVICES})"),)
        indexes = ((("claim", "id"), False),)


TABLES = [PersonCategory, SpmClaim, SpmService]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx([User, Person, Case, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = isinstance(db, SqliteDatabase)
            table.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
