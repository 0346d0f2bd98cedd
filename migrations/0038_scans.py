"""Sheets printed with a code, scanned pages that find their case again, and the kind of job that reads them."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
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

KINDS = "'baca_impor', 'uji_impor', 'terapkan_impor', 'batalkan_impor', 'periksa_warga', 'ekspor_warga'"
ADDED = "baca_pindaian"
STATES = "'menunggu', 'berjalan', 'selesai', 'gagal'"
PAPERS = (
    "'lembar_kasus', 'lembar_kunjungan', 'laporan_kunjungan', 'persetujuan', 'kartu_kendali', 'surat_tugas', "
    "'berita_acara'"
)
SCAN_TROUBLES = "'', 'tanpa_kode', 'asing', 'dua_kasus', 'penuh', 'ditarik'"
FILE_TROUBLES = "'', 'rusak', 'terkunci', 'terlalu_besar', 'terlalu_banyak', 'terlalu_lama', 'sudah', 'hilang'"


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


class Assignment(Frozen):
    """Stands as an earlier migration left it."""


class Attachment(Frozen):
    """Stands as an earlier migration left it."""


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


def job_table(kinds: str) -> type[Model]:
    """The table of jobs that knows these kinds."""

    class Job(Frozen):
        id = AutoField()
        hub = reference(Hub)
        kind = TextField()
        subject = IntegerField(null=True)
        state = TextField()
        done = IntegerField()
        total = IntegerField()
        note = TextField()
        attempts = IntegerField(constraints=[SQL("CHECK (attempts >= 0)")])
        created_by = reference(User, null=True)
        created_at = DateTimeField()
        started_at = DateTimeField(null=True)
        beat_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            constraints = (Check(f"kind IN ({kinds})"), Check(f"state IN ({STATES})"))
            indexes = ((("state", "id"), False), (("hub", "kind", "id"), False))

    return Job


class SheetOut(Frozen):
    id = AutoField()
    hub = reference(Hub)
    code = TextField(unique=True)
    paper = TextField()
    case = reference(Case)
    assignment = reference(Assignment, null=True)
    state = TextField()
    open_key = TextField(null=True, unique=True)
    first_printed_at = DateTimeField()
    printed_at = DateTimeField()
    printed_by = reference(User)
    times = IntegerField(constraints=[SQL("CHECK (times >= 1)")])
    settled_at = DateTimeField(null=True)
    settled_by = reference(User, null=True)
    reason = TextField()
    attachment = reference(Attachment, null=True)

    class Meta:
        constraints = (
            Check(f"paper IN ({PAPERS})"),
            Check("state IN ('di_luar', 'kembali', 'tidak_kembali')"),
            Check("(state = 'di_luar') = (settled_at IS NULL)"),
            Check("open_key IS NULL OR state = 'di_luar'"),
        )
        indexes = ((("hub", "state", "first_printed_at"), False), (("case", "id"), False))


class ScanBatch(Frozen):
    id = AutoField()
    hub = reference(Hub)
    created_by = reference(User)
    created_at = DateTimeField()
    ended_at = DateTimeField(null=True)

    class Meta:
        indexes = ((("hub", "created_by", "id"), False),)


class ScanFile(Frozen):
    id = AutoField()
    batch = reference(ScanBatch)
    hub = reference(Hub)
    position = IntegerField()
    kind = TextField()
    stored_name = TextField()
    sha256 = TextField()
    size = IntegerField()
    pages = IntegerField(null=True)
    trouble = TextField()
    read_at = DateTimeField(null=True)

    class Meta:
        constraints = (Check("kind IN ('foto', 'pdf')"), Check(f"trouble IN ({FILE_TROUBLES})"))
        indexes = ((("batch", "position"), True), (("hub", "sha256"), False))


class Scan(Frozen):
    id = AutoField()
    hub = reference(Hub)
    batch = reference(ScanBatch)
    file = reference(ScanFile)
    page = IntegerField()
    state = TextField()
    trouble = TextField()
    stored_name = TextField()
    sha256 = TextField()
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()
    code = TextField()
    how = TextField()
    sheet = reference(SheetOut, null=True)
    case = reference(Case, null=True)
    assignment = reference(Assignment, null=True)
    attachment = reference(Attachment, null=True)
    created_by = reference(User)
    created_at = DateTimeField()
    settled_by = reference(User, null=True)
    settled_at = DateTimeField(null=True)
    reason = TextField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        constraints = (
            Check("state IN ('menunggu', 'tercatat', 'dibuang')"),
            Check(f"trouble IN ({SCAN_TROUBLES})"),
            Check("(state = 'tercatat') = (attachment_id IS NOT NULL)"),
            Check("(state = 'dibuang') = (reason <> '')"),
        )
        indexes = (
            (("file", "page"), True),
            (("hub", "state", "id"), False),
            (("created_by", "state", "id"), False),
            (("batch", "id"), False),
            (("assignment", "id"), False),
            (("attachment",), False),
        )


MADE = [SheetOut, ScanBatch, ScanFile, Scan]
STANDING = [Hub, User, Case, Assignment, Attachment]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    know_kinds(db, f"{KINDS}, '{ADDED}'")
    with db.bind_ctx([*STANDING, *MADE], bind_refs=False, bind_backrefs=False):
        for model in MADE:
            model._meta.strict_tables = isinstance(db, SqliteDatabase)
            model.create_table(safe=False)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in ("scan", "scan_file", "scan_batch", "sheet_out"):
        db.execute_sql(f'DROP TABLE "{table}"')
    db.execute_sql(f"DELETE FROM job WHERE kind = '{ADDED}'")
    know_kinds(db, KINDS)


def know_kinds(db: Database, kinds: str) -> None:
    """Let the table of jobs hold these kinds; SQLite can change a check only by building the table anew."""
    if not isinstance(db, SqliteDatabase):
        db.execute_sql("ALTER TABLE job DROP CONSTRAINT job_kind_check")
        db.execute_sql(f"ALTER TABLE job ADD CONSTRAINT job_kind_check CHECK (kind IN ({kinds}))")
        return
    job = job_table(kinds)
    columns = ", ".join(f'"{column}"' for column in job._meta.columns)
    db.execute_sql("CREATE TABLE job_before AS SELECT * FROM job")
    db.execute_sql("DROP TABLE job")
    with db.bind_ctx([Hub, User, job], bind_refs=False, bind_backrefs=False):
        job.create_table(safe=False)
    db.execute_sql(f"INSERT INTO job ({columns}) SELECT {columns} FROM job_before")
    db.execute_sql("DROP TABLE job_before")
