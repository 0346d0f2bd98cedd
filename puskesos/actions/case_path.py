"""Moving a case from state to state: the one place that writes `case.state`, by the transition table only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from puskesos.actions.case_clock import end_of_pause
from puskesos.actions.case_stay import begin_stay
from puskesos.actions.newest import change_newest
from puskesos.actions.registry_check import forget_findings
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case, CaseEvent, CaseProposal
from puskesos.queries.case_acts import must_refer
from puskesos.rules.case_path import OPEN_STATES, CaseState, find_transition, refers
from puskesos.rules.intake import Priority
from puskesos.rules.proposal import STANDS_IN, ProposalKind
from puskesos.rules.viewer import Viewer
from puskesos.security import audit


def write_event(
    case: Case | int, kind: str, text: str, *, actor: Viewer, now: datetime, source: str = "", target: str = ""
) -> None:
    """One line of history; the actor's name and role are kept as they are now."""
    CaseEvent.create(
        case=case,
        at=now,
        actor=actor.id,
        actor_name=actor.name,
        actor_role=actor.main_role.label,
        kind=kind,
        from_state=source,
        to_state=target,
        text=text,
    )


def change_case(case: Case, *, version: int | None = None, **fields: Any) -> None:
    """Write `fields` and raise the version. Raises Conflict when `version` (or the row's) is not the newest."""
    change_newest(case, case.version if version is None else version, **fields)


def move_case(
    case: Case,
    target: CaseState,
    *,
    actor: Viewer,
    now: datetime,
    text: str = "",
    version: int | None = None,
    follows: bool = False,
    **fields: Any,
) -> None:
    """Take the case to `target` with one history and one audit entry, in the caller's transaction.

    Raises RuleBroken when the path has no such step, NotAllowed when the actor's roles may not take it; a step that
    `follows` by itself from what the actor did asks for no role of its own.
    """
    source = CaseState(case.state)
    step = find_transition(source, target)
    is_emergency = case.priority == Priority.DARURAT or (step is not None and refers(step) and must_refer(case))
    if step is None or not (step.roles or is_emergency):
        raise RuleBroken(f"Kasus ini berstatus “{source.label}”; langkah ini tidak tersedia. Muat ulang halaman kasus.")
    if not follows and not step.is_open_to({str(role) for role in actor.roles}, emergency=is_emergency):
        raise NotAllowed
    resumed, said = ({}, "") if "due_on" in fields else end_of_pause(case, target, now)
    values = {"awaits_assignment": _keep_proposals(case, target, now)} | resumed | fields
    change_case(case, version=version, state=str(target), state_since=now, **values)
    begin_stay(case, source, now)
    if target not in OPEN_STATES:
        forget_findings([case.client_id], "deceased_open_case")
    write_event(case, "status", text, actor=actor, now=now, source=str(source), target=str(target))
    if said:
        write_event(case, "waktu", said, actor=actor, now=now)
    audit.record(
        "case_moved", actor=actor, now=now, object_type="case", object_id=case.number, source=source, target=target
    )


def _keep_proposals(case: Case, target: CaseState, now: datetime) -> bool:
    """Settle the proposals that this move answers or overtakes; returns whether a proposed visit still stands."""
    open_ones = (CaseProposal.case == case.id) & CaseProposal.settled_at.is_null()
    kinds = {ProposalKind(kind) for (kind,) in CaseProposal.select(CaseProposal.kind).where(open_ones).tuples()}
    over = [str(kind) for kind in kinds if target not in STANDS_IN[kind]]
    if over:
        CaseProposal.update(settled_at=now).where(open_ones, CaseProposal.kind.in_(over)).execute()
    return str(ProposalKind.KUNJUNGAN) in {str(kind) for kind in kinds} - set(over)
