"""Offices answer an emergency the same day, papers carry addresses that others can reach, letters say why and who.

The legal basis "tugas pelayanan publik" (UU 27/2022 Pasal 20) needs a wider CHECK. SQLite cannot change one, so the
table is written anew there; its log stands aside meanwhile, because its rows hold the letters.
"""

from __future__ import annotations

from peewee import Database, SqliteDatabase
from playhouse.migrate import SchemaMigrator

BEFORE = "'persetujuan_tertulis', 'persetujuan_lisan', 'persetujuan_wali', 'kepentingan_vital', 'kewajiban_hukum'"
AFTER = f"'tugas_pelayanan_publik', {BEFORE}"
BASES = (f"basis IN ({BEFORE})", f"basis IN ({AFTER})")
HUB = {  # columns of "hub", in order
    "answer_days_urgent": "INTEGER NOT NULL DEFAULT 0 CHECK (answer_days_urgent BETWEEN 0 AND 60)",
    "answer_days_prompt": "INTEGER NOT NULL DEFAULT 1 CHECK (answer_days_prompt BETWEEN 0 AND 60)",
    "network_address": "TEXT NOT NULL DEFAULT ''",
    "public_address": "TEXT NOT NULL DEFAULT ''",
}
IDENTITY = "TEXT NOT NULL DEFAULT 'inisial' CHECK (identity IN ('inisial', 'lengkap'))"
STILL_ALLOWED = "UPDATE referral SET basis = 'kewajiban_hukum' WHERE basis = 'tugas_pelayanan_publik'"
OLD_CHECK = (
    "SELECT conname FROM pg_constraint WHERE conrelid = 'referral'::regclass AND contype = 'c' "
    "AND pg_get_constraintdef(oid) LIKE '%%persetujuan_tertulis%%'"
)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    for name, kind in HUB.items():
        db.execute_sql(f'ALTER TABLE "hub" ADD COLUMN "{name}" {kind}')
    _change_bases(db, *BASES)
    db.execute_sql(f'ALTER TABLE "referral" ADD COLUMN "identity" {IDENTITY}')


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('ALTER TABLE "referral" DROP COLUMN "identity"')
    db.execute_sql(STILL_ALLOWED)
    _change_bases(db, *reversed(BASES))
    for name in reversed(HUB):
        db.execute_sql(f'ALTER TABLE "hub" DROP COLUMN "{name}"')


def _change_bases(db: Database, old: str, new: str) -> None:
    if isinstance(db, SqliteDatabase):
        _rewrite(db, old, new)
        return
    for (name,) in db.execute_sql(OLD_CHECK).fetchall():
        db.execute_sql(f'ALTER TABLE "referral" DROP CONSTRAINT "{name}"')
        db.execute_sql(f'ALTER TABLE "referral" ADD CONSTRAINT "{name}" CHECK ({new})')


def _rewrite(db: Database, old: str, new: str) -> None:
    tables, indexes = _statements(db, "table"), _statements(db, "index")
    letters, log = tables["referral"], tables["referral_event"]
    if old not in letters:
        raise ValueError("the CHECK on referral.basis is not as an earlier migration left it")
    db.execute_sql('CREATE TABLE "log_aside" AS SELECT * FROM "referral_event"')
    db.execute_sql('DROP TABLE "referral_event"')
    db.execute_sql(letters.replace(old, new).replace('"referral"', '"letters_anew"', 1))
    db.execute_sql('INSERT INTO "letters_anew" SELECT * FROM "referral"')
    db.execute_sql('DROP TABLE "referral"')
    db.execute_sql('ALTER TABLE "letters_anew" RENAME TO "referral"')
    db.execute_sql(log)
    db.execute_sql('INSERT INTO "referral_event" SELECT * FROM "log_aside"')
    db.execute_sql('DROP TABLE "log_aside"')
    for statement in indexes.values():
        db.execute_sql(statement)


def _statements(db: Database, kind: str) -> dict[str, str]:
    """By name, how both tables (or their indexes) were made."""
    made = "SELECT name, sql FROM sqlite_master WHERE type = ? AND tbl_name IN ('referral', 'referral_event')"
    return dict(db.execute_sql(f"{made} AND sql IS NOT NULL", (kind,)).fetchall())
