"""Every paper gets an owner, so that a family is sent only for what is its own errand.

A service's papers name another owner behind their name ("BAST @hub"); those of the catalogue, and the same papers of
cases, are marked by their names. What a hub wrote itself stays the family's until the hub says otherwise.
"""

from __future__ import annotations

import re

from peewee import Database
from playhouse.migrate import SchemaMigrator

OWNER = "TEXT NOT NULL DEFAULT 'keluarga' CHECK (owner IN ('keluarga', 'hub', 'desa', 'instansi'))"
MARK = re.compile(r" @(hub|desa|instansi)$")
# service → the papers that are not the family's, as the catalogue named them until now
OWNERS = {
    "K01": {"Nomor/SK penonaktifan": "hub", "Surat keterangan Dinsos": "instansi"},
    "K02": {"SPTJM kepala desa": "desa", "Foto rumah (atap, lantai, dinding)": "hub"},
    "K03": {"Surat permohonan desa": "desa", "Foto rumah": "hub"},
    "K05": {"Surat kepala desa": "desa", "Foto seluruh badan": "hub"},
    "K06": {"Foto seluruh badan": "hub"},
    "P02": {"SK DTSEN/desil": "hub"},
    "E02": {"Foto rumah": "hub", "BA musdes/muskel atau SPTJM": "desa"},
    "E06": {"Foto rumah": "hub"},
    "R02": {
        "Surat keterangan polisi": "instansi",
        "BA penerimaan klien": "hub",
        "Hasil pemindaian iris/biometrik Disdukcapil": "instansi",
    },
    "R03": {"Surat permohonan mengetahui camat": "desa", "Foto": "hub"},
    "R04": {"Surat permohonan desa": "desa", "Foto": "hub"},
    "R05": {"Surat permohonan desa mengetahui camat": "desa"},
    "R07": {"Surat pengantar desa": "desa", "SK DTSEN/desil": "hub", "Foto": "hub"},
    "R10": {"Foto rumah": "hub"},
    "B01": {"Laporan kades ke camat, tembusan Dinsos": "desa", "Dokumentasi": "hub", "BAST": "hub"},
    "M01": {"Laporan kejadian": "desa"},
}
OF_SERVICE = 'SELECT "case".id FROM "case" JOIN service ON service.id = "case".service_id WHERE service.code = {0}'


def up(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql(f'ALTER TABLE "case_document" ADD COLUMN "owner" {OWNER}')
    for code, owners in OWNERS.items():
        services = db.execute_sql(_asked(db, "SELECT id, papers FROM service WHERE code = {0}"), (code,)).fetchall()
        for service, papers in services:
            marked = [f"{name} @{owners[name]}" if name in owners else name for name in papers.split("\n")]
            _write(db, service, marked)
        for name, owner in owners.items():
            text = f'UPDATE "case_document" SET owner = {{0}} WHERE name = {{0}} AND case_id IN ({OF_SERVICE})'
            db.execute_sql(_asked(db, text), (owner, name, code))


def down(_migrator: SchemaMigrator, db: Database) -> None:
    for service, papers in db.execute_sql("SELECT id, papers FROM service").fetchall():
        _write(db, service, [MARK.sub("", name) for name in papers.split("\n")])
    db.execute_sql('ALTER TABLE "case_document" DROP COLUMN "owner"')


def _write(db: Database, service: int, lines: list[str]) -> None:
    db.execute_sql(_asked(db, "UPDATE service SET papers = {0} WHERE id = {0}"), ("\n".join(lines), service))


def _asked(db: Database, text: str) -> str:
    return text.format(db.param)
