"""What front and back office propose to the koordinator: visits, closings, and where to refer."""

from __future__ import annotations

from peewee import AutoField, Check, Database, DateTimeField, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator

ADDED = {  # columns of "recommendation", in order
    "agency_id": "INTEGER",
    "agency_name": "TEXT NOT NULL DEFAULT ''",
    "wanted": "TEXT NOT NULL DEFAULT ''",
    "rejection_reason": "TEXT NOT NULL DEFAULT ''",
}


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class User(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    """Stands as an earlier migration left it."""


class CaseProposal(Frozen):
    id = AutoField()
    case = reference(Case)
    kind = TextField()
    summary = TextField()
    content = TextField()
    created_by = reference(User)
    created_at = DateTimeField()
    settled_at = DateTimeField(null=True)

    class Meta:
        constraints = (Check("kind IN ('kunjungan', 'tutup')"),)
        indexes = ((("case", "id"), False),)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    for name, kind in ADDED.items():
        db.execute_sql(f'ALTER TABLE "recommendation" ADD COLUMN "{name}" {kind}')
    with db.bind_ctx([User, Case, CaseProposal], bind_refs=False, bind_backrefs=False):
        CaseProposal._meta.strict_tables = isinstance(db, SqliteDatabase)
        CaseProposal.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "case_proposal"')
    for name in ADDED:
        db.execute_sql(f'ALTER TABLE "recommendation" DROP COLUMN "{name}"')
