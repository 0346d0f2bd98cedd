"""How the installation is: database, migrations, disk, PDF engine, last backup. Holds nothing about people."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from peewee import fn

import puskesos
from puskesos.bootstrap import has_pango
from puskesos.config import Settings
from puskesos.database import database, is_postgres
from puskesos.migrating import pending
from puskesos.models.audit import AuditEntry

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Health:
    """The state of this installation; `database` is the engine's name, or empty when it does not answer."""

    database: str
    pending: tuple[str, ...]
    disk_free_mb: int
    disk_floor_mb: int
    pdf: bool
    version: str

    @property
    def has_disk(self) -> bool:
        return self.disk_free_mb > self.disk_floor_mb

    @property
    def is_ok(self) -> bool:
        """Whether the hub can work; without PDF it can, because papers open as print-ready pages."""
        return bool(self.database) and not self.pending and self.has_disk


def read_health(settings: Settings) -> Health:
    """Look at everything once. Raises the database's own error when it does not answer."""
    database.execute_sql("SELECT 1")
    return Health(_engine(), tuple(pending()), **_machine(settings))


def read_health_without_database(settings: Settings) -> Health:
    """The same while the database does not answer."""
    return Health("", (), **_machine(settings))


def last_backup_at(hub_id: int) -> datetime | None:
    """When a backup was last made, as the audit trail has it."""
    whose = (AuditEntry.hub == hub_id) | AuditEntry.hub.is_null()
    return AuditEntry.select(fn.MAX(AuditEntry.at)).where(AuditEntry.action == "backup_made", whose).scalar()


def _machine(settings: Settings) -> dict[str, object]:
    return {
        "disk_free_mb": shutil.disk_usage(settings.data).free // MEGABYTE,
        "disk_floor_mb": settings.free_floor_megabytes,
        "pdf": _has_pdf(),
        "version": puskesos.__version__,
    }


def _engine() -> str:
    return "PostgreSQL" if is_postgres() else "SQLite"


@cache
def _has_pdf() -> bool:
    return has_pango()
