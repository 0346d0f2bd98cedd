"""The hub with its villages and services, who works there, and the append-only trail of what they do."""

from __future__ import annotations

from peewee import (
    SQL,
    BooleanField,
    Check,
    CompositeKey,
    Database,
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
    code = TextField(unique=True)
    name = TextField()
    district = TextField()
    regency = TextField()
    province = TextField()
    address = TextField()
    phone = TextField()
    opening_hours = TextField()
    paper = TextField()
    zone = TextField()
    practice = BooleanField()
    created_at = DateTimeField()

    class Meta:
        constraints = (one_of("paper", ["F4", "A4"]),)


class Village(Frozen):
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    kind = TextField()
    active = BooleanField()

    class Meta:
        indexes = ((("hub", "code"), True),)


class Counter(Frozen):
    hub = reference(Hub)
    kind = TextField()
    period = TextField()
    last = IntegerField(constraints=[SQL("CHECK (last >= 0)")])

    class Meta:
        indexes = ((("hub", "kind", "period"), True),)


class Service(Frozen):
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    area = TextField()
    pillar = TextField()
    priority = TextField()
    target_days = IntegerField()
    papers = TextField()
    restricted = BooleanField()
    hint = TextField()
    position = IntegerField()
    active = BooleanField()

    class Meta:
        indexes = ((("hub", "code"), True),)


class User(Frozen):
    hub = reference(Hub)
    username = TextField(unique=True)
    name = TextField()
    password_hash = TextField()
    roles = TextField()
    area = TextField()
    phone = TextField()
    letter_of_appointment = TextField()
    active = BooleanField()
    must_change_password = BooleanField()
    created_at = DateTimeField()

    class Meta:
        indexes = ((("hub", "active"), False),)


class UserVillage(Frozen):
    user = reference(User)
    village = reference(Village)

    class Meta:
        primary_key = CompositeKey("user", "village")


class LoginSession(Frozen):
    user = reference(User)
    token_hash = TextField(unique=True)
    device = TextField()
    created_at = DateTimeField()
    seen_at = DateTimeField()
    revoked_at = DateTimeField(null=True)

    class Meta:
        indexes = ((("user", "revoked_at"), False),)


class LoginThrottle(Frozen):
    key = TextField(primary_key=True)
    failures = IntegerField()
    last_at = DateTimeField()


class AuditEntry(Frozen):
    hub = reference(Hub, null=True)
    at = DateTimeField()
    actor = reference(User, null=True)
    actor_name = TextField()
    session_id = TextField()
    address = TextField()
    action = TextField()
    object_type = TextField()
    object_id = TextField()
    reason = TextField()
    detail = TextField()

    class Meta:
        indexes = ((("hub", "id"), False), (("object_type", "object_id"), False))


class Submission(Frozen):
    key = TextField(primary_key=True)
    user = reference(User)
    action = TextField()
    digest = TextField()
    target = TextField()
    created_at = DateTimeField()


class ParkedForm(Frozen):
    user = reference(User)
    path = TextField()
    fields = TextField()
    created_at = DateTimeField()

    class Meta:
        indexes = ((("user", "path"), False),)


TABLES = [
    Hub,
    Village,
    Counter,
    Service,
    User,
    UserVillage,
    LoginSession,
    LoginThrottle,
    AuditEntry,
    Submission,
    ParkedForm,
]

SQLITE = (
    """CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END""",
    """CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END""",
)
POSTGRES = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$""",
    "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    with db.bind_ctx([*TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = is_sqlite
            table.create_table(safe=False)
        for statement in SQLITE if is_sqlite else POSTGRES:
            db.execute_sql(statement)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
    if not isinstance(db, SqliteDatabase):
        db.execute_sql("DROP FUNCTION refuse_change()")
