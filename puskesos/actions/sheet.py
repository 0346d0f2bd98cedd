"""Sheets with a code: handing one out, its coming back, and that it will not come back."""

from __future__ import annotations

import secrets
from datetime import datetime

from puskesos.database import database
from puskesos.errors import Conflict
from puskesos.models.assignment import Assignment
from puskesos.models.attachment import Attachment
from puskesos.models.case import Case
from puskesos.models.sheet import SheetOut
from puskesos.rules.sheet import KINDS_OF_NUMBERS, SheetPaper, SheetState, sheet_code
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

TRIES = 5


def hand_out(
    paper: SheetPaper, case: Case, *, assignment: Assignment | None = None, actor: Viewer, now: datetime
) -> str:
    """The code of this paper of a case (and task): the one that is out already, or a new one."""
    key = f"{paper}:{case.id}:{assignment.id if assignment else ''}"
    again = {"printed_at": now, "printed_by": actor.id, "times": SheetOut.times + 1}
    known = SheetOut.update(**again).where(SheetOut.open_key == key).returning(SheetOut.code)
    made = {"hub": case.hub_id, "paper": str(paper), "case": case.id, "assignment": assignment, "open_key": key}
    made |= {"first_printed_at": now, "printed_at": now, "printed_by": actor.id}
    for _try in range(TRIES):  # somebody may print the same sheet at the same moment, or have this very code
        fresh = SheetOut.insert(code=_new_code(), **made).on_conflict_ignore().returning(SheetOut.code)
        with database.atomic():
            for row in [*known.execute()] or [*fresh.execute()]:
                return row.code
    raise Conflict


def note_return(sheet_id: int, attachment: Attachment, *, actor: Viewer, now: datetime) -> None:
    """The sheet came back; of one that came back before the first return counts. Within the caller's transaction."""
    back = {"state": str(SheetState.KEMBALI), "open_key": None, "settled_at": now, "settled_by": actor.id, "reason": ""}
    waits = (SheetOut.id == sheet_id) & (SheetOut.state != str(SheetState.KEMBALI))
    SheetOut.update(attachment=attachment, **back).where(waits).execute()


def give_up_sheet(sheet: SheetOut, reason: str, *, actor: Viewer, now: datetime) -> None:
    """It will not come back, for this reason. Doing so twice changes nothing."""
    lost = {"state": str(SheetState.TIDAK_KEMBALI), "open_key": None, "settled_at": now, "settled_by": actor.id}
    with database.atomic():
        is_out = (SheetOut.id == sheet.id) & (SheetOut.state == str(SheetState.DI_LUAR))
        if SheetOut.update(reason=reason, **lost).where(is_out).execute():
            _record("sheet_lost", sheet, actor, now)


def await_again(sheet: SheetOut, *, actor: Viewer, now: datetime) -> None:
    """It is looked for after all; a sheet printed meanwhile keeps the key that later prints find."""
    with database.atomic():
        lost = (SheetOut.id == sheet.id) & (SheetOut.state == str(SheetState.TIDAK_KEMBALI))
        waits = {"state": str(SheetState.DI_LUAR), "settled_at": None, "settled_by": None, "reason": ""}
        if SheetOut.update(**waits).where(lost).execute():
            _record("sheet_awaited_again", sheet, actor, now)


def forget_return(attachment_id: int) -> None:
    """The page by which a sheet had come back was taken out of its case: it is out again."""
    waits = {"state": str(SheetState.DI_LUAR), "settled_at": None, "settled_by": None, "attachment": None}
    SheetOut.update(**waits).where(SheetOut.attachment == attachment_id).execute()


def _new_code() -> str:
    while True:
        if code := sheet_code(secrets.randbelow(KINDS_OF_NUMBERS)):
            return code


def _record(event: str, sheet: SheetOut, actor: Viewer, now: datetime) -> None:
    about = {"object_type": "case", "object_id": sheet.case.number}
    audit.record(event, actor=actor, now=now, code=sheet.code, **about)
