"""What each hub sets about its field: services in full, programs with decile limits, local holidays, step targets;
and what a paper of a case may say. Hubs that are there get the lists below, frozen as the catalogue was."""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    Check,
    Database,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
    TextField,
)
from playhouse.migrate import SchemaMigrator

TEXT = "TEXT NOT NULL DEFAULT ''"


def number(default: int, low: int, high: int, column: str) -> str:
    return f"INTEGER NOT NULL DEFAULT {default} CHECK ({column} BETWEEN {low} AND {high})"


# table → columns added, in order; BOOLEAN is INTEGER on SQLite
ADDED = {
    "hub": {
        "answer_days": number(5, 1, 60, "answer_days"),
        "proposal_from_day": number(1, 1, 28, "proposal_from_day"),
        "proposal_until_day": number(10, 1, 28, "proposal_until_day"),
        "dtsen_cutoff_day": number(17, 1, 28, "dtsen_cutoff_day"),
        "dtsen_pull_day": number(18, 1, 28, "dtsen_pull_day"),
        "reactivation_months": number(6, 1, 24, "reactivation_months"),
        "public_status": "BOOLEAN NOT NULL DEFAULT TRUE",
    },
    "service": {
        "sector": TEXT,
        "agencies": TEXT,
        "ppks": TEXT,
        "spm": TEXT,
        "version": "INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)",
    },
    "case_document": {
        "promised_on": "DATE",
        "note": TEXT,
        "extra": "BOOLEAN NOT NULL DEFAULT FALSE",
    },
}

# code: sector, usual agencies, PPKS, SPM
SERVICES = {
    "K01": ("kesehatan", "DINSOS-LJ,BPJSKES,PKM,RSUD", "", ""),
    "K02": ("kesehatan", "DINSOS-LJ,DESA", "24", ""),
    "K03": ("kesehatan", "DINSOS-LJ,DINKES,RSUD,BAZNAS", "24", ""),
    "K04": ("kesehatan", "BPJSKES,DUKCAPIL", "", ""),
    "K05": ("rehabilitasi", "PKM,RSJ,DINSOS-RS,SATPOLPP,POLSEK", "09", "SPM-1"),
    "K06": ("rehabilitasi", "DINSOS-RS,SENTRA,BAZNAS", "05,08,09", ""),
    "P01": ("pendidikan", "DISDIK,KEMENAG", "24", ""),
    "P02": ("pendidikan", "DINSOS-LJ,DESA", "24", ""),
    "P03": ("pendidikan", "DISDIK,KEMENAG,LKSA", "02,04", "SPM-2"),
    "E01": ("sosial_ekonomi", "DINSOS-LJ,DESA", "", ""),
    "E02": ("sosial_ekonomi", "DESA,DINSOS-LJ", "24", ""),
    "E03": ("sosial_ekonomi", "DESA,DINSOS-LJ", "", ""),
    "E04": ("pangan", "DINSOS-LJ,DESA", "24", ""),
    "E05": ("sosial_ekonomi", "DINSOS-DS,DINKOP,DISNAKER,BAZNAS", "23,24", ""),
    "E06": ("perumahan", "PERKIM,DINSOS-DS,BAZNAS,CSR", "24", ""),
    "E07": ("adminduk", "DUKCAPIL,DESA", "", ""),
    "R01": ("rehabilitasi", "DINSOS-RS,RUMAH-SINGGAH,POLSEK", "20", ""),
    "R02": ("rehabilitasi", "DINSOS-RS,DUKCAPIL,POLSEK,RUMAH-SINGGAH", "11", "SPM-4"),
    "R03": ("rehabilitasi", "DINSOS-RS,PANTI,LKS", "08", "SPM-3"),
    "R04": ("rehabilitasi", "DINSOS-RS,LKSA", "01,02", "SPM-2"),
    "R05": ("rehabilitasi", "DINSOS-RS,LKS,SENTRA", "05,09", "SPM-1"),
    "R06": ("rehabilitasi", "DINSOS-RS,RUMAH-SINGGAH,SATPOLPP", "11,12,13", "SPM-4"),
    "R07": ("rehabilitasi", "PANTI,LKS,SENTRA,DINSOS-RS", "", ""),
    "R08": ("rehabilitasi", "PPA,POLRES-PPA,RSUD,BP3MI", "06,18,19", ""),
    "R09": ("rehabilitasi", "BNNK,DINKES,SENTRA,BAPAS", "03,16,17", ""),
    "R10": ("sosial_ekonomi", "DINSOS-LJ,BAZNAS,LAZ", "24", ""),
    "B01": ("kebencanaan", "BPBD,TAGANA,DAMKAR,PMI", "21,22", "SPM-5"),
    "M01": ("kebencanaan", "DINSOS-LJ,TAGANA,BAZNAS", "", ""),
    "L01": ("sosial_ekonomi", "", "", ""),
    "L02": ("sosial_ekonomi", "SLRT,DISKOMINFO", "", ""),
}

# code, name, decile limit, doubtful decile, received by families
PROGRAMS = (
    ("pkh", "PKH", 4, None, True),
    ("sembako", "Sembako/BPNT", 5, 5, True),
    ("pbi_jk", "PBI-JK", 5, None, True),
    ("pip", "PIP/KIP", 4, None, True),
    ("kip_kuliah", "KIP Kuliah", 4, None, True),
    ("blt_dd", "BLT Dana Desa", None, None, True),
    ("atensi", "ATENSI", None, None, True),
    ("listrik", "Subsidi listrik", None, None, True),
    ("lpg", "Subsidi LPG", None, None, True),
    ("pupuk", "Subsidi pupuk", None, None, True),
    ("rutilahu", "Rutilahu", None, None, True),
    ("usaha", "KUR/UMi/KUBE", None, None, True),
    ("daerah", "Bantuan daerah", None, None, True),
    ("lainnya", "Lainnya", None, None, True),
    ("panti", "Rujukan panti", 5, None, False),
)


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class Hub(Frozen):
    """Stands as an earlier migration left it, and gets columns of ADDED."""


class Program(Frozen):
    id = AutoField()
    hub = reference(Hub)
    code = TextField()
    name = TextField()
    decile_limit = IntegerField(null=True, constraints=[SQL("CHECK (decile_limit BETWEEN 1 AND 10)")])
    doubtful_decile = IntegerField(null=True, constraints=[SQL("CHECK (doubtful_decile BETWEEN 1 AND 10)")])
    received = BooleanField()
    position = IntegerField()
    active = BooleanField()
    version = IntegerField(constraints=[SQL("CHECK (version >= 1)")])

    class Meta:
        indexes = ((("hub", "code"), True),)


class LocalHoliday(Frozen):
    id = AutoField()
    hub = reference(Hub)
    day = DateField()
    name = TextField()

    class Meta:
        indexes = ((("hub", "day"), True),)


class StepTarget(Frozen):
    id = AutoField()
    hub = reference(Hub)
    step = TextField()
    priority = TextField()
    days = IntegerField()

    class Meta:
        constraints = (Check("priority IN ('darurat', 'segera', 'biasa')"), Check("days BETWEEN 0 AND 60"))
        indexes = ((("hub", "step", "priority"), True),)


TABLES = [Program, LocalHoliday, StepTarget]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    for table, columns in ADDED.items():
        for name, kind in columns.items():
            stored = kind.replace("BOOLEAN", "INTEGER").replace("DATE", "TEXT") if is_sqlite else kind
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {stored}')
    mark = "?" if is_sqlite else "%s"
    columns = ", ".join(f"{name} = {mark}" for name in ("sector", "agencies", "ppks", "spm"))
    for code, values in SERVICES.items():
        db.execute_sql(f"UPDATE service SET {columns} WHERE code = {mark}", (*values, code))
    with db.bind_ctx([Hub, *TABLES], bind_refs=False, bind_backrefs=False):
        for table in TABLES:
            table._meta.strict_tables = is_sqlite
            table.create_table(safe=False)
        for hub in Hub.select(Hub.id):
            _fill_programs(hub.id)


def _fill_programs(hub_id: int) -> None:
    names = ("code", "name", "decile_limit", "doubtful_decile", "received")
    rest = {"hub": hub_id, "active": True, "version": 1}
    for position, values in enumerate(PROGRAMS, start=1):
        Program.create(**dict(zip(names, values, strict=True)), position=position, **rest)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table._meta.table_name}"')
    for table, columns in ADDED.items():
        for name in columns:
            db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')
