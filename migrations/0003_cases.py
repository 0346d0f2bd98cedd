"""Cases with their papers, data checks, recommendations, decisions and history."""

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

CASE_STATES = [
    "draf",
    "terdaftar",
    "perlu_perbaikan",
    "kunjungan",
    "penanganan",
    "menunggu_penetapan",
    "dilayani",
    "dirujuk",
    "selesai",
    "ditolak",
    "batal",
]
PRIORITIES = ["darurat", "segera", "biasa"]


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


class Service(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Person(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    hub = reference(Hub)
    number = TextField(unique=True)
    uuid = TextField(unique=True)
    village = reference(Village)
    client = reference(Person)
    channel = TextField()
    kind = TextField()
    priority = TextField()
    service = reference(Service)
    area = TextField()
    pillar = TextField()
    reporter_name = TextField()
    reporter_relation = TextField()
    reporter_phone = TextField()
    reporter_phone_reason = TextField()
    story = TextField()
    wish = TextField()
    state = TextField()
    state_since = DateTimeField()
    due_on = DateField()
    restricted = BooleanField()
    awaits_assignment = BooleanField()
    registered_on = DateField()
    created_by = reference(User)
    created_at = DateTimeField()
    result = TextField()
    result_text = TextField()
    told_family_on = DateField(null=True)
    closed_at = DateTimeField(null=True)
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (one_of("state", CASE_STATES), one_of("priority", PRIORITIES))
        indexes = (
            (("hub", "state", "due_on", "id"), False),
            (("hub", "registered_on", "id"), False),
            (("hub", "awaits_assignment", "due_on", "id"), False),
            (("client",), False),
        )


class CaseDocument(Frozen):
    case = reference(Case)
    position = IntegerField()
    name = TextField()
    state = TextField()
    form = TextField()
    changed_by = reference(User, null=True)
    changed_at = DateTimeField(null=True)

    class Meta:
        indexes = ((("case", "position"), True),)


class DataCheck(Frozen):
    case = reference(Case)
    status = TextField()
    decile = IntegerField(null=True, constraints=[SQL("CHECK (decile BETWEEN 1 AND 10)")])
    period = TextField()
    checked_on = DateField()
    channel = TextField()
    note = TextField()
    checked_by = reference(User)
    created_at = DateTimeField()

    class Meta:
        indexes = ((("case", "id"), False),)


class Recommendation(Frozen):
    case = reference(Case)
    choice = TextField()
    reason = TextField()
    created_by = reference(User)
    created_at = DateTimeField()

    class Meta:
        indexes = ((("case", "id"), False),)


class Decision(Frozen):
    case = reference(Case)
    choice = TextField()
    text = TextField()
    officer = TextField()
    target_on = DateField(null=True)
    agency = TextField()
    letter_number = TextField()
    letter_on = DateField(null=True)
    rejection_reason = TextField()
    told_client = TextField()
    created_by = reference(User)
    created_at = DateTimeField()

    class Meta:
        indexes = ((("case", "id"), False),)


class CaseEvent(Frozen):
    case = reference(Case)
    at = DateTimeField()
    actor = reference(User)
    actor_name = TextField()
    actor_role = TextField()
    kind = TextField()
    from_state = TextField()
    to_state = TextField()
    text = TextField()

    class Meta:
        indexes = ((("case", "id"), False),)


TABLES = [Case, CaseDocument, DataCheck, Recommendation, Decision, CaseEvent]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    with db.bind_ctx([Hub, Village, Service, User, Person, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = is_sqlite
            table.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
