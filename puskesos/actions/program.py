"""Programs and the deciles they are meant for, as this hub knows them: advice on screen, never a verdict."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from peewee import fn

from puskesos.actions.newest import write_newest
from puskesos.actions.settings_change import audit_facts, before_change, check_manager
from puskesos.actions.submission import run_once
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.settings import Program
from puskesos.queries.hub import forget_hub
from puskesos.rules.service import own_code
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class ProgramEntry:
    """A program as typed; the names are columns of Program."""

    name: str
    decile_limit: int | None = None
    doubtful_decile: int | None = None
    received: bool = True
    active: bool = True


def create_program(entry: ProgramEntry, *, key: str, actor: Viewer, now: datetime) -> int:
    """A program of the hub's own; returns its id, the same for the same `key`."""
    check_manager(actor, actor.hub_id)

    def effect() -> str:
        _check(entry, actor.hub_id)
        ours = Program.select().where(Program.hub == actor.hub_id)
        code = own_code([program.code for program in ours])
        last = ours.select(fn.MAX(Program.position)).scalar() or 0
        made = Program.create(hub=actor.hub_id, code=code, position=last + 1, **asdict(entry))
        audit.record("program_created", actor=actor, now=now, object_type="program", object_id=made.id, code=code)
        return str(made.id)

    made = int(run_once(key, effect, actor=actor, action="program_created", fields=asdict(entry), now=now))
    forget_hub()
    return made


def change_program(program: Program, entry: ProgramEntry, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Change a program; returns whether anything changed. Raises Conflict on an old version."""
    check_manager(actor, program.hub_id)
    _check(entry, program.hub_id, program.id)
    wanted = asdict(entry)
    before = before_change(program, wanted)
    if not before:
        return False
    with database.atomic():
        write_newest(program, version, **{name: wanted[name] for name in before})
        facts = {"code": program.code} | audit_facts(before)
        audit.record("program_changed", actor=actor, now=now, object_type="program", object_id=program.id, **facts)
    forget_hub()
    return True


def _check(entry: ProgramEntry, hub_id: int, program_id: int = 0) -> None:
    named = Program.select(Program.name).where(Program.hub == hub_id, Program.id != program_id).tuples()
    if entry.name.casefold() in {name.casefold() for (name,) in named}:
        raise RuleBroken("Program dengan nama ini sudah ada.", "name")
