"""What the hub sets about its report: people to serve per SPM in a year, villages' distances, days of silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from puskesos.actions.settings_change import audit_facts, check_manager
from puskesos.database import database, locked
from puskesos.errors import RuleBroken
from puskesos.models.hub import Hub, Village
from puskesos.models.report import SpmTarget
from puskesos.queries.hub import forget_hub
from puskesos.queries.report_settings import targets_of
from puskesos.rules.report_settings import KILOMETRES, PEOPLE, SILENT_DAYS, YEARS, is_within
from puskesos.rules.spm import SHORT
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


@dataclass(frozen=True)
class ReportSettings:
    """`targets` are people by SPM code for `year`, `distances` kilometres by village id; None is not known (any more).
    What is not named stays as it is."""

    year: int
    village_silent_days: int
    targets: Mapping[str, int | None]
    distances: Mapping[int, int | None]


def change_report_settings(hub: Hub, wanted: ReportSettings, *, actor: Viewer, now: datetime) -> int:
    """Store what differs and return how many numbers changed. Raises RuleBroken for what is out of bounds."""
    check_manager(actor, hub.id)
    _check(wanted)
    with database.atomic():
        newest = locked(Hub.select().where(Hub.id == hub.id)).get()
        before = _change_days(newest, wanted) | _change_targets(hub.id, wanted) | _change_distances(hub.id, wanted)
        if before:
            about = {"object_type": "hub", "object_id": hub.id}
            audit.record("report_settings_changed", actor=actor, now=now, **about, **audit_facts(before))
    forget_hub()
    return len(before)


def _check(wanted: ReportSettings) -> None:
    if not is_within(SILENT_DAYS, wanted.village_silent_days):
        raise RuleBroken(f"Antara {SILENT_DAYS[0]} dan {SILENT_DAYS[1]} hari.", "village_silent_days")
    if not is_within(YEARS, wanted.year) or not wanted.targets.keys() <= SHORT.keys():
        raise RuleBroken("Pilih SPM dan tahun dari daftar.")
    if not all(is_within(PEOPLE, people) for people in wanted.targets.values()):
        raise RuleBroken("Sasaran SPM antara 0 dan 100.000 orang.")
    if not all(is_within(KILOMETRES, km) for km in wanted.distances.values()):
        raise RuleBroken(f"Jarak desa antara {KILOMETRES[0]} dan {KILOMETRES[1]} km.")


def _change_days(hub: Hub, wanted: ReportSettings) -> dict[str, Any]:
    """Each of these writes what differs and returns it as it was, by its name in the trail."""
    if hub.village_silent_days == wanted.village_silent_days:
        return {}
    Hub.update(village_silent_days=wanted.village_silent_days).where(Hub.id == hub.id).execute()
    return {"village_silent_days": hub.village_silent_days}


def _change_targets(hub_id: int, wanted: ReportSettings) -> dict[str, Any]:
    known, before = targets_of(hub_id, wanted.year), {}
    for code, people in wanted.targets.items():
        if known.get(code) == people:
            continue
        before[f"sasaran {code} tahun {wanted.year}"] = known.get(code)
        mine = (SpmTarget.hub == hub_id) & (SpmTarget.year == wanted.year) & (SpmTarget.code == code)
        SpmTarget.delete().where(mine).execute()
        if people is not None:
            SpmTarget.create(hub=hub_id, year=wanted.year, code=code, people=people)
    return before


def _change_distances(hub_id: int, wanted: ReportSettings) -> dict[str, Any]:
    before = {}
    for village in Village.select().where(Village.hub == hub_id, Village.id.in_(list(wanted.distances))):
        kilometres = wanted.distances[village.id]
        if village.office_km != kilometres:
            before[f"jarak {village.name} (km)"] = village.office_km
            Village.update(office_km=kilometres).where(Village.id == village.id).execute()
    return before
