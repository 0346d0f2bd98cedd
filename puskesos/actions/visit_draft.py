"""The parts of a report that is being written: each saved as typed, joined into the report when it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from peewee import IntegrityError

from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.assignment import Assignment, Visit, VisitDraft
from puskesos.queries.assignment import latest_visit
from puskesos.queries.visit import SavedPart, TypedPart, saved_parts
from puskesos.rules.assessment import read_part, write_answers
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit import VisitOutcome
from puskesos.rules.visit_facts import answers_of
from puskesos.rules.visit_form import SHORT, VisitPart, form_of, further_parts, missing_parts

MOST_LETTERS = 40_000  # of one part
STALE = "Bagian ini sudah disimpan dari perangkat atau jendela lain."


def save_parts(
    assignment: Assignment, parts: Mapping[VisitPart, TypedPart], *, version: int, actor: Viewer, now: datetime
) -> int:
    """Keep these parts as they were typed and return their new version, which is what the page must send next.

    Raises Conflict when one of them was saved elsewhere since `version`; what is saved already is no conflict.
    """
    _check(assignment, parts, actor)
    try:
        with database.atomic():
            saved = saved_parts(assignment)
            before = sum(saved[part].version for part in parts if part in saved)
            changed = [part for part in parts if _differs(parts[part], saved.get(part), assignment)]
            if changed and before != version:
                raise Conflict(STALE)
            for part in changed:
                _write(assignment, part, parts[part], saved.get(part), actor, now)
            return before + len(changed)
    except IntegrityError as error:  # two devices begin the same part together
        raise Conflict(STALE) from error


def further_columns(assignment: Assignment, earlier: Visit | None, outcome: str) -> dict[str, Any]:
    """The columns of Visit for the parts beyond the short form: saved ones, else those of the version before.

    Raises RuleBroken when one is needed and missing, or not in order. Nobody met: they stay for the next visit.
    """
    if outcome != VisitOutcome.BERTEMU:
        return {}
    answers = dict(answers_of(earlier)) if earlier else {}
    for part, saved in saved_parts(assignment).items():
        if part in further_parts(assignment.kind):
            answers[part], problems = read_part(part, saved.typed)
            if problems:
                raise RuleBroken(f"Bagian {part.label} perlu diperbaiki: {next(iter(problems.values()))}")
    filled = {part for part, told in answers.items() if told}
    if missing := missing_parts(assignment.kind, outcome, filled):
        raise RuleBroken(f"Bagian ini belum diisi: {', '.join(part.label for part in missing)}.")
    verval = dict(answers.pop(VisitPart.VERVAL, {}))
    verval["programs_received"] = ",".join(verval.get("programs_received", []))
    return {"form": str(form_of(filled)), "assessment": write_answers(answers), **verval}


def forget_parts(assignment: Assignment, parts: Iterable[VisitPart] = VisitPart) -> None:
    """Drop saved parts once they are part of a report, or once no report will come, in the caller's transaction."""
    names = [str(part) for part in parts]
    VisitDraft.delete().where(VisitDraft.assignment == assignment.id, VisitDraft.part.in_(names)).execute()


def sent_parts(outcome: str) -> tuple[VisitPart, ...]:
    """The parts that a report of this outcome takes along."""
    return tuple(VisitPart) if outcome == VisitOutcome.BERTEMU else SHORT


def _check(assignment: Assignment, parts: Mapping[VisitPart, TypedPart], actor: Viewer) -> None:
    if assignment.volunteer_id != actor.id:
        raise RuleBroken("Tugas ini bukan milik akun ini.")
    if assignment.state not in OPEN_ASSIGNMENT_STATES:
        raise RuleBroken("Tugas ini sudah selesai; laporannya tidak dapat diubah lagi.")
    if any(len(json.dumps(typed)) > MOST_LETTERS * 6 for typed in parts.values()):
        raise RuleBroken("Isian bagian ini terlalu panjang. Persingkat, lalu simpan lagi.")


def _differs(typed: TypedPart, saved: SavedPart | None, assignment: Assignment) -> bool:
    """Whether there is something to keep; an emptied part only where it empties what a version before has told."""
    words, known = _words(typed), _words(saved.typed) if saved else {}
    return words != known or (saved is None and not words and latest_visit(assignment) is not None)


def _words(typed: TypedPart) -> TypedPart:
    return {name: texts for name, texts in typed.items() if any(texts)}


def _write(
    assignment: Assignment, part: VisitPart, typed: TypedPart, saved: SavedPart | None, actor: Viewer, now: datetime
) -> None:
    content = json.dumps(typed, ensure_ascii=False)
    if saved is None:
        VisitDraft.create(assignment=assignment, part=str(part), content=content, user=actor.id, saved_at=now)
        return
    mine = (VisitDraft.assignment == assignment.id) & (VisitDraft.part == str(part))
    mine &= VisitDraft.version == saved.version
    again = {"content": content, "user": actor.id, "saved_at": now, "version": saved.version + 1}
    if not VisitDraft.update(again).where(mine).execute():
        raise Conflict(STALE)
