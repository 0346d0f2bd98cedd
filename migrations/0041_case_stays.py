"""How long each case stood in each state, from the history it already has. Of due dates before now only the last one
is known, so only the closing that still stands can say whether it was in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from peewee import AutoField, Check, Database, DateField, ForeignKeyField, Model, SqliteDatabase, TextField, chunked
from playhouse.migrate import SchemaMigrator

STATES = (
    "'draf', 'terdaftar', 'perlu_perbaikan', 'kunjungan', 'penanganan', 'menunggu_penetapan', 'dilayani', 'dirujuk',"
    " 'selesai', 'ditolak', 'batal'"
)
CLOSED = {"selesai", "ditolak", "batal"}
COLUMNS = ("hub_id", "case_id", "state", "came_from", "since", "until", "due_on")
AT_ONCE = 100
MOVES = """SELECT c.id, c.hub_id, h.zone, c.registered_on, c.due_on, e.from_state, e.to_state, e.at
           FROM "case" c JOIN hub h ON h.id = c.hub_id
           LEFT JOIN case_event e ON e.case_id = c.id AND e.from_state <> '' AND e.to_state <> ''
           ORDER BY c.id, e.id"""


class Frozen(Model):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class Hub(Frozen):
    """Stands as an earlier migration left it."""


class Case(Frozen):
    """Stands as an earlier migration left it."""


def reference(model: type[Model]) -> ForeignKeyField:
    return ForeignKeyField(model, backref="+", on_delete="RESTRICT", index=False)


class CaseStay(Frozen):
    id = AutoField()
    hub = reference(Hub)
    case = reference(Case)
    state = TextField()
    came_from = TextField()
    since = DateField()
    until = DateField(null=True)
    due_on = DateField(null=True)

    class Meta:
        constraints = (Check(f"state IN ({STATES})"),)
        indexes = ((("case", "id"), False), (("hub", "since"), False), (("hub", "state", "until"), False))


MODELS = [Hub, Case, CaseStay]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    is_sqlite = isinstance(db, SqliteDatabase)
    CaseStay._meta.strict_tables = is_sqlite
    with db.bind_ctx(MODELS, bind_refs=False, bind_backrefs=False):
        CaseStay.create_table(safe=False)
    row = f"({', '.join(['?' if is_sqlite else '%s'] * len(COLUMNS))})"
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    for rows in chunked(_stays(db), AT_ONCE):
        values = [value for one in rows for value in one]
        db.execute_sql(f'INSERT INTO "case_stay" ({names}) VALUES {", ".join([row] * len(rows))}', values)


def _stays(db: Database) -> Iterator[tuple[object, ...]]:
    for case_id, moves in groupby(db.execute_sql(MOVES).fetchall(), key=lambda move: move[0]):
        yield from _stays_of(case_id, list(moves))


def _stays_of(case_id: int, moves: list[tuple]) -> Iterator[tuple[object, ...]]:
    _, hub_id, zone, registered, due, *_ = moves[0]
    registered, due = _date(registered), _date(due)
    steps = [(source, target, _day(at, zone)) for *_, source, target, at in moves if target]
    states = [(steps[0][0] if steps else "terdaftar", "", registered)]
    states += [(target, source, max(day, registered)) for source, target, day in steps]
    ends = [since for _, _, since in states[1:]] + [None]
    for (state, source, since), until in zip(states, ends, strict=True):
        due_on = due if until is None and state in CLOSED else None
        yield hub_id, case_id, state, source, since, until, due_on


def _date(value: object) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _day(at: object, zone: str) -> date:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def down(_migrator: SchemaMigrator, db: Database) -> None:
    db.execute_sql('DROP TABLE "case_stay"')
