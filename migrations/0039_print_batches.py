"""Many papers at once, printed in the background.

The job that prints them needs a wider CHECK on job.kind, which SQLite can only change by writing the table anew. On the
way back jobs of that kind go.
"""

from __future__ import annotations

import re

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

KIND = "cetak_kumpulan"
KINDS = "'pilihan', 'belum_dicetak', 'tanda_terima', 'hari_relawan'"
IN_SQLITE = re.compile(r"kind IN \(([^)]*)\)")
IN_POSTGRES = re.compile(r"'(\w+)'::text")
CHECK_OF_KIND = (
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'job'::regclass AND contype = 'c' "
    "AND pg_get_constraintdef(oid) LIKE '%%ekspor_warga%%'"
)


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class PrintBatch(Frozen):
    id = AutoField()
    hub = reference(Hub)
    kind = TextField()
    form = TextField()
    title = TextField()
    parts = TextField()
    double_sided = BooleanField()
    address = TextField()
    stored_name = TextField()
    printed = IntegerField(constraints=[SQL("CHECK (printed >= 0)")])
    left_out = IntegerField(constraints=[SQL("CHECK (left_out >= 0)")])
    created_by = reference(User)
    created_at = DateTimeField()

    class Meta:
        constraints = (Check(f"kind IN ({KINDS})"), Check("form IN ('pdf', 'zip')"))
        indexes = ((("hub", "id"), False), (("created_by", "id"), False))


MODELS = [Hub, User, PrintBatch]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    PrintBatch._meta.strict_tables = isinstance(db, SqliteDatabase)
    with db.bind_ctx(MODELS, bind_refs=False, bind_backrefs=False):
        PrintBatch.create_table(safe=False)
    _change_kinds(db, [*_kinds(db), KIND])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f"DELETE FROM job WHERE kind = '{KIND}'")
    _change_kinds(db, [kind for kind in _kinds(db) if kind != KIND])
    db.execute_sql('DROP TABLE "print_batch"')


def _kinds(db: Database) -> list[str]:
    """The kinds of jobs that the table allows now, in their order."""
    if isinstance(db, SqliteDatabase):
        return re.findall(r"'(\w+)'", IN_SQLITE.search(_made(db)[0])[1])
    ((_, definition),) = db.execute_sql(CHECK_OF_KIND).fetchall()
    return IN_POSTGRES.findall(definition)


def _change_kinds(db: Database, kinds: list[str]) -> None:
    allowed = "kind IN ({})".format(", ".join(f"'{kind}'" for kind in kinds))
    if isinstance(db, SqliteDatabase):
        _rewrite(db, allowed)
        return
    ((name, _),) = db.execute_sql(CHECK_OF_KIND).fetchall()
    db.execute_sql(f'ALTER TABLE "job" DROP CONSTRAINT "{name}"')
    db.execute_sql(f'ALTER TABLE "job" ADD CONSTRAINT "{name}" CHECK ({allowed})')


def _rewrite(db: Database, allowed: str) -> None:
    table, indexes = _made(db)
    db.execute_sql(IN_SQLITE.sub(allowed, table, count=1).replace('"job"', '"jobs_anew"', 1))
    db.execute_sql('INSERT INTO "jobs_anew" SELECT * FROM "job"')
    db.execute_sql('DROP TABLE "job"')
    db.execute_sql('ALTER TABLE "jobs_anew" RENAME TO "job"')
    for statement in indexes:
        db.execute_sql(statement)


def _made(db: Database) -> tuple[str, list[str]]:
    """How the table of jobs was made, and its indexes."""
    found = "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'job' AND sql IS NOT NULL ORDER BY type = 'index'"
    (_, table), *rest = db.execute_sql(found).fetchall()
    return table, [sql for kind, sql in rest if kind == "index"]
