"""Time limits of the field as this hub sets them: days of the month, months, and working days per step and priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from puskesos.actions.settings_change import audit_facts, before_change, check_manager
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.hub import Hub
from puskesos.models.settings import StepTarget
from puskesos.queries.hub import forget_hub, step_days
from puskesos.rules.step_targets import DEFAULT_DAYS, MOST_DAYS
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

Steps = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class FieldSettings:
    """The numbers; all but `steps` are columns of Hub. `steps` holds working days by (step, priority)."""

    answer_days: int
    answer_days_urgent: int
    answer_days_prompt: int
    proposal_from_day: int
    proposal_until_day: int
    dtsen_cutoff_day: int
    dtsen_pull_day: int
    reactivation_months: int
    silent_days: int
    public_status: bool
    steps: Steps = field(default_factory=dict)


def change_field_settings(hub: Hub, wanted: FieldSettings, *, actor: Viewer, now: datetime) -> int:
    """Store what differs and return how many numbers changed. Raises RuleBroken for days in the wrong order."""
    check_manager(actor, hub.id)
    _check(wanted)
    columns = {name: value for name, value in asdict(wanted).items() if name != "steps"}
    with database.atomic():
        newest = Hub.get_by_id(hub.id)
        before = before_change(newest, columns)
        if before:
            Hub.update({name: columns[name] for name in before}).where(Hub.id == hub.id).execute()
        forget_hub()
        known = step_days(hub.id)
        steps = {key: days for key, days in wanted.steps.items() if known[key] != days}
        for key, days in steps.items():
            _store_step(hub.id, key, days)
        said = before | {":".join(key): known[key] for key in steps}
        if said:
            facts = audit_facts(said)
            audit.record("field_settings_changed", actor=actor, now=now, object_type="hub", object_id=hub.id, **facts)
    forget_hub()
    return len(said)


def _store_step(hub_id: int, key: tuple[str, str], days: int) -> None:
    """What equals the default needs no row."""
    step, priority = key
    StepTarget.delete().where(
        StepTarget.hub == hub_id, StepTarget.step == step, StepTarget.priority == priority
    ).execute()
    if days != DEFAULT_DAYS[key]:
        StepTarget.create(hub=hub_id, step=step, priority=priority, days=days)


def _check(wanted: FieldSettings) -> None:
    if wanted.proposal_until_day < wanted.proposal_from_day:
        raise RuleBroken("Tanggal akhir usulan sebelum tanggal mulai.", "proposal_until_day")
    if wanted.dtsen_pull_day < wanted.dtsen_cutoff_day:
        raise RuleBroken("Tanggal penarikan sebelum tanggal batas.", "dtsen_pull_day")
    if not wanted.steps.keys() <= DEFAULT_DAYS.keys() or any(not 0 <= n <= MOST_DAYS for n in wanted.steps.values()):
        raise RuleBroken(f"Tenggat langkah antara 0 dan {MOST_DAYS} hari kerja.")
