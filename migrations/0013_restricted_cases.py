"""Restricted cases: why and by whom, the people let in, and every first look; earlier ones keep an empty reason."""

from __future__ import annotations

from peewee import AutoField, Check, Database, DateTimeField, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class User(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    """Stands as an earlier migration left it, and gets ADDED."""


class CaseTeam(Frozen):
    id = AutoField()
    case = reference(Case)
    user = reference(User)
    added_by = reference(User)
    at = DateTimeField()
    removed_at = DateTimeField(null=True)

    class Meta:
        indexes = ((("case", "user"), True), (("user",), False))


class CaseAccess(Frozen):
    id = AutoField()
    case = reference(Case)
    user = reference(User)
    kind = TextField()
    reason = TextField()
    at = DateTimeField()
    known_by = reference(User, null=True)
    known_at = DateTimeField(null=True)

    class Meta:
        constraints = (Check("kind IN ('biasa', 'darurat')"),)
        indexes = ((("case", "user", "at"), False), (("kind", "known_at"), False))


TABLES = [CaseTeam, CaseAccess]
ADDED = {
    "restricted_reason": "TEXT NOT NULL DEFAULT ''",
    "restricted_by_id": 'INTEGER REFERENCES "user" ("id") ON DELETE RESTRICT',
}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx([User, Case, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = isinstance(db, SqliteDatabase)
            table.create_table(safe=False)
    for name, kind in ADDED.items():
        db.execute_sql(f'ALTER TABLE "case" ADD COLUMN "{name}" {kind}')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for name in reversed(ADDED):
        db.execute_sql(f'ALTER TABLE "case" DROP COLUMN "{name}"')
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
