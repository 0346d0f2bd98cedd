"""Correcting what was taken at the counter, with the old words in the history; a wrong service brings its papers along.

Until the decision the service and the kind of need may be corrected. The area follows the service.
"""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.case_papers import exchange_papers, waive_papers
from puskesos.actions.case_path import change_case, write_event
from puskesos.actions.case_work import refuse_when_closed
from puskesos.actions.person import check_village, said_before
from puskesos.actions.restriction import restrict_case
from puskesos.database import database
from puskesos.errors import RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.models.hub import Service
from puskesos.queries.hub import days_off
from puskesos.rules.case_path import BEFORE_DECISION
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.intake import IntakeKind
from puskesos.rules.restriction import Cause, must_be_referred
from puskesos.rules.service import read_papers
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

LABELS = {
    "service": "jenis layanan",
    "kind": "jenis masukan",
    "story": "uraian",
    "wish": "harapan",
    "reporter_name": "pelapor",
    "reporter_relation": "hubungan",
    "reporter_phone": "HP pelapor",
    "priority": "prioritas",
    "due_on": "batas waktu",
    "village": "desa/kelurahan",
}
ROWS = {"village", "service"}  # fields that hold another row
UNTIL_DECISION = {"service", "kind"}


def change_content(case: Case, fields: dict[str, object], *, version: int, actor: Viewer, now: datetime) -> None:
    """Correct the story, wish, reporter, priority, village, due date, kind or service.

    A new service gives its area, pillar and papers, its days to a due date that nobody has moved, and its restriction.
    Raises RuleBroken for a service or kind after the decision.
    """
    refuse_when_closed(case)
    changed = {name: value for name, value in fields.items() if _current(case, name) != value}
    if not changed:
        return
    if UNTIL_DECISION & set(changed) and case.state not in BEFORE_DECISION:
        raise RuleBroken("Jenis layanan dan jenis masukan tidak diubah lagi setelah penetapan.")
    if "village" in changed:
        check_village(int(str(changed["village"])), actor)
    due_on = changed.get("due_on")
    if isinstance(due_on, date) and due_on < case.registered_on:
        raise RuleBroken("Batas waktu tidak boleh sebelum kasus didaftarkan.", "due_on")
    services = _services(case, changed)
    with database.atomic():
        before = "; ".join(f"{LABELS[name]} semula “{_said(case, name, services)}”" for name in changed)
        follows = _follows(case, *services, moved="due_on" in changed) if services else {}
        change_case(case, version=version, **changed | follows)
        if "village" in changed:
            Assignment.update(village=changed["village"]).where(Assignment.case == case).execute()
        write_event(case, "perbaikan", f"Isian kasus diperbaiki: {before}.", actor=actor, now=now)
        about = {"object_type": "case", "object_id": case.number, "fields": ", ".join(changed)}
        audit.record("case_story_changed", actor=actor, now=now, **about)
        if services:
            _take_service(case, services[1], actor, now)


def _services(case: Case, changed: dict[str, object]) -> tuple[Service, Service] | tuple[()]:
    """The service as it was and as it shall be, when it changes."""
    if "service" not in changed:
        return ()
    new = Service.get_or_none(Service.id == changed["service"], Service.hub == case.hub_id, Service.active)
    if new is None:
        raise RuleBroken("Pilih jenis layanan dari daftar.", "service")
    return Service.get_by_id(case.service_id), new


def _follows(case: Case, old: Service, new: Service, *, moved: bool) -> dict[str, object]:
    """What goes with the service; a due date that a person, a pause or a decision has moved stays."""
    follows: dict[str, object] = {"area": new.area, "pillar": new.pillar}
    if not moved and case.due_on == _due(case, old):
        follows["due_on"] = _due(case, new)
    return follows


def _due(case: Case, service: Service) -> date:
    return add_working_days(case.registered_on, service.target_days, days_off(case.hub_id))


def _take_service(case: Case, service: Service, actor: Viewer, now: datetime) -> None:
    """Papers and restriction of the new service; nothing opens a restricted case again."""
    is_violence = must_be_referred(service.code, case.restricted_reason)
    exchange_papers(case, [] if is_violence else read_papers(service.papers), actor=actor, now=now)
    if is_violence:
        waive_papers(case, actor=actor, now=now)
    if service.restricted and not case.restricted:
        restrict_case(case, f"jenis layanan {service.name}", cause=str(Cause.LAYANAN), actor=actor, now=now)


def _said(case: Case, name: str, services: tuple[Service, Service] | tuple[()]) -> str:
    if name == "service" and services:
        return services[0].name
    return IntakeKind(case.kind).label if name == "kind" else said_before(name, _current(case, name))


def _current(case: Case, name: str) -> object:
    return getattr(case, f"{name}_id") if name in ROWS else getattr(case, name)
