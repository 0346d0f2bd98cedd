"""Open proposals of a case, ready to show."""

from __future__ import annotations

import json
from datetime import date

from puskesos.models.case import Case, CaseProposal
from puskesos.queries.hub import names_of_users
from puskesos.rules.proposal import Proposal, ProposalKind

DAYS = frozenset({"given_on", "told_family_on"})


def open_proposal(case: Case, kind: ProposalKind) -> Proposal | None:
    """The newest open proposal of this kind."""
    open_ones = CaseProposal.select().where(CaseProposal.case == case.id, CaseProposal.settled_at.is_null())
    row = open_ones.where(CaseProposal.kind == str(kind)).order_by(CaseProposal.id.desc()).first()
    return as_shown(row, case.hub_id) if row else None


def as_shown(row: CaseProposal, hub_id: int) -> Proposal:
    """A stored proposal with the name of who made it, its days as dates."""
    content = json.loads(row.content)
    fields = {name: date.fromisoformat(value) if value and name in DAYS else value for name, value in content.items()}
    who = names_of_users(hub_id).get(row.created_by_id, "")
    return Proposal(row.id, ProposalKind(row.kind), who, row.summary, fields, row.created_at)
