"""Referrals to offices with their log; hubs that exist get the directory of offices of the field.

An office that answers through its code is nobody of ours: from here on a line of a case's history may have no actor.
"""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
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

STATES = "'draf', 'dikirim', 'diterima', 'diproses', 'selesai', 'ditolak', 'batal'"
BASES = "'persetujuan_tertulis', 'persetujuan_lisan', 'persetujuan_wali', 'kepentingan_vital', 'kewajiban_hukum'"
KINDS = "'status', 'pengingat', 'kabar', 'kode'"
AGENCIES = (  # the catalogue of this version
    ("SLRT", "SLRT Kabupaten", "Segala yang di luar kemampuan Puskesos"),
    ("DINSOS-RS", "Dinas Sosial, Bidang Rehabilitasi Sosial", "Rehabilitasi sosial"),
    ("DINSOS-LJ", "Dinas Sosial, Bidang Perlindungan dan Jaminan Sosial", "PBI-JK, bansos, bencana"),
    ("DINSOS-DS", "Dinas Sosial, Bidang Pemberdayaan Sosial", "KUBE, PSKS"),
    ("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", "NIK, KK, akta, pemindaian iris"),
    ("DINKES", "Dinas Kesehatan", "Kesehatan"),
    ("PKM", "Puskesmas", "Kesehatan, pertolongan pertama ODGJ, surat faskes"),
    ("RSUD", "Rumah Sakit Umum Daerah", "Rawat inap, surat faskes"),
    ("RSJ", "Rumah Sakit Jiwa", "ODGJ"),
    ("DISDIK", "Dinas Pendidikan", "PIP, anak putus sekolah"),
    ("KEMENAG", "Kantor Kementerian Agama", "PIP madrasah"),
    ("BPJSKES", "BPJS Kesehatan", "Aktivasi kepesertaan"),
    ("BPJSTK", "BPJS Ketenagakerjaan", "Kecelakaan kerja, kematian"),
    ("PPA", "UPTD PPA / DP3A", "Kekerasan terhadap perempuan dan anak"),
    ("POLSEK", "Polsek", "Surat keterangan terlantar, tindak pidana"),
    ("POLRES-PPA", "Polres, Unit PPA", "Kekerasan terhadap perempuan dan anak, TPPO"),
    ("SATPOLPP", "Satpol PP", "Penjangkauan gelandangan dan ODGJ di tempat umum"),
    ("BPBD", "BPBD", "Bencana, logistik"),
    ("TAGANA", "Taruna Siaga Bencana", "Bencana, logistik, dapur umum"),
    ("DAMKAR", "Pemadam Kebakaran", "Kebakaran, penyelamatan"),
    ("PMI", "Palang Merah Indonesia", "Darah, ambulans"),
    ("BAZNAS", "Baznas Kabupaten", "Dana zakat"),
    ("LAZ", "Lembaga Amil Zakat", "Dana zakat"),
    ("CSR", "CSR perusahaan", "Dana dan barang"),
    ("LKS", "Lembaga Kesejahteraan Sosial", "Perawatan dan pendampingan"),
    ("LKSA", "Lembaga Kesejahteraan Sosial Anak", "Pengasuhan anak"),
    ("PANTI", "Panti sosial", "Perawatan lansia, anak, disabilitas"),
    ("SENTRA", "Sentra Kemensos", "Rehabilitasi sosial lanjutan"),
    ("RUMAH-SINGGAH", "Rumah singgah kabupaten", "Penampungan sementara"),
    ("KUA", "Kantor Urusan Agama", "Nikah, bimbingan keluarga"),
    ("DISNAKER", "Dinas Tenaga Kerja", "Pelatihan, penempatan kerja"),
    ("BP3MI", "BP3MI", "Pekerja migran bermasalah"),
    ("DINKOP", "Dinas Koperasi dan UMKM", "KUBE, usaha mikro"),
    ("DISTAN", "Dinas Pertanian", "Pertanian, pupuk"),
    ("DISKAN", "Dinas Perikanan", "Perikanan"),
    ("PERKIM", "Dinas Perumahan dan Kawasan Permukiman", "Rutilahu"),
    ("DISKOMINFO", "Dinas Komunikasi dan Informatika", "Kanal pengaduan"),
    ("KEC", "Kecamatan", "Surat, mengetahui camat"),
    ("DESA", "Desa/kelurahan", "Surat, musdes/muskel"),
    ("BNNK", "BNN Kabupaten", "NAPZA"),
    ("BAPAS", "Balai Pemasyarakatan", "Anak berhadapan dengan hukum"),
)


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model], *, null: bool = False) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False, null=null)


def version(column: str) -> IntegerField:
    return IntegerField(constraints=[SQL(f"CHECK ({column} >= 1)")])


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class User(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    """Stands as an earlier migration left it."""


class Agency(Frozen):
    id = AutoField()
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    purpose = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    contact = TextField(default="")
    opening = TextField(default="")
    answer_days = IntegerField(null=True, constraints=[SQL("CHECK (answer_days BETWEEN 1 AND 60)")])
    active = BooleanField(default=True)
    version = IntegerField(default=1, constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("hub", "code"), True),)


class Referral(Frozen):
    id = AutoField()
    hub = reference(Hub)
    case = reference(Case)
    agency = reference(Agency)
    number = TextField(unique=True)
    uuid = TextField(unique=True)
    letter_number = TextField()
    letter_on = DateField()
    wanted = TextField()
    reason = TextField()
    papers = TextField()
    basis = TextField()
    basis_note = TextField()
    contact = TextField()
    officer = TextField()
    state = TextField()
    state_since = DateTimeField()
    sent_on = DateField(null=True)
    answer_due_on = DateField()
    answer_text = TextField()
    answered_on = DateField(null=True)
    told_family_on = DateField(null=True)
    code_generation = version("code_generation")
    code_expires_on = DateField()
    token_hash = TextField(null=True, unique=True)
    code_hash = TextField(null=True, unique=True)
    created_by = reference(User)
    created_at = DateTimeField()
    version = version("version")

    class Meta:
        constraints = (Check(f"state IN ({STATES})"), Check(f"basis IN ({BASES})"))
        indexes = (
            (("hub", "letter_number"), True),
            (("hub", "state", "answer_due_on", "id"), False),
            (("hub", "answer_due_on", "id"), False),
            (("case", "id"), False),
            (("agency", "state"), False),
        )


class ReferralEvent(Frozen):
    id = AutoField()
    referral = reference(Referral)
    at = DateTimeField()
    on = DateField()
    kind = TextField()
    from_state = TextField()
    to_state = TextField()
    channel = TextField()
    contact = TextField()
    text = TextField()
    actor = reference(User, null=True)
    actor_name = TextField()

    class Meta:
        constraints = (Check(f"kind IN ({KINDS})"),)
        indexes = ((("referral", "id"), False),)


TABLES = [Agency, Referral, ReferralEvent]


def up(migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx([Hub, User, Case, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = isinstance(db, SqliteDatabase)
            table.create_table(safe=False)
        for (hub_id,) in db.execute_sql("SELECT id FROM hub ORDER BY id").fetchall():
            rows = [{"hub": hub_id, "code": code, "name": name, "purpose": purpose} for code, name, purpose in AGENCIES]
            Agency.insert_many(rows).execute()
    migrator.drop_not_null("case_event", "actor_id").run()


def down(migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
    db.execute_sql(
        'UPDATE case_event SET actor_id = (SELECT created_by_id FROM "case" WHERE "case".id = case_event.case_id) '
        "WHERE actor_id IS NULL"
    )
    migrator.add_not_null("case_event", "actor_id").run()
