"""The one place that corrects a known person: every old value is kept with who and why, and the version rises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from puskesos.actions.registry_check import forget_findings
from puskesos.errors import Conflict
from puskesos.models.person import Person, PersonChange
from puskesos.rules.person import ChangeSource
from puskesos.rules.viewer import Viewer


def correct(
    person: Person,
    values: Mapping[str, object],
    *,
    actor: Viewer,
    now: datetime,
    reason: str = "",
    source: str = str(ChangeSource.TANGAN),
    version: int | None = None,
    derived: Mapping[str, object] | None = None,
) -> list[str]:
    """Write the columns of `values` that differ and return their names; in the caller's transaction.

    `derived` columns follow from the others and are not kept in the history. Raises Conflict for a stale `version`.
    """
    changed = {name: value for name, value in values.items() if getattr(person, name) != value}
    newest = Person.version == (person.version if version is None else version)
    if not changed:
        if version is not None and version != person.version:
            raise Conflict
        return []
    written = changed | dict(derived or {})
    query = Person.update(**written, version=Person.version + 1, changed_at=now)
    if not query.where(Person.id == person.id, newest).execute():
        raise Conflict
    for name, value in changed.items():
        note_change(person, name, getattr(person, name), value, actor=actor, now=now, reason=reason, source=source)
        setattr(person, name, value)
    person.version += 1
    forget_findings([person.id])
    return list(changed)


def note_change(
    person: Person,
    field: str,
    old: object,
    new: object,
    *,
    actor: Viewer,
    now: datetime,
    reason: str = "",
    source: str = str(ChangeSource.TANGAN),
) -> None:
    """One line of the person's history."""
    PersonChange.create(
        person=person,
        field=field,
        old=_as_text(old),
        new=_as_text(new),
        reason=reason,
        source=source,
        actor=actor.id,
        actor_name=actor.name,
        at=now,
    )


def _as_text(value: object) -> str:
    return "" if value is None else str(value)
