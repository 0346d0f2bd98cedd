"""Writing down since when a case stands in its state, in the transaction that moves it there."""

from __future__ import annotations

from datetime import datetime

from puskesos import clock
from puskesos.models.case import Case
from puskesos.models.case_stay import CaseStay
from puskesos.queries.hub import find_hub
from puskesos.rules.case_path import CLOSED_STATES, CaseState
from puskesos.rules.period import many_months_before


def begin_first_stay(case: Case) -> None:
    """A case that was just registered stands in its state from the day the need came in."""
    CaseStay.create(hub=case.hub_id, case=case.id, state=case.state, since=case.registered_on)


def begin_stay(case: Case, came_from: CaseState, now: datetime) -> None:
    """The case stands in `case.state` from now on; its stay before ends on the same day."""
    day = clock.today(find_hub(case.hub_id).zone, now)
    over, over_many = CaseStay.since < day.replace(day=1), CaseStay.since < many_months_before(day)
    ended = CaseStay.update(until=day, over_months=over, over_many_months=over_many)
    ended.where(CaseStay.case == case.id, CaseStay.until.is_null()).execute()
    due_on = case.due_on if case.state in CLOSED_STATES else None
    CaseStay.create(hub=case.hub_id, case=case.id, state=case.state, came_from=str(came_from), since=day, due_on=due_on)
