"""The one case a visitor without an account asks about, with what proves that it is theirs."""

from __future__ import annotations

from puskesos.models.case import Case, CaseDocument
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.rules.papers import MISSING, PaperOwner


def find_public_case(number: str) -> Case | None:
    """The case of that number with client and hub, whoever asks."""
    query = Case.select(Case, Person, Hub).join(Person).switch(Case).join(Hub)
    return query.where(Case.number == number, Hub.public_status).get_or_none()


def missing_papers_of(case: Case) -> list[str]:
    """Names of the papers that the family still has to bring, in the order of the list."""
    states = [str(state) for state in MISSING]
    theirs = (CaseDocument.case == case) & (CaseDocument.owner == str(PaperOwner.KELUARGA))
    rows = CaseDocument.select(CaseDocument.name).where(theirs, CaseDocument.state.in_(states))
    return [name for (name,) in rows.order_by(CaseDocument.position).tuples()]
