"""Merging with undo: a person may be hidden behind another, and what merges and splits changed is kept whole."""

from __future__ import annotations

from peewee import AutoField, Check, Database, DateTimeField, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Household(Frozen):
    """Stands as an earlier migration left it."""


class Person(Frozen):
    """Stands as an earlier migration left it, and gets `merged_into`."""


class PersonMerge(Frozen):
    id = AutoField()
    hub = reference(Hub)
    kept = reference(Person)
    gone = reference(Person)
    kept_before = TextField()
    kept_after = TextField()
    gone_before = TextField()
    moved = TextField()
    reason = TextField()
    actor = reference(User)
    actor_name = TextField()
    at = DateTimeField()
    undone_by = reference(User, null=True)
    undone_by_name = TextField()
    undone_at = DateTimeField(null=True)

    class Meta:
        constraints = (Check("kept_id <> gone_id"),)
        indexes = ((("kept",), False), (("gone",), False))


class HouseholdMerge(Frozen):
    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    kept = reference(Household)
    other = reference(Household)
    members = TextField()
    reason = TextField()
    actor = reference(User)
    actor_name = TextField()
    at = DateTimeField()
    undone_by = reference(User, null=True)
    undone_by_name = TextField()
    undone_at = DateTimeField(null=True)

    class Meta:
        constraints = (Check("kind IN ('gabung', 'pisah')"), Check("kept_id <> other_id"))
        indexes = ((("kept",), False), (("other",), False))


def up(_migrator: SchemaMigrator, db: Database) -> None:
    hidden = 'INTEGER REFERENCES "person" ("id") ON DELETE RESTRICT'
    db.execute_sql(f'ALTER TABLE "person" ADD COLUMN "merged_into_id" {hidden}')
    made = [PersonMerge, HouseholdMerge]
    with db.bind_ctx([Hub, User, Household, Person, *made], bind_refs=False, bind_backrefs=False):
        for model in made:
            model._meta.strict_tables = isinstance(db, SqliteDatabase)
            model.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "household_merge"')
    db.execute_sql('DROP TABLE "person_merge"')
    db.execute_sql('ALTER TABLE "person" DROP COLUMN "merged_into_id"')
