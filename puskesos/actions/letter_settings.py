"""The hub's kop, margins, logos and number pattern: checked, written to the newest version alone, noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from puskesos.actions.newest import write_newest
from puskesos.actions.settings_change import audit_facts, before_change, check_manager
from puskesos.database import database
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.hub import Hub
from puskesos.models.letter_settings import LetterKindChoice, LetterSettings
from puskesos.queries.hub import forget_hub
from puskesos.queries.letter_settings import classification_of
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_numbers import class_problem, mark_problem, numbers_problem
from puskesos.rules.letter_page import above_problem
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

LOGO_SIDES = {"kiri": "logo_left", "kanan": "logo_right"}


@dataclass(frozen=True)
class KopEntry:
    """The kop and the page; all but `paper` (which is the hub's) are columns of LetterSettings."""

    above: str
    name: str
    address: str
    paper: str
    margin_top: int
    margin_right: int
    margin_bottom: int
    margin_left: int
    archive: bool

    def columns(self) -> dict[str, Any]:
        """What belongs to LetterSettings."""
        return {name: value for name, value in asdict(self).items() if name != "paper"}


@dataclass(frozen=True)
class NumbersEntry:
    """How letters are numbered; `classes` holds a classification code for each kind."""

    number_pattern: str
    hub_mark: str
    together: bool
    classes: Mapping[LetterKind, str]


def change_kop(hub: Hub, entry: KopEntry, *, version: int, actor: Viewer, now: datetime) -> list[str]:
    """Store what differs and return its names. Raises Conflict on an old version."""
    check_manager(actor, hub.id)
    if problem := above_problem(entry.above):
        raise RuleBroken(problem, "above")
    with database.atomic():
        paper = {"paper": entry.paper} if entry.paper != Hub.get_by_id(hub.id).paper else {}
        before = write_settings(hub, entry.columns(), version, paper=paper)
        if before:
            _record("letter_settings_changed", hub, actor, now, **audit_facts(before))
    forget_hub()
    return list(before)


def change_numbers(hub: Hub, entry: NumbersEntry, *, version: int, actor: Viewer, now: datetime) -> list[str]:
    """Store what differs and return its names; numbers that were given stay. Raises RuleBroken at the field."""
    check_manager(actor, hub.id)
    _check_numbers(entry)
    columns = {"number_pattern": entry.number_pattern, "hub_mark": entry.hub_mark, "together": entry.together}
    classes = {kind: code for kind, code in entry.classes.items() if code != classification_of(hub, kind)}
    told = {f"klas:{kind}": classification_of(hub, kind) for kind in classes}
    with database.atomic():
        before = write_settings(hub, columns, version, beside=told)
        for kind, code in classes.items():
            write_choice(hub.id, kind, {"classification": code})
        if before:
            _record("letter_settings_changed", hub, actor, now, **audit_facts(before))
    forget_hub()
    return list(before)


def change_logo(hub: Hub, side: str, logo: str, *, version: int, actor: Viewer, now: datetime) -> bool:
    """Store a picture made by photos.prepare_logo at that side ("kiri", "kanan"), or take it off when it is empty."""
    check_manager(actor, hub.id)
    with database.atomic():
        changed = bool(write_settings(hub, {LOGO_SIDES[side]: logo}, version))
        if changed:
            _record("letter_logo_changed", hub, actor, now, side=side, removed=not logo)
    forget_hub()
    return changed


def write_settings(
    hub: Hub,
    wanted: Mapping[str, Any],
    version: int,
    *,
    paper: Mapping[str, Any] | None = None,
    beside: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """In the caller's transaction: write LetterSettings and the hub's `paper`, and raise the version for what
    changes `beside` too; returns all that changes with what it said. Raises Conflict on an old version."""
    LetterSettings.insert(hub=hub.id).on_conflict_ignore().execute()
    row = LetterSettings.get(LetterSettings.hub == hub.id)
    changed = before_change(row, wanted)
    before = changed | ({"paper": hub.paper} if paper else {}) | dict(beside or {})
    if not before:
        return {}
    if row.version != version:
        raise Conflict
    write_newest(row, version, **{name: wanted[name] for name in changed})
    if paper:
        Hub.update(**paper).where(Hub.id == hub.id).execute()
    return before


def write_choice(hub_id: int, kind: LetterKind, columns: Mapping[str, Any]) -> None:
    """In the caller's transaction: what letters of a kind take."""
    mine = (LetterKindChoice.hub == hub_id) & (LetterKindChoice.kind == str(kind))
    LetterKindChoice.insert(hub=hub_id, kind=str(kind)).on_conflict_ignore().execute()
    LetterKindChoice.update(**columns).where(mine).execute()


def _check_numbers(entry: NumbersEntry) -> None:
    for kind, code in entry.classes.items():
        if problem := class_problem(code):
            raise RuleBroken(problem, f"klas_{kind}")
    if problem := mark_problem(entry.hub_mark):
        raise RuleBroken(problem, "hub_mark")
    if problem := numbers_problem(entry.number_pattern, together=entry.together, classes=entry.classes):
        raise RuleBroken(problem, "number_pattern")


def _record(event: str, hub: Hub, actor: Viewer, now: datetime, **facts: Any) -> None:
    audit.record(event, actor=actor, now=now, object_type="hub", object_id=hub.id, **facts)
