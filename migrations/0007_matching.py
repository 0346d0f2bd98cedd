"""Pairs of people told apart, and the index by which people born on the same day are found."""

from __future__ import annotations

from peewee import AutoField, Check, Database, DateTimeField, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class Person(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class NotSame(Frozen):
    id = AutoField()
    hub = reference(Hub)
    person_low = reference(Person)
    person_high = reference(Person)
    actor = reference(User)
    actor_name = TextField()
    at = DateTimeField()

    class Meta:
        constraints = (Check("person_low_id < person_high_id"),)
        indexes = ((("person_low", "person_high"), True), (("person_high",), False))


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx([Hub, Person, User, NotSame], bind_refs=False, bind_backrefs=False):
        NotSame._meta.strict_tables = isinstance(db, SqliteDatabase)
        NotSame.create_table(safe=False)
    db.execute_sql('CREATE INDEX "person_hub_id_birth_date" ON "person" ("hub_id", "birth_date")')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP INDEX "person_hub_id_birth_date"')
    db.execute_sql('DROP TABLE "not_same"')
