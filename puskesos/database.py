"""The connection: one current SQLite through sqlcipher3, or PostgreSQL by URL, behind one proxy.

Writers queue on a process-wide lock around BEGIN IMMEDIATE; each thread keeps its connection.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from peewee import DatabaseProxy, OperationalError, PostgresqlDatabase
from playhouse.pool import PooledPostgresqlDatabase
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2

from puskesos.config import Settings
from puskesos.errors import StartRefused

MINIMUM_SQLITE = (3, 51, 3)  # below it, the WAL reset can corrupt a database
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
    "cell_size_check": 1,
    "wal_autocheckpoint": 1000,
    "cache_size": -1200,  # kB per connection, of which each thread has one; with 3000 nothing asked took less work
    # no mmap: with it cell_size_check looks at a page at every touch
}

database = DatabaseProxy()
READS = ("SELECT", "BEGIN", "PRAGMA")


class _Writes:
    """How often this process has written, to whichever database: what was read holds until the number changes."""

    def __init__(self) -> None:
        self.number = 0
        self._lock = threading.Lock()

    def add(self) -> None:
        with self._lock:
            self.number += 1


_writes = _Writes()


class _CountsWrites:
    """Counts each statement that may change something, and each end of a transaction: others see it only then."""

    def execute_sql(self, sql: str, *arguments: Any, **options: Any) -> Any:
        try:
            return super().execute_sql(sql, *arguments, **options)
        finally:
            if not sql.startswith(READS):
                _writes.add()

    def commit(self) -> None:
        super().commit()
        _writes.add()

    def rollback(self) -> None:
        super().rollback()
        _writes.add()


class HubSqlite(_CountsWrites, SqlCipherDatabase):
    """SQLite with strict column types, one writer at a time, and a rollback that keeps the true error."""

    field_types = SqlCipherDatabase.field_types | {"DATETIME": "TEXT", "DATE": "TEXT", "VARCHAR": "TEXT"}

    def __init__(self, path: str, **options: Any) -> None:
        options = {"lock_type": "IMMEDIATE", "timeout": 5, "autoconnect": False, "thread_safe": True} | options
        super().__init__(path, passphrase="", pragmas=PRAGMAS, **options)
        self._writer = threading.RLock()
        self._held = threading.local()

    def refresh_statistics(self) -> None:
        """Let SQLite count what has grown: without counts it takes the hub's id for a rare value and reads all rows."""
        with suppress(OperationalError):  # somebody writes; the next start will do
            self.execute_sql("PRAGMA analysis_limit = 1000")
            self.execute_sql("PRAGMA optimize = 0x10002")

    def begin(self, lock_type: str | None = None) -> None:
        self._writer.acquire()
        try:
            super().begin(lock_type)
        except BaseException:
            self._writer.release()
            raise
        self._held.depth = getattr(self._held, "depth", 0) + 1

    def commit(self) -> None:
        super().commit()
        self._release()

    def rollback(self) -> None:
        """Do nothing when SQLite has already rolled back (disk full), so that the first error is the one seen."""
        try:
            if self.connection().in_transaction:
                super().rollback()
        finally:
            self._release()

    def _release(self) -> None:
        if getattr(self._held, "depth", 0):
            self._held.depth -= 1
            self._writer.release()


class HubPostgres(_CountsWrites, PooledPostgresqlDatabase):
    """PostgreSQL through psycopg 3 and Peewee's pool."""

    def __init__(self, url: str) -> None:
        super().__init__(url, autoconnect=False, prefer_psycopg3=True, max_connections=32, stale_timeout=300)


def writes_so_far() -> int:
    """A number that grows with whatever this process writes: what was read while it stood still is read again alike."""
    return _writes.number


def open_database(settings: Settings) -> HubSqlite | HubPostgres:
    """Bind the models' proxy to the database of `settings` and return it; not yet connected."""
    close_database()
    if settings.database_url:
        chosen: HubSqlite | HubPostgres = HubPostgres(settings.database_url)
    else:
        if dbapi2.sqlite_version_info < MINIMUM_SQLITE:
            raise StartRefused(f"SQLite {dbapi2.sqlite_version} terlalu lama; perlu 3.51.3 atau lebih baru.")
        chosen = HubSqlite(str(settings.database_file))
    database.initialize(chosen)
    _writes.add()
    return chosen


def close_database() -> None:
    """Let go of the bound database: this thread's connection, and with PostgreSQL all that the pool keeps."""
    if database.obj is None:
        return
    if not database.is_closed():
        database.close()
    if is_postgres():
        database.obj.close_all()


def drop_lost_connection() -> None:
    """Let go of this thread's connection when PostgreSQL hung up (restart, network): the next is a fresh one."""
    if is_postgres() and not database.is_closed() and database.connection().closed:
        database.close()


def is_postgres() -> bool:
    """Whether the bound database is PostgreSQL: the only question engine-specific code may ask."""
    return isinstance(database.obj, PostgresqlDatabase)


def locked(query: Any) -> Any:
    """The query with its rows locked until the end of the transaction; on SQLite whoever writes is alone anyway."""
    return query.for_update() if is_postgres() else query


@contextmanager
def connected() -> Iterator[None]:
    """Connection for commands and tests; reuses an open one."""
    fresh = database.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if fresh:
            database.close()
