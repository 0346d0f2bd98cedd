"""Walks of one case through everything people do with it, by whoever tries, while time goes on; and prints of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from puskesos import clock
from puskesos.actions.intake import Need, register_case
from puskesos.database import database
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import MODELS, Assignment, Case, CaseDocument, CaseEvent, Referral, User
from puskesos.queries.case import find_case, may_open
from puskesos.queries.case_acts import acts_on
from puskesos.rules.assignment_path import OPEN_ASSIGNMENT_STATES
from puskesos.rules.case_path import CaseAct
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer
from tests.actions.case_deeds import ACTS, Moment
from tests.actions.case_deeds_beside import BESIDE
from tests.cast import ZONE, Cast, make_person, viewer_of

DEEDS = {**ACTS, **BESIDE}
STAFF = ("sari", "bayu", "ratna")
PEOPLE = (*STAFF, "ujang", "tono", "dewi", "citra")
REFUSALS = (RuleBroken, NotAllowed, Conflict)
COMPARED = (Case, Assignment, CaseDocument, Referral)  # row by row; of the others the number of rows
TABLES = ", ".join(f'(SELECT count(*) FROM "{model._meta.table_name}")' for model in MODELS)


@dataclass
class Walk:
    """One case, the people around it as they are signed in, and the moment it is."""

    cast: Cast
    viewers: dict[str, Viewer]
    uploads: Path
    now: datetime
    number: str = ""
    twin: str = ""

    @property
    def today(self) -> date:
        return clock.today(ZONE, self.now)

    def case(self) -> Case:
        """The case as it is stored now."""
        return Case.get(Case.number == self.number)

    def begin(self, by: str, service: str, **need: Any) -> None:
        """Take in somebody's need, beside another case that the first may turn out to double; sent twice."""
        person = make_person(self.cast)
        usual = {"channel": "datang", "reporter_name": "Wati", "reporter_relation": "tetangga", "story": "Perlu."}
        who = {"village_id": person.village_id, "client_id": person.id, "service_id": self.cast.services[service].id}
        when = {"actor": self.viewers[by], "now": self.now, "today": self.today}
        typed, key = Need(**usual | who | need), str(uuid.uuid4())
        try:
            self.number = register_case(typed, key=key, **when)
        except RuleBroken as refused:  # only what was asked about ends with an answer at the counter
            assert refused.field == "answer" and typed.answer
            typed = replace(typed, answer="")
            self.number = register_case(typed, key=key, **when)
        assert register_case(typed, key=key, **when) == self.number
        self.twin = register_case(Need(**usual | who | need | {"answer": ""}), key=str(uuid.uuid4()), **when)

    def offered(self, who: str) -> list[CaseAct]:
        """The acts that the case's page offers this person; none to whom it does not open."""
        viewer = self.viewers[who]
        case = find_case(viewer, self.number)
        if case is None or not viewer.can(Permission.SEE_CASES) or not may_open(viewer, case):
            return []
        return acts_on(case, viewer.roles, task_open=bool(self.open_tasks()))

    def open_tasks(self) -> list[Assignment]:
        states = [str(state) for state in OPEN_ASSIGNMENT_STATES]
        return list(Assignment.select().where(Assignment.case == self.case(), Assignment.state.in_(states)))

    def fitting(self) -> list[tuple[str, str]]:
        """Who may do what now, as far as the pages offer it."""
        found = [(who, str(act)) for who in STAFF for act in self.offered(who)]
        names = {user.id: user.username for user in (self.cast.ujang, self.cast.tono)}
        for task in self.open_tasks():
            found += [(names[task.volunteer_id], deed) for deed in ("terima", "berangkat", "lapor", "lapor")]
            found += [("ratna", "periksa"), ("bayu", "periksa"), ("ratna", "ambil-kembali")]
        if Referral.select().exists():
            found += [("bayu", "jawaban"), ("ratna", "jawaban"), ("bayu", "jawaban-kantor"), ("sari", "kabar")]
        return [*found, *found, ("sari", "isian"), ("bayu", "berkas")]

    def attempt(self, who: str, deed: str, choice: int, *, behind: int = 0, key: str = "") -> Exception | None:
        """Try a deed from a form opened `behind` versions ago; the refusal, or None when it was done."""
        permission, act = DEEDS[deed]
        viewer, twin = self.viewers[who], Case.get(Case.number == self.twin)
        try:
            case = find_case(viewer, self.number) if viewer.can(permission) else None
            if case is None or not may_open(viewer, case):
                raise NotAllowed
            key = key or str(uuid.uuid4())
            act(case, Moment(self.cast, viewer, self.now, self.today, choice, behind, key, self.uploads, twin))
        except REFUSALS as refusal:
            return refusal
        return None

    def stored(self) -> tuple[Any, ...]:
        """What is stored, to compare: the rows around the case, and how many there are in every table."""
        rows = [tuple(model.select().order_by(model.id).tuples()) for model in COMPARED]
        return (*rows, database.execute_sql(f"SELECT {TABLES}").fetchone())

    def moves(self) -> list[CaseEvent]:
        """The history's moves, registration first."""
        wanted = CaseEvent.kind.in_(["daftar", "status"])
        return list(CaseEvent.select().where(CaseEvent.case == self.case(), wanted).order_by(CaseEvent.id))

    def active_with(self, role: str) -> list[str]:
        """The names of the active people of our hub with this role."""
        users = User.select().where(User.hub == self.cast.hub, User.active)
        return [user.username for user in users if role in user.roles.split(",")]


def new_walk(cast: Cast, uploads: Path, start: datetime) -> Walk:
    """A walk that begins at `start`, with everybody signed in."""
    return Walk(cast, {name: viewer_of(getattr(cast, name)) for name in PEOPLE}, uploads, start)
