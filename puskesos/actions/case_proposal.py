"""Proposals to the koordinator: a visit, or closing the case; taken up by that deed, overtaken, or set aside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from puskesos.actions.case_path import change_case, write_event
from puskesos.actions.case_work import has_open_assignment
from puskesos.database import database
from puskesos.errors import NotAllowed, RuleBroken
from puskesos.models.case import Case, CaseProposal
from puskesos.queries.case_acts import acts_on
from puskesos.rules.case_path import CaseState
from puskesos.rules.proposal import ACT_OF, ProposalKind
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer
from puskesos.security import audit

AWAIT_ANYWAY = frozenset({CaseState.TERDAFTAR, CaseState.KUNJUNGAN})  # a volunteer, proposed or not


def propose(
    case: Case,
    kind: ProposalKind,
    summary: str,
    content: Mapping[str, object],
    *,
    version: int,
    actor: Viewer,
    now: datetime,
) -> None:
    """Propose it; a newer proposal of the same kind takes the place of the one before.

    `content` are the fields of the koordinator's form. A proposed visit puts the case on the board's first column.
    """
    if ACT_OF[kind] not in acts_on(case, actor.roles, task_open=has_open_assignment(case)):
        raise RuleBroken(
            f"Kasus ini berstatus “{CaseState(case.state).label}”; langkah ini tidak tersedia. Muat ulang halaman."
        )
    with database.atomic():
        change_case(case, version=version, **({"awaits_assignment": True} if kind == ProposalKind.KUNJUNGAN else {}))
        settle_proposals(case, kind, now)
        CaseProposal.create(
            case=case,
            kind=str(kind),
            summary=summary,
            content=json.dumps(content, ensure_ascii=False, default=str),
            created_by=actor.id,
            created_at=now,
        )
        write_event(case, "usulan", f"{kind.label}: {summary}", actor=actor, now=now)
        audit.record("proposed", actor=actor, now=now, object_type="case", object_id=case.number, kind=kind)


def set_aside(case: Case, kind: ProposalKind, reason: str, *, version: int, actor: Viewer, now: datetime) -> None:
    """The koordinator does otherwise, and says why. Raises RuleBroken when nothing is proposed any more."""
    if not actor.has_role(Role.KOORDINATOR):
        raise NotAllowed
    with database.atomic():
        if not settle_proposals(case, kind, now):
            raise RuleBroken("Usulan ini sudah dijawab. Muat ulang halaman kasus.")
        fields = {"awaits_assignment": case.state in AWAIT_ANYWAY} if kind == ProposalKind.KUNJUNGAN else {}
        change_case(case, version=version, **fields)
        write_event(case, "usulan", f"{kind.label} tidak diikuti: {reason}", actor=actor, now=now)
        audit.record("proposal_set_aside", actor=actor, now=now, object_type="case", object_id=case.number, kind=kind)


def settle_proposals(case: Case, kind: ProposalKind, now: datetime) -> int:
    """Close the open proposals of this kind, in the caller's transaction; returns how many there were."""
    open_ones = (CaseProposal.case == case.id) & CaseProposal.settled_at.is_null()
    return CaseProposal.update(settled_at=now).where(open_ones, CaseProposal.kind == str(kind)).execute()
