"""The registry: everything the counter asks about a person, memberships, and a history of corrections."""

from __future__ import annotations

from peewee import Check, Database, DateField, DateTimeField, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator

TEXT = "TEXT NOT NULL DEFAULT ''"
LATER = {
    "religion": TEXT,
    "marital_status": TEXT,
    "education": TEXT,
    "nationality": TEXT,
    "id_card_rt": TEXT,
    "id_card_rw": TEXT,
    "id_card_village": TEXT,
    "id_card_district": TEXT,
    "id_card_regency": TEXT,
    "status": "TEXT NOT NULL DEFAULT 'hidup' CHECK (status IN ('hidup', 'meninggal', 'pindah'))",
    "status_on": "DATE",
    "status_note": TEXT,
    "disability": TEXT,
    "condition": TEXT,
    "dtsen_status": TEXT,
    "decile": "INTEGER CHECK (decile BETWEEN 1 AND 10)",
    "decile_period": TEXT,
    "decile_on": "DATE",
    "decile_channel": TEXT,
    "version": "INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)",
}
HOUSEHOLD_STATUS = "TEXT NOT NULL DEFAULT 'aktif' CHECK (status IN ('aktif', 'kosong'))"
INDEXES = {
    "person_hub_id_status_search_words": '"hub_id", "status", "search_words"',
    "person_village_id_status_search_words": '"village_id", "status", "search_words"',
}


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


def one_of(column: str, values: list[str]) -> Check:
    return Check(f"{column} IN (" + ", ".join(f"'{value}'" for value in values) + ")")


class User(Frozen):
    """Stands as an earlier migration left it."""


class Person(Frozen):
    """Stands as an earlier migration left it, and gets the columns of LATER."""


class Membership(Frozen):
    person = reference(Person)
    program = TextField()
    status = TextField()
    card_number = TextField()
    since = DateField(null=True)
    until = DateField(null=True)
    note = TextField()
    created_by = reference(User, null=True)
    created_at = DateTimeField()
    changed_by = reference(User, null=True)
    changed_at = DateTimeField()

    class Meta:
        constraints = (one_of("status", ["aktif", "usulan", "berhenti"]),)
        indexes = ((("person", "id"), False), (("program", "status"), False))


class PersonChange(Frozen):
    person = reference(Person)
    field = TextField()
    old = TextField()
    new = TextField()
    reason = TextField()
    source = TextField()
    actor = reference(User, null=True)
    actor_name = TextField()
    at = DateTimeField()

    class Meta:
        constraints = (one_of("source", ["tangan", "impor", "gabung"]),)
        indexes = ((("person", "id"), False),)


TABLES = [Membership, PersonChange]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    for name, kind in LATER.items():
        stored = "TEXT" if kind == "DATE" and is_sqlite else kind
        db.execute_sql(f'ALTER TABLE "person" ADD COLUMN "{name}" {stored}')
    db.execute_sql("UPDATE person SET status = 'meninggal' WHERE NOT is_alive")
    db.execute_sql('ALTER TABLE "person" DROP COLUMN "is_alive"')
    db.execute_sql(f'ALTER TABLE "household" ADD COLUMN "status" {HOUSEHOLD_STATUS}')
    for name, columns in INDEXES.items():
        db.execute_sql(f'CREATE INDEX "{name}" ON "person" ({columns})')
    with db.bind_ctx([User, Person, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = is_sqlite
            table.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
    for name in INDEXES:
        db.execute_sql(f'DROP INDEX "{name}"')
    db.execute_sql('ALTER TABLE "household" DROP COLUMN "status"')
    alive = "INTEGER NOT NULL DEFAULT 1" if is_sqlite else "BOOLEAN NOT NULL DEFAULT TRUE"
    db.execute_sql(f'ALTER TABLE "person" ADD COLUMN "is_alive" {alive}')
    dead = "0" if is_sqlite else "FALSE"
    db.execute_sql(f"UPDATE person SET is_alive = {dead} WHERE status = 'meninggal'")
    for name in LATER:
        db.execute_sql(f'ALTER TABLE "person" DROP COLUMN "{name}"')
