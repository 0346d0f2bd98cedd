"""The register of letters. Letters of referrals written before get their line in it, with the number they have; their
counter becomes the hub's one agenda, which all kinds share from now on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from peewee import (
    SQL,
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
    chunked,
)
from playhouse.migrate import SchemaMigrator

KINDS = "'surat_rujukan', 'surat_rekomendasi', 'surat_pengantar', 'surat_tugas', 'berita_acara'"
ALPHABET, TELLING, AT_ONCE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 11, 200
VOID = "Rujukan dibatalkan sebelum dikirim."
WRITTEN = """SELECT id, hub_id, case_id, letter_number, letter_on, agency_name, state, sent_on,
             created_by_id, created_at FROM referral ORDER BY id"""
COLUMNS = (
    *("hub_id", "kind", "state", "number", "counter", "year", "serial", "classification", "dated_on", "subject"),
    *("addressee", "case_id", "referral_id", "content", "signing", "proof_code", "created_by_id", "created_at"),
    *("issued_by_id", "issued_at", "voided_at", "void_reason", "version"),
)


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    """Stands as an earlier migration left it."""


class Referral(Frozen):
    """Stands as an earlier migration left it."""


class Assignment(Frozen):
    """Stands as an earlier migration left it."""


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


class Letter(Frozen):
    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    state = TextField()
    number = TextField(null=True)
    counter = TextField()
    year = IntegerField(null=True)
    serial = IntegerField(null=True)
    classification = TextField()
    dated_on = DateField()
    subject = TextField()
    addressee = TextField()
    case = reference(Case, null=True)
    referral = reference(Referral, null=True)
    assignment = reference(Assignment, null=True)
    content = TextField()
    signing = TextField()
    proof_code = TextField(unique=True)
    source_sha256 = TextField(null=True)
    file_sha256 = TextField(null=True)
    created_by = reference(User)
    created_at = DateTimeField()
    issued_by = reference(User, null=True)
    issued_at = DateTimeField(null=True)
    voided_by = reference(User, null=True)
    voided_at = DateTimeField(null=True)
    void_reason = TextField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (
            Check(f"kind IN ({KINDS})"),
            Check("state IN ('draf', 'terbit', 'batal')"),
            Check("(state = 'draf') = (number IS NULL)"),
            Check("(number IS NULL) = (serial IS NULL) AND (number IS NULL) = (year IS NULL)"),
            Check("(state = 'batal') = (void_reason <> '')"),
        )
        indexes = (
            (("hub", "number"), True),
            (("hub", "counter", "year", "serial"), True),
            (("hub", "state", "id"), False),
            (("hub", "kind", "id"), False),
            (("case", "id"), False),
            (("referral",), True),
            (("assignment", "id"), False),
        )


MODELS = [Hub, User, Case, Referral, Assignment, Letter]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    Letter._meta.strict_tables = is_sqlite
    with db.bind_ctx(MODELS, bind_refs=False, bind_backrefs=False):
        Letter.create_table(safe=False)
    mark = "?" if is_sqlite else "%s"
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    row = f"({', '.join([mark] * len(COLUMNS))})"
    for rows in chunked(_letters(db), AT_ONCE):
        values = [value for one in rows for value in one]
        db.execute_sql(f'INSERT INTO "letter" ({names}) VALUES {", ".join([row] * len(rows))}', values)
    db.execute_sql("UPDATE counter SET kind = 'agenda' WHERE kind = 'surat_rujukan'")


def _letters(db: Database) -> Iterator[tuple[object, ...]]:
    for _id, hub, case, number, day, agency, state, sent, by, at in db.execute_sql(WRITTEN).fetchall():
        klas, serial, _hub, _month, year = number.split("/")
        void = state == "batal" and sent is None
        yield (
            *(hub, "surat_rujukan", "batal" if void else "terbit", number, "agenda", int(year), int(serial), klas, day),
            *("Rujukan layanan sosial", agency, case, _id, "{}", "{}", _code(), by, at, by, at),
            *(at if void else None, VOID if void else "", 1),
        )


def _code() -> str:
    """A random code whose last letter checks the typing (rules.letter_code as it was then)."""
    digits = [secrets.randbelow(len(ALPHABET)) for _ in range(TELLING)]
    check = sum(weight * digit for weight, digit in enumerate(digits, start=1)) % len(ALPHABET)
    return "".join(ALPHABET[digit] for digit in [*digits, check])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql("UPDATE counter SET kind = 'surat_rujukan' WHERE kind = 'agenda'")
    db.execute_sql('DROP TABLE "letter"')
