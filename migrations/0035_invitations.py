"""Invitations by which a volunteer sets the own password on the own phone; only a digest of the link is kept."""

from __future__ import annotations

from peewee import AutoField, Database, DateTimeField, ForeignKeyField, Model, SqliteDatabase, TextField
from playhouse.migrate import SchemaMigrator


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class User(Frozen):
    """Stands as an earlier migration left it."""


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class Invitation(Frozen):
    id = AutoField()
    user = reference(User)
    uuid = TextField(unique=True)
    token_hash = TextField(unique=True)
    created_by = reference(User)
    created_at = DateTimeField()
    expires_at = DateTimeField()
    used_at = DateTimeField(null=True)
    ended_at = DateTimeField(null=True)

    class Meta:
        indexes = ((("user", "id"), False),)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    Invitation._meta.strict_tables = isinstance(db, SqliteDatabase)
    with db.bind_ctx([User, Invitation], bind_refs=False, bind_backrefs=False):
        Invitation.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "invitation"')
