"""What each hub sets about its letters: kop, margins, numbers, signers, what each kind takes, and its own words."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    Check,
    Database,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator

KINDS = "kind IN ('surat_rujukan', 'surat_rekomendasi', 'surat_pengantar', 'surat_tugas', 'berita_acara')"


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], *, null: bool = False, unique: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null, unique=unique)


def counted() -> IntegerField:
    return IntegerField(constraints=[SQL("CHECK (version >= 1)")])


def margin(column: str) -> IntegerField:
    return IntegerField(constraints=[SQL(f"CHECK ({column} BETWEEN 5 AND 40)")])


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class LetterSettings(Frozen):
    id = AutoField()
    hub = reference(Hub, unique=True)
    above = TextField()
    name = TextField()
    address = TextField()
    margin_top = margin("margin_top")
    margin_right = margin("margin_right")
    margin_bottom = margin("margin_bottom")
    margin_left = margin("margin_left")
    archive = BooleanField()
    number_pattern = TextField()
    hub_mark = TextField()
    together = BooleanField()
    logo_left = TextField()
    logo_right = TextField()
    version = counted()


class LetterSigner(Frozen):
    id = AutoField()
    hub = reference(Hub)
    name = TextField()
    position = TextField()
    acting = TextField()
    superiors = TextField()
    rank = TextField()
    identity = TextField()
    identity_number = TextField()
    active = BooleanField()
    version = counted()

    class Meta:
        constraints = (
            Check("acting IN ('sendiri', 'an', 'ub', 'plt', 'plh')"),
            Check("identity IN ('kosong', 'nip', 'psm')"),
            Check("(identity = 'kosong') = (identity_number = '')"),
        )
        indexes = ((("hub", "id"), False),)


class LetterKindChoice(Frozen):
    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    classification = TextField()
    signer = reference(LetterSigner, null=True)
    acknowledger = reference(LetterSigner, null=True)

    class Meta:
        constraints = (Check(KINDS),)
        indexes = ((("hub", "kind"), True),)


class LetterText(Frozen):
    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    version = counted()
    text = TextField()
    created_by = reference(User)
    created_at = DateTimeField()

    class Meta:
        constraints = (Check(KINDS),)
        indexes = ((("hub", "kind", "version"), True),)


NEW = [LetterSettings, LetterSigner, LetterKindChoice, LetterText]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx([Hub, User, *NEW], bind_refs=False, bind_backrefs=False):
        for model in NEW:
            model._meta.strict_tables = isinstance(db, SqliteDatabase)
            model.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for model in reversed(NEW):
        db.execute_sql(f'DROP TABLE "{model._meta.table_name}"')
