"""Households and people, and the index that finds people by the beginnings of words."""

from __future__ import annotations

from peewee import (
    BooleanField,
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


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


def one_of(column: str, values: list[str]) -> Check:
    return Check(f"{column} IN (" + ", ".join(f"'{value}'" for value in values) + ")")


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class Village(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Household(Frozen):
    hub = reference(Hub)
    uuid = TextField(unique=True)
    kk = TextField(null=True)
    village = reference(Village, null=True)
    address = TextField()
    rt = TextField()
    rw = TextField()
    created_at = DateTimeField()

    class Meta:
        indexes = ((("hub", "kk"), False),)


class Person(Frozen):
    hub = reference(Hub)
    uuid = TextField(unique=True)
    household = reference(Household, null=True)
    household_role = TextField()
    name = TextField()
    alias = TextField()
    search_words = TextField()
    identity = TextField()
    nik = TextField(null=True)
    nik_reason = TextField()
    sex = TextField()
    birth_place = TextField()
    birth_date = DateField(null=True)
    birth_year_estimate = IntegerField(null=True)
    village = reference(Village)
    address = TextField()
    rt = TextField()
    rw = TextField()
    landmark = TextField()
    id_card_address = TextField()
    phone = TextField()
    phone_normal = TextField(null=True)
    occupation = TextField()
    is_alive = BooleanField()
    created_by = reference(User, null=True)
    created_at = DateTimeField()
    changed_at = DateTimeField()

    class Meta:
        constraints = (one_of("sex", ["L", "P"]),)
        indexes = (
            (("hub", "nik"), False),
            (("hub", "phone_normal"), False),
            (("hub", "search_words"), False),
            (("household",), False),
        )


TABLES = [Household, Person]

SQLITE = (
    """CREATE VIRTUAL TABLE person_search USING fts5(
       search_words, content='person', content_rowid='id', detail='none', prefix='2 3 4', tokenize='unicode61')""",
    "INSERT INTO person_search(person_search, rank) VALUES('secure-delete', 1)",
    """CREATE TRIGGER person_search_insert AFTER INSERT ON person
       BEGIN INSERT INTO person_search(rowid, search_words) VALUES (new.id, new.search_words); END""",
    """CREATE TRIGGER person_search_delete AFTER DELETE ON person
       BEGIN INSERT INTO person_search(person_search, rowid, search_words)
             VALUES ('delete', old.id, old.search_words); END""",
    """CREATE TRIGGER person_search_update AFTER UPDATE OF search_words ON person
       BEGIN INSERT INTO person_search(person_search, rowid, search_words)
             VALUES ('delete', old.id, old.search_words);
             INSERT INTO person_search(rowid, search_words) VALUES (new.id, new.search_words); END""",
)
POSTGRES = ("CREATE INDEX person_search ON person USING gin (to_tsvector('simple', search_words))",)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    with db.bind_ctx([Hub, Village, User, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = is_sqlite
            table.create_table(safe=False)
        for statement in SQLITE if is_sqlite else POSTGRES:
            db.execute_sql(statement)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    if isinstance(db, SqliteDatabase):
        db.execute_sql("DROP TABLE person_search")
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
