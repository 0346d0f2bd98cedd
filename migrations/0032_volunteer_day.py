"""A task may be planned for a day of the volunteer's own, and questions about it are asked and answered."""

from __future__ import annotations

from peewee import AutoField, Database, DateTimeField, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class Assignment(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class AssignmentMessage(Frozen):
    id = AutoField()
    assignment = reference(Assignment)
    at = DateTimeField()
    author = reference(User)
    author_name = TextField()
    author_role = TextField()
    text = TextField()

    class Meta:
        indexes = ((("assignment", "id"), False),)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    added = {
        "planned_on": "TEXT" if is_sqlite else "DATE",
        "postponed_because": "TEXT NOT NULL DEFAULT ''",
        "asked_at": "TEXT" if is_sqlite else "TIMESTAMP",
    }
    for name, kind in added.items():
        db.execute_sql(f'ALTER TABLE "assignment" ADD COLUMN "{name}" {kind}')
    with db.bind_ctx([Assignment, User, AssignmentMessage], bind_refs=False, bind_backrefs=False):
        AssignmentMessage._meta.strict_tables = is_sqlite
        AssignmentMessage.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "assignment_message"')
    for name in ("planned_on", "postponed_because", "asked_at"):
        db.execute_sql(f'ALTER TABLE "assignment" DROP COLUMN "{name}"')
