"""What the case page and the case sheet show of one case, gathered in few queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from peewee import JOIN, ModelSelect, fn

from puskesos.models.assignment import Assignment, AssignmentMessage, Photo, Visit
from puskesos.models.attachment import Attachment, EntryCorrection
from puskesos.models.case import Case, CaseDocument, CaseEvent, CaseProposal, DataCheck, Decision, Recommendation
from puskesos.models.letter import Letter
from puskesos.models.person import Membership, Person
from puskesos.models.referral import Referral
from puskesos.models.track import Track, TrackMember
from puskesos.models.welfare import PersonCategory, SpmClaim
from puskesos.queries.assignment import assignments_of, photos_of, visits_of
from puskesos.queries.assignment_message import messages_of_case
from puskesos.queries.attachment import attachments_of
from puskesos.queries.case_link import has_links
from puskesos.queries.case_proposal import as_shown
from puskesos.queries.closed_doors import known_openly
from puskesos.queries.history import corrections_of, events_before
from puskesos.queries.hub import names_of_users
from puskesos.queries.letter import letters_of
from puskesos.queries.person import memberships_of
from puskesos.queries.prepared import prepared_models, slot
from puskesos.queries.referral import referrals_of
from puskesos.queries.track import tracks_of
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES, REPORT_AWAITED_IN
from puskesos.rules.case_path import CaseState
from puskesos.rules.data_check import counts_as_check
from puskesos.rules.papers import MISSING, PaperOwner
from puskesos.rules.proposal import Proposal
from puskesos.rules.track import is_final
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_day import asks_staff

WELFARE = (PersonCategory, SpmClaim)
MOST_FAMILY = 48
SERVED_STATES = frozenset({CaseState.DILAYANI, CaseState.DIRUJUK})  # in which a case may have referrals undecided


@dataclass(frozen=True)
class CasePage:
    """One case with everything around it; lists newest first except papers and threads. `names` gives users by id."""

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
    referrals: list[Referral] = field(default_factory=list)
    tracks: list[TrackMember] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    corrections: dict[int, list[EntryCorrection]] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    has_older_events: bool = False
    has_welfare: bool = False
    has_links: bool = False
    proposal: Proposal | None = None
    messages: dict[int, list[AssignmentMessage]] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)

    @property
    def is_checked(self) -> bool:
        """Whether the newest data check is one that the case may go on with."""
        return self.check is not None and counts_as_check(self.check.status)

    @property
    def missing_papers(self) -> list[CaseDocument]:
        """What the family still has to bring."""
        return [paper for paper in self._lacking if paper.owner == PaperOwner.KELUARGA]

    @property
    def awaited_papers(self) -> list[CaseDocument]:
        """What the hub, the village or an office still has to see to."""
        return [paper for paper in self._lacking if paper.owner != PaperOwner.KELUARGA]

    @property
    def _lacking(self) -> list[CaseDocument]:
        return [paper for paper in self.papers if paper.state in MISSING]

    @property
    def ways(self) -> list[tuple[int, str, str]]:
        """Track, kind and step of everybody who is on the way still."""
        return [(one.track_id, one.track.kind, one.step) for one in self.tracks if not is_final(one.step)]

    @property
    def open_assignment(self) -> Assignment | None:
        """The assignment at work whose volunteer waits for the staff, else the newest."""
        at_work = [row for row in self.assignments if row.state in OPEN_ASSIGNMENT_STATES]
        return max(at_work, key=asks_staff, default=None)

    def sheets_of(self, task: Assignment) -> list[Attachment]:
        """The scanned sheets of a task that nobody took away, oldest first, each with its `scan`."""
        shown = (one for one in reversed(self.attachments) if one.removed_at is None and getattr(one, "scan", None))
        return [one for one in shown if one.scan.assignment_id == task.id]

    def awaits_report(self, task: Assignment) -> bool:
        """Whether the report of this task is still to come, from its volunteer or copied from a sheet."""
        return task.state in REPORT_AWAITED_IN


def load_case_page(case: Case, *, viewer: Viewer | None = None, events: int = 100) -> CasePage:
    """Gather a case that `find_case` returned; at most `events` lines of history.

    Tracks, photos, messages and attachments only for a `viewer`: they stand on the page alone.
    """
    (latest,) = _latest(case=case.id, client=case.client_id)
    newest, has_older = events_before(case, None, most=events) if events else ([], False)
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
        photos=photos_of(case) if viewer and visits else [],
        events=newest,
        names=names_of_users(case.hub_id),
        referrals=referrals_of(case) if getattr(latest, "decision", None) or case.state in SERVED_STATES else [],
        tracks=tracks_of(viewer, case) if viewer and latest.has_tracks else [],
        attachments=attachments_of(case) if viewer and latest.has_attachments else [],
        corrections=corrections_of(newest),
        memberships=memberships_of(case.client_id) if latest.has_programs else [],
        has_older_events=has_older,
        has_welfare=bool(latest.has_welfare),
        has_links=bool(latest.has_links),
        messages=messages_of_case(case) if viewer and latest.has_messages else {},
        letters=letters_of(case) if viewer and latest.has_letters else [],
        proposal=as_shown(latest.proposal, case.hub_id) if getattr(latest, "proposal", None) else None,
    )


def papers_of(case: Case) -> list[CaseDocument]:
    """The required papers of a case in catalogue order."""
    return _papers(case=case.id)


@prepared_models
def _papers() -> ModelSelect:
    return CaseDocument.select().where(CaseDocument.case == slot("case")).order_by(CaseDocument.position)


def find_paper(case: Case, position: int) -> CaseDocument | None:
    """One paper of the case by its place in the list."""
    return CaseDocument.get_or_none(CaseDocument.case == case, CaseDocument.position == position)


def members_beside(viewer: Viewer, client: Person) -> list[Person]:
    """The client's family without the client, as far as the viewer may know it, oldest first."""
    if not client.household_id:
        return []
    family = (Person.household == client.household_id) & (Person.id != client.id)
    oldest_first = Person.select().where(family, known_openly(viewer)).order_by(Person.birth_date, Person.id)
    return list(oldest_first.limit(MOST_FAMILY))


@prepared_models
def _latest() -> ModelSelect:
    """The newest data check, recommendation, decision and open proposal; whether there are tracks, PPKS, files …"""
    has_tracks = fn.EXISTS(Track.select(Track.id).where(Track.case == slot("case"))).alias("has_tracks")
    categories, claims = (model.select(model.id).where(model.person == slot("client")) for model in WELFARE)
    has_welfare = (fn.EXISTS(categories) | fn.EXISTS(claims)).alias("has_welfare")
    files = Attachment.select(Attachment.id).where(Attachment.case == slot("case"))
    has_files = fn.EXISTS(files).alias("has_attachments")
    has_programs = fn.EXISTS(Membership.select(Membership.id).where(Membership.person == slot("client")))
    messages = AssignmentMessage.select(AssignmentMessage.id).join(Assignment).where(Assignment.case == slot("case"))
    facts = [has_tracks, has_welfare, has_files, has_links(slot("case")), has_programs.alias("has_programs")]
    letters = Letter.select(Letter.id).where(Letter.case == slot("case"), Letter.referral.is_null())
    facts += [fn.EXISTS(messages).alias("has_messages"), fn.EXISTS(letters).alias("has_letters")]
    query = Case.select(Case.id, *facts, DataCheck, Recommendation, Decision, CaseProposal)
    for model, attribute in ((DataCheck, "check"), (Recommendation, "recommendation"), (Decision, "decision")):
        newest = model.select(fn.MAX(model.id)).where(model.case == slot("case"))
        query = query.switch(Case).join(model, JOIN.LEFT_OUTER, on=(model.id == newest), attr=attribute)
    asked = CaseProposal.select(fn.MAX(CaseProposal.id)).where(CaseProposal.case == slot("case"))
    is_newest = CaseProposal.id == asked.where(CaseProposal.settled_at.is_null())
    query = query.switch(Case).join(CaseProposal, JOIN.LEFT_OUTER, on=is_newest, attr="proposal")
    return query.where(Case.id == slot("case"))
