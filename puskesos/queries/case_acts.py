"""Which deeds of the table of steps stand open on one case: one answer for its page and for the actions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from puskesos.models.case import Case
from puskesos.models.hub import Service
from puskesos.rules.case_path import CaseAct, acts_for
from puskesos.rules.intake import Priority, no_answer_because
from puskesos.rules.restriction import must_be_referred

CaseOrRow = Case | Any  # a row of a list brings the case's columns and `service_code`


def acts_on(case: CaseOrRow, roles: Collection[str], *, task_open: bool) -> list[CaseAct]:
    """The deeds open to somebody holding `roles`; `task_open` says whether a volunteer is still at work."""
    return acts_for(
        case.state,
        {str(role) for role in roles},
        emergency=case.priority == Priority.DARURAT,
        task_open=task_open,
        undecided=case.decision_pending,
        asked_only=not why_no_answer(case),
        must_refer=must_refer(case),
    )


def why_no_answer(case: CaseOrRow) -> str:
    """Why the case may not end with an answer at the counter, as a sentence; empty when it was only asked about."""
    emergency = case.priority == Priority.DARURAT
    return no_answer_because(case.kind, service_code(case), restricted=case.restricted, emergency=emergency)


def must_refer(case: CaseOrRow) -> bool:
    """Whether the duties of violence hold for this case."""
    return must_be_referred(service_code(case), case.restricted_reason)


def service_code(case: CaseOrRow) -> str:
    """The code of the case's service: of a case read with its service or alone, or of a row that brings it."""
    if not isinstance(case, Case):
        return case.service_code
    if isinstance(case.service, Service):
        return case.service.code
    return Service.select(Service.code).where(Service.id == case.service_id).scalar()
