"""Tasks of volunteers, their visit reports and photos."""

from __future__ import annotations

from peewee import (
    SQL,
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

ASSIGNMENT_STATES = [
    "ditugaskan",
    "diterima",
    "dikerjakan",
    "dilaporkan",
    "disetujui",
    "dikembalikan",
    "kunjungan_ulang",
    "batal",
    "ditolak",
]


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


class Case(Frozen):
    """Stands as an earlier migration left it."""


class Assignment(Frozen):
    hub = reference(Hub)
    number = TextField(unique=True)
    case = reference(Case)
    village = reference(Village)
    volunteer = reference(User)
    kind = TextField()
    instruction = TextField()
    due_on = DateField()
    state = TextField()
    state_since = DateTimeField()
    reason = TextField()
    created_by = reference(User)
    created_at = DateTimeField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (one_of("state", ASSIGNMENT_STATES),)
        indexes = (
            (("hub", "state", "state_since"), False),
            (("volunteer", "state", "due_on"), False),
            (("case", "id"), False),
        )


class Visit(Frozen):
    assignment = reference(Assignment)
    case = reference(Case)
    visited_at = DateTimeField()
    outcome = TextField()
    met_whom = TextField()
    findings = TextField()
    conclusion = TextField()
    next_step = TextField()
    return_on = DateField(null=True)
    created_by = reference(User)
    created_at = DateTimeField()
    approved = BooleanField(null=True)
    review = TextField()
    reviewed_by = reference(User, null=True)
    reviewed_at = DateTimeField(null=True)

    class Meta:
        indexes = ((("assignment", "id"), False), (("case", "id"), False))


class Photo(Frozen):
    case = reference(Case)
    visit = reference(Visit)
    stored_name = TextField(unique=True)
    sha256 = TextField()
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()
    created_by = reference(User)
    created_at = DateTimeField()

    class Meta:
        indexes = ((("case", "id"), False), (("visit",), False))


TABLES = [Assignment, Visit, Photo]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    with db.bind_ctx([Hub, Village, User, Case, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = is_sqlite
            table.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
