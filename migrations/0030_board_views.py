"""Filters of the board that people keep under a name."""

from __future__ import annotations

from peewee import AutoField, Database, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class User(Frozen):
    """Stands as an earlier migration left it."""


class BoardView(Frozen):
    id = AutoField()
    user = ForeignKeyField(User, backref="+", on_delete="RESTRICT", index=False)
    name = TextField()
    query = TextField()

    class Meta:
        indexes = ((("user", "name"), True),)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx([User, BoardView], bind_refs=False, bind_backrefs=False):
        BoardView._meta.strict_tables = isinstance(db, SqliteDatabase)
        BoardView.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "board_view"')
