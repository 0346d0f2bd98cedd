"""Lists brought into the registry, their rows, and the remembered meaning of their columns.

The index on `merged_into` is for taking an import back: removing a person asks whether another was merged into it.
"""

from __future__ import annotations

from peewee import (
    AutoField,
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

STATES = "'dibaca', 'kolom', 'diuji', 'siap', 'diterapkan', 'selesai', 'dibatalkan', 'batal', 'gagal', 'dibuang'"
VERDICTS = "'baru', 'sama', 'berubah', 'ragu', 'ditolak'"
ROW_STATES = "'belum', 'diterapkan', 'dilewati', 'dikembalikan', 'dipertahankan'"


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class Person(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Import(Frozen):
    id = AutoField()
    hub = reference(Hub)
    name = TextField()
    file_name = TextField()
    stored_name = TextField()
    size = IntegerField()
    data_on = DateField()
    state = TextField()
    failure = TextField()
    sheets = TextField()
    sheet = TextField()
    header_row = IntegerField()
    headings = TextField()
    columns = TextField()
    updates = TextField()
    constants = TextField()
    total = IntegerField()
    counts = TextField()
    outcome = TextField()
    checked_at = DateTimeField(null=True)
    checked_person = IntegerField()
    last_person = IntegerField()
    last_household = IntegerField()
    created_by = reference(User)
    created_at = DateTimeField()
    applied_by = reference(User, null=True)
    applied_at = DateTimeField(null=True)
    undone_by = reference(User, null=True)
    undone_at = DateTimeField(null=True)
    ended_at = DateTimeField(null=True)

    class Meta:
        constraints = (Check(f"state IN ({STATES})"),)
        indexes = ((("hub", "id"), False),)


class ImportRow(Frozen):
    id = AutoField()
    of_import = reference(Import)
    position = IntegerField()
    cells = TextField()
    words = TextField()
    verdict = TextField()
    reasons = TextField()
    person = reference(Person, null=True)
    changes = TextField()
    choice = TextField()
    state = TextField()
    undo = TextField()

    class Meta:
        constraints = (
            Check(f"verdict IN ({VERDICTS})"),
            Check("choice IN ('', 'sama', 'baru', 'lewati')"),
            Check(f"state IN ({ROW_STATES})"),
        )
        indexes = (
            (("of_import", "position"), True),
            (("of_import", "verdict", "position"), False),
            (("of_import", "state", "position"), False),
            (("of_import", "words"), False),
            (("person",), False),
        )


class ImportMapping(Frozen):
    id = AutoField()
    hub = reference(Hub)
    name = TextField()
    headings = TextField()
    columns = TextField()
    updates = TextField()
    constants = TextField()
    created_by = reference(User)
    created_at = DateTimeField()

    class Meta:
        indexes = ((("hub", "name"), True),)


MADE = [Import, ImportRow, ImportMapping]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx([Hub, Person, User, *MADE], bind_refs=False, bind_backrefs=False):
        for model in MADE:
            model._meta.strict_tables = isinstance(db, SqliteDatabase)
            model.create_table(safe=False)
    db.execute_sql('CREATE INDEX "person_merged_into_id" ON "person" ("merged_into_id")')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP INDEX "person_merged_into_id"')
    for table in ("import_mapping", "import_row", "import"):
        db.execute_sql(f'DROP TABLE "{table}"')
