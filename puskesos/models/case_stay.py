"""How long each case stood in each state, by days of the hub's zone: what the month's figures are counted from."""

from __future__ import annotations

from peewee import SQL, AutoField, BooleanField, DateField, TextField

from puskesos.models.base import BaseModel, one_of, reference
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.rules.case_path import CaseState


class CaseStay(BaseModel):
    """One stay of a case in a state: at the end of the days from `since` to the day before `until` it stood there.

    `came_from` is the state before, empty for the first stay, which begins on the day the need came in. `due_on` is
    there for a closed state only: the day by which the case should have been closed, as it stood then. `over_months`
    says of a stay that is over that it began in another month than it ended: the few that an end of a month looks for;
    `over_many_months` that it ended in the third month after the one it began in, or later: fewer still.
    """

    id = AutoField()
    hub = reference(Hub)
    case = reference(Case)
    state = TextField()
    came_from = TextField(default="")
    since = DateField()
    until = DateField(null=True)
    due_on = DateField(null=True)
    over_months = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    over_many_months = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])

    class Meta:
        constraints = (one_of("state", [str(state) for state in CaseState]),)
        indexes = (
            (("case", "id"), False),
            (("hub", "since", "state", "came_from", "case"), False),
            (("hub", "came_from", "since", "state", "case"), False),
            (("hub", "state", "until", "since"), False),
        )


def _index_marked(mark: BooleanField) -> None:
    columns = (CaseStay.hub, CaseStay.until, CaseStay.since, CaseStay.state, CaseStay.case, mark)
    CaseStay.add_index(*columns, where=mark, name=f"case_stay_{mark.name}")


_index_marked(CaseStay.over_months)
_index_marked(CaseStay.over_many_months)
