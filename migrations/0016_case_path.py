"""Linked cases, decisions that follow an emergency, and what a closed case gave, told and left behind."""

from __future__ import annotations

from peewee import AutoField, Check, Database, DateTimeField, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator

ADDED = {  # columns of "case", in order; BOOLEAN is INTEGER and DATE is TEXT on SQLite
    "decision_pending": "BOOLEAN NOT NULL DEFAULT FALSE",
    "given": "TEXT NOT NULL DEFAULT ''",
    "given_on": "DATE",
    "given_amount": "INTEGER CHECK (given_amount >= 0)",
    "told_how": "TEXT NOT NULL DEFAULT ''",
    "satisfaction": "INTEGER CHECK (satisfaction BETWEEN 1 AND 4)",
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
    """Stands as an earlier migration left it, and gets the columns of ADDED."""


class CaseLink(Frozen):
    id = AutoField()
    case = reference(Case)
    other = reference(Case)
    kind = TextField()
    created_by = reference(User)
    created_at = DateTimeField()

    class Meta:
        constraints = (Check("kind IN ('terkait', 'duplikat')"),)
        indexes = ((("case", "other"), True), (("other",), False))


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    for name, kind in ADDED.items():
        stored = kind.replace("BOOLEAN", "INTEGER").replace("DATE", "TEXT") if is_sqlite else kind
        db.execute_sql(f'ALTER TABLE "case" ADD COLUMN "{name}" {stored}')
    with db.bind_ctx([User, Case, CaseLink], bind_refs=False, bind_backrefs=False):
        CaseLink._meta.strict_tables = is_sqlite
        CaseLink.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "case_link"')
    for name in ADDED:
        db.execute_sql(f'ALTER TABLE "case" DROP COLUMN "{name}"')
