"""What the case page and the case sheet show of one case, gathered in few queries."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import JOIN, fn

from puskesos.models.assignment import Assignment, Photo, Visit
from puskesos.models.case import Case, CaseDocument, CaseEvent, DataCheck, Decision, Recommendation
from puskesos.models.person import Household, Person
from puskesos.queries.assignment import assignments_of, photos_of, visits_of
from puskesos.queries.hub import names_of_users
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.papers import PaperState


@dataclass(frozen=True)
class CasePage:
    """One case with everything around it; lists newest first except papers. `names` gives users by id."""

    case: Case
    papers: list[CaseDocument]
    check: DataCheck | None
    recommendation: Recommendation | None
    decision: Decision | None
    assignments: list[Assignment]
    visits: list[Visit]
    photos: list[Photo]
    events: list[CaseEvent]
    names: dict[int, str]

    @property
    def missing_papers(self) -> list[CaseDocument]:
        return [paper for paper in self.papers if paper.state in {PaperState.BELUM, PaperState.MENYUSUL}]

    @property
    def open_assignment(self) -> Assignment | None:
        """The newest assignment still at work."""
        return next((row for row in self.assignments if row.state in OPEN_ASSIGNMENT_STATES), None)


def load_case_page(case: Case, *, events: int = 100) -> CasePage:
    """Gather a case that `find_case` returned; at most `events` lines of history."""
    latest = _latest(case)
    assignments = assignments_of(case)
    visits = visits_of(case) if assignments else []
    return CasePage(
        case=case,
        papers=papers_of(case),
        check=getattr(latest, "check", None),
        recommendation=getattr(latest, "recommendation", None),
        decision=getattr(latest, "decision", None),
        assignments=assignments,
        visits=visits,
        photos=photos_of(case) if visits else [],
        events=list(CaseEvent.select().where(CaseEvent.case == case).order_by(CaseEvent.id.desc()).limit(events)),
        names=names_of_users(case.hub_id),
    )


def papers_of(case: Case) -> list[CaseDocument]:
    """The required papers of a case in catalogue order."""
    return list(CaseDocument.select().where(CaseDocument.case == case).order_by(CaseDocument.position))


def members_of(household: Household | None) -> list[Person]:
    """The people of a household, oldest first."""
    if household is None:
        return []
    return list(Person.select().where(Person.household == household).order_by(Person.birth_date, Person.id).limit(20))


def _latest(case: Case) -> Case:
    """The newest data check, recommendation and decision in one query."""
    query = Case.select(Case.id, DataCheck, Recommendation, Decision)
    for model, attribute in ((DataCheck, "check"), (Recommendation, "recommendation"), (Decision, "decision")):
        newest = model.select(fn.MAX(model.id)).where(model.case == case.id)
        query = query.switch(Case).join(model, JOIN.LEFT_OUTER, on=(model.id == newest), attr=attribute)
    return query.where(Case.id == case.id).get()
