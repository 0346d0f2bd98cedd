"""Work that runs in the background, and what the check of the whole registry found."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
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

KINDS = "'baca_impor', 'uji_impor', 'terapkan_impor', 'batalkan_impor', 'periksa_warga', 'ekspor_warga'"
STATES = "'menunggu', 'berjalan', 'selesai', 'gagal'"


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class Person(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Job(Frozen):
    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    subject = IntegerField(null=True)
    state = TextField()
    done = IntegerField()
    total = IntegerField()
    note = TextField()
    attempts = IntegerField(constraints=[SQL("CHECK (attempts >= 0)")])
    created_by = reference(User, null=True)
    created_at = DateTimeField()
    started_at = DateTimeField(null=True)
    beat_at = DateTimeField(null=True)
    ended_at = DateTimeField(null=True)

    class Meta:
        constraints = (Check(f"kind IN ({KINDS})"), Check(f"state IN ({STATES})"))
        indexes = ((("state", "id"), False), (("hub", "kind", "id"), False))


class RegistryFinding(Frozen):
    id = AutoField()
    hub = reference(Hub)
    check_name = TextField()
    person = reference(Person)
    other = reference(Person, null=True)
    score = IntegerField()
    reasons = TextField()
    at = DateTimeField()

    class Meta:
        indexes = ((("hub", "check_name", "id"), False), (("person",), False), (("other",), False))


def up(_migrator: SchemaMigrator, db: Database) -> None:
    made = [Job, RegistryFinding]
    with db.bind_ctx([Hub, Person, User, *made], bind_refs=False, bind_backrefs=False):
        for model in made:
            model._meta.strict_tables = isinstance(db, SqliteDatabase)
            model.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "registry_finding"')
    db.execute_sql('DROP TABLE "job"')
