"""Attachments of cases, corrections of history entries with their old words, handovers and who read them."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
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

# index → table and columns
INDEXES = {
    "case_event_actor_id_at": ("case_event", '"actor_id", "at"'),
    "case_document_promised_on": ("case_document", '"promised_on"'),
}


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


class Case(Frozen):
    """Stands as an earlier migration left it."""


class CaseDocument(Frozen):
    """Stands as an earlier migration left it, and gets an index."""


class CaseEvent(Frozen):
    """Stands as an earlier migration left it, and gets `corrected_at` and an index."""


class Attachment(Frozen):
    id = AutoField()
    case = reference(Case)
    document = reference(CaseDocument, null=True)
    kind = TextField()
    title = TextField()
    stored_name = TextField(unique=True)
    sha256 = TextField()
    size = IntegerField(constraints=[SQL("CHECK (size > 0)")])
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    created_by = reference(User)
    created_at = DateTimeField()
    removed_by = reference(User, null=True)
    removed_at = DateTimeField(null=True)
    removed_because = TextField()

    class Meta:
        constraints = (Check("kind IN ('foto', 'pdf')"),)
        indexes = ((("case", "id"), False), (("created_by", "created_at"), False))


class EntryCorrection(Frozen):
    id = AutoField()
    event = reference(CaseEvent)
    was = TextField()
    reason = TextField()
    created_by = reference(User)
    by_name = TextField()
    by_role = TextField()
    created_at = DateTimeField()

    class Meta:
        indexes = ((("event", "id"), False),)


class Handover(Frozen):
    id = AutoField()
    hub = reference(Hub)
    user = reference(User)
    since = DateTimeField()
    note = TextField()
    content = TextField()
    created_at = DateTimeField()

    class Meta:
        indexes = ((("hub", "id"), False), (("user", "id"), False))


class HandoverRead(Frozen):
    handover = reference(Handover)
    user = reference(User)
    read_at = DateTimeField()

    class Meta:
        primary_key = CompositeKey("handover", "user")


TABLES = [Attachment, EntryCorrection, Handover, HandoverRead]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    db.execute_sql(f'ALTER TABLE "case_event" ADD COLUMN "corrected_at" {"TEXT" if is_sqlite else "TIMESTAMP"}')
    for name, (table, columns) in INDEXES.items():
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns})')
    with db.bind_ctx([Hub, User, Case, CaseDocument, CaseEvent, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = is_sqlite
            table.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
    for name in INDEXES:
        db.execute_sql(f'DROP INDEX "{name}"')
    db.execute_sql('ALTER TABLE "case_event" DROP COLUMN "corrected_at"')
