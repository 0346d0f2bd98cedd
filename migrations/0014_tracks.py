"""Guided ways for PBI-JK and DTSEN, and the health insurance of a person, which those ways read and change."""

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

TEXT = "TEXT NOT NULL DEFAULT ''"
INSURANCE = {
    "health_insurance": TEXT,
    "insurance_number": TEXT,
    "insurance_status": TEXT,
    "deactivated_on": "DATE",
    "deactivation_number": TEXT,
}
KINDS = "'reaktivasi_pbi', 'usulan_dtsen'"
STEPS = (
    "'diajukan', 'berkas', 'kelayakan', 'rekomendasi', 'diusulkan', 'disetujui', 'aktif', 'selesai', "
    "'dihimpun', 'musyawarah', 'diinput', 'disahkan', 'dikirim', 'diterima', 'ditolak', 'dihentikan'"
)
EVENTS = "'mulai', 'maju', 'mundur', 'koreksi', 'desil'"


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    """Stands as an earlier migration left it."""


class Person(Frozen):
    """Stands as an earlier migration left it, and gets the columns of INSURANCE."""


class Track(Frozen):
    id = AutoField()
    hub = reference(Hub)
    case = reference(Case)
    kind = TextField()
    wanted = TextField()
    created_by = reference(User)
    created_at = DateTimeField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (Check(f"kind IN ({KINDS})"),)
        indexes = ((("case", "id"), False), (("hub", "kind"), False))


class TrackMember(Frozen):
    id = AutoField()
    track = reference(Track)
    person = reference(Person)
    step = TextField()
    step_on = DateField()
    step_since = DateTimeField()
    deactivated_on = DateField(null=True)
    deactivation_number = TextField()
    care_place = TextField()
    active_on = DateField(null=True)
    decile_fixed_on = DateField(null=True)

    class Meta:
        constraints = (Check(f"step IN ({STEPS})"),)
        indexes = ((("track", "person"), True), (("step", "id"), False), (("person",), False))


class TrackEvent(Frozen):
    id = AutoField()
    member = reference(TrackMember)
    at = DateTimeField()
    on = DateField()
    kind = TextField()
    from_step = TextField()
    to_step = TextField()
    who = TextField()
    number = TextField()
    channel = TextField()
    text = TextField()
    reason = TextField()
    actor = reference(User)
    actor_name = TextField()

    class Meta:
        constraints = (Check(f"kind IN ({EVENTS})"),)
        indexes = ((("member", "id"), False),)


TABLES = [Track, TrackMember, TrackEvent]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    for name, kind in INSURANCE.items():
        stored = "TEXT" if kind == "DATE" and is_sqlite else kind
        db.execute_sql(f'ALTER TABLE "person" ADD COLUMN "{name}" {stored}')
    with db.bind_ctx([Hub, User, Case, Person, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = is_sqlite
            table.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
    for name in INSURANCE:
        db.execute_sql(f'ALTER TABLE "person" DROP COLUMN "{name}"')
