"""What a hub sets about its report: people to serve per SPM and year, villages' distances, days without contact."""

from __future__ import annotations

from peewee import (
    AutoField,
    Check,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator

SPM = ("SPM-1", "SPM-2", "SPM-3", "SPM-4", "SPM-5")
ADDED = {  # table → columns added
    "hub": {"village_silent_days": "INTEGER NOT NULL DEFAULT 14 CHECK (village_silent_days BETWEEN 1 AND 365)"},
    "village": {"office_km": "INTEGER CHECK (office_km BETWEEN 0 AND 500)"},
}


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class Hub(Frozen):
    """Stands as an earlier migration left it, and gets the columns of ADDED."""


class SpmTarget(Frozen):
    id = AutoField()
    hub = ForeignKeyField(Hub, backref="+", on_delete="RESTRICT", index=False)
    year = IntegerField()
    code = TextField()
    people = IntegerField()

    class Meta:
        constraints = (
            Check(f"code IN ({', '.join(repr(code) for code in SPM)})"),
            Check("year BETWEEN 2000 AND 2100"),
            Check("people BETWEEN 0 AND 100000"),
        )
        indexes = ((("hub", "year", "code"), True),)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    for table, columns in ADDED.items():
        for name, kind in columns.items():
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {kind}')
    with db.bind_ctx([Hub, SpmTarget], bind_refs=False, bind_backrefs=False):
        SpmTarget._meta.strict_tables = isinstance(db, SqliteDatabase)
        SpmTarget.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "spm_target"')
    for table, columns in ADDED.items():
        for name in columns:
            db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')
