"""The words people are called by and their keys, so that a misspelt name finds them; `migrate` fills both."""

from __future__ import annotations

from peewee import AutoField, CompositeKey, Database, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class SearchWord(Frozen):
    id = AutoField()
    hub = reference(Hub)
    word = TextField()

    class Meta:
        indexes = ((("hub", "word"), True),)


class WordKey(Frozen):
    key = TextField()
    word = reference(SearchWord)

    class Meta:
        primary_key = CompositeKey("key", "word")


TABLES = [SearchWord, WordKey]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx([Hub, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = isinstance(db, SqliteDatabase)
            table.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
