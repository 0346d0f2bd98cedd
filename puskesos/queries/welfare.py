"""Reading PPKS and SPM: what of a person's the viewer may see, one case's claims with what was given, the year's count.

What was noted in a restricted case stands only before who may open that case; of the rest there is no trace.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from peewee import ModelSelect, Value, fn

from puskesos.models.case import Case
from puskesos.models.hub import Service
from puskesos.models.person import Person
from puskesos.models.user import User
from puskesos.models.welfare import PersonCategory, SpmClaim, SpmService
from puskesos.queries.case import openable, scope
from puskesos.rules.case_path import CaseState
from puskesos.rules.person import PersonStatus
from puskesos.rules.ppks import Circumstances
from puskesos.rules.restriction import known_age
from puskesos.rules.spm import BasicService, ClaimState
from puskesos.rules.viewer import Viewer

MOST = 200
CATEGORY, CLAIM = "ppks", "spm"


@dataclass(frozen=True)
class WelfareRow:
    """A PPKS or an SPM of a person: `state` is the Ending of a category or the ClaimState, `given` counts services."""

    kind: str
    id: int
    code: str
    since: date | None
    until: date | None
    state: str
    year: int
    reason: str
    given: int
    case_number: str
    noted_by: str

    @property
    def is_running(self) -> bool:
        """A category that counts today, or a claim that was not rejected."""
        return self.state != ClaimState.DITOLAK if self.kind == CLAIM else not self.state


@dataclass(frozen=True)
class SpmCount:
    """One SPM in one year, in people: found (usul or confirmed), confirmed, served, referred; and rupiah given."""

    found: int = 0
    confirmed: int = 0
    served: int = 0
    referred: int = 0
    amount: int = 0


def welfare_of(viewer: Viewer, person_id: int, *, opened: int = 0) -> list[WelfareRow]:
    """PPKS and SPM of a person, the newest first, as far as the viewer may open the cases they come from.

    `opened` is the id of the case whose page this is: whoever stands there, in an emergency too, sees what it holds.
    """
    theirs = scope(viewer) & (openable(viewer) | (Case.id == opened))
    rows = (_categories(person_id).where(theirs) + _claims(person_id).where(theirs)).tuples()
    found = [WelfareRow(*row[:3], _day(row[3]), _day(row[4]), *row[5:]) for row in rows]
    return sorted(found, key=lambda row: (row.kind, row.year, row.id), reverse=True)[:MOST]


def find_category(case: Case, category_id: int) -> PersonCategory | None:
    """A category that was noted in this case."""
    return PersonCategory.get_or_none(PersonCategory.id == category_id, PersonCategory.case == case)


def claims_of(case: Case) -> list[SpmClaim]:
    """The claims of a case, the newest year first."""
    return list(SpmClaim.select().where(SpmClaim.case == case).order_by(SpmClaim.year.desc(), SpmClaim.code))


def find_claim(case: Case, code: str, year: int) -> SpmClaim | None:
    """The claim of this SPM and year in this case."""
    return SpmClaim.get_or_none(SpmClaim.case == case, SpmClaim.code == code, SpmClaim.year == year)


def find_claim_by_id(case: Case, claim_id: int) -> SpmClaim | None:
    """A claim of this case."""
    return SpmClaim.get_or_none(SpmClaim.id == claim_id, SpmClaim.case == case)


def find_given(case: Case, given_id: int) -> SpmService | None:
    """A service given for a claim of this case, with the claim."""
    query = SpmService.select(SpmService, SpmClaim).join(SpmClaim)
    return query.where(SpmService.id == given_id, SpmClaim.case == case).get_or_none()


def given_for(claims: Sequence[SpmClaim]) -> dict[int, list[SpmService]]:
    """What was given for each of these claims by claim id, the latest day first, cancelled ones too."""
    found: dict[int, list[SpmService]] = {claim.id: [] for claim in claims}
    query = SpmService.select().where(SpmService.claim.in_(list(found))) if found else []
    rows = sorted(query, key=lambda row: (row.given_on, row.id), reverse=True)
    for row in rows:
        found[row.claim_id].append(row)
    return found


def claimed_elsewhere(viewer: Viewer, case: Case, code: str, year: int) -> str:
    """The number of another case, not cancelled, that the viewer may open and that holds this claim for the person."""
    query = SpmClaim.select(Case.number).join(Case).where(scope(viewer), openable(viewer), SpmClaim.case != case)
    same = (SpmClaim.person == case.client_id, SpmClaim.code == code, SpmClaim.year == year)
    stands = (Case.state != str(CaseState.BATAL)) & (SpmClaim.state != str(ClaimState.DITOLAK))
    row = query.where(*same, stands).order_by(SpmClaim.id).tuples().first()
    return row[0] if row else ""


def circumstances_of(
    person: Person, today: date, *, service: Service | None = None, lives_alone: bool = False
) -> Circumstances:
    """What is known of a person for the hints; `service` is that of the case."""
    known, estimate = person.birth_date, person.birth_year_estimate
    age = known_age(known, estimate, today)
    return Circumstances(
        age=age,
        sex=person.sex,
        age_is_estimate=known is None,
        disability=_codes(person.disability),
        condition=_codes(person.condition),
        decile=person.decile,
        lives_alone=lives_alone,
        service=service.name if service else "",
        service_ppks=_codes(service.ppks) if service else frozenset(),
        service_spm=_codes(service.spm) if service else frozenset(),
    )


def welfare_codes(case: Case, year: int) -> str:
    """PPKS that run and SPM confirmed this year, by code, for the case's own paper: "08, 24 / SPM-3".

    What other cases of the client noted counts too unless they are restricted: the paper leaves the house.
    """
    mine = (Case.id == case.id) | ~Case.restricted
    categories = PersonCategory.select(PersonCategory.code).join(Case).where(mine)
    running = categories.where(PersonCategory.person == case.client_id, PersonCategory.ending == "")
    claims = SpmClaim.select(SpmClaim.code).join(Case).where(mine, SpmClaim.person == case.client_id)
    confirmed = claims.where(SpmClaim.year == year, SpmClaim.state == str(ClaimState.DIKONFIRMASI))
    parts = (sorted({code for (code,) in query.tuples()}) for query in (running, confirmed))
    return " / ".join(", ".join(codes) for codes in parts if codes)


def lives_alone(person: Person) -> bool:
    """Whether nobody else alive stands on the person's family card."""
    if not person.household_id:
        return False
    others = Person.select(Person.id).where(Person.household == person.household_id, Person.id != person.id)
    return not others.where(Person.status == str(PersonStatus.HIDUP)).exists()


def count_spm(hub_id: int, year: int, codes: Collection[str]) -> dict[str, SpmCount]:
    """Each SPM of a hub in a year; a person counts once however many cases say it. Cancelled cases do not count."""
    stands = (Case.hub == hub_id) & (Case.state != str(CaseState.BATAL))
    claims = SpmClaim.select().join(Case).where(stands, SpmClaim.year == year)
    is_confirmed = SpmClaim.state == str(ClaimState.DIKONFIRMASI)
    found = _people(claims.where(SpmClaim.state != str(ClaimState.DITOLAK)))
    confirmed = _people(claims.where(is_confirmed))
    given = claims.where(is_confirmed).switch(SpmClaim).join(SpmService).where(SpmService.cancelled_because == "")
    referred = given.where(SpmService.item == str(BasicService.RUJUKAN))
    amounts = given.select(SpmClaim.code, fn.SUM(SpmService.amount)).group_by(SpmClaim.code).tuples()
    money = {code: int(total or 0) for code, total in amounts}
    counts = (found, confirmed, _people(given), _people(referred), money)
    return {code: SpmCount(*(count.get(code, 0) for count in counts)) for code in codes}


def _people(query: ModelSelect) -> dict[str, int]:
    """How many different people per SPM."""
    rows = query.select(SpmClaim.code, fn.COUNT(SpmClaim.person.distinct())).group_by(SpmClaim.code).tuples()
    return {code: int(count) for code, count in rows}


def _categories(person_id: int) -> ModelSelect:
    query = PersonCategory.select(
        Value(CATEGORY),
        PersonCategory.id,
        PersonCategory.code,
        PersonCategory.since.cast("TEXT"),
        PersonCategory.until.cast("TEXT"),
        PersonCategory.ending,
        Value(0),
        PersonCategory.reason,
        Value(0),
        Case.number,
        User.name,
    )
    return _of_person(query.join(User, on=PersonCategory.created_by), PersonCategory, person_id)


def _claims(person_id: int) -> ModelSelect:
    given = SpmService.select(fn.COUNT(SpmService.id)).where(
        SpmService.claim == SpmClaim.id, SpmService.cancelled_because == ""
    )
    query = SpmClaim.select(
        Value(CLAIM),
        SpmClaim.id,
        SpmClaim.code,
        Value(""),
        Value(""),
        SpmClaim.state,
        SpmClaim.year,
        SpmClaim.reason,
        given,
        Case.number,
        User.name,
    )
    return _of_person(query.join(User, on=SpmClaim.changed_by), SpmClaim, person_id)


def _of_person(query: ModelSelect, model: type[PersonCategory | SpmClaim], person_id: int) -> ModelSelect:
    return query.switch(model).join(Case).where(model.person == person_id)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _codes(text: str | None) -> frozenset[str]:
    return frozenset(filter(None, (text or "").split(",")))
