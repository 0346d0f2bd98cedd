"""A case's clock going on after a pause: the due date moves once, with a line of history.

Its own change rather than a date computed in every list: so the stored day can be indexed, sorted and compared.
"""

from __future__ import annotations

from datetime import datetime

from puskesos import clock
from puskesos.models.case import Case
from puskesos.models.referral import Referral
from puskesos.queries.clock import pause_now
from puskesos.queries.hub import days_off, find_hub
from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.clock_pause import Pause, due_after, paused_days, resumed_words, waits_for_office
from puskesos.rules.referral import is_unanswered


def end_of_pause(case: Case, target: CaseState, now: datetime) -> tuple[dict[str, object], str]:
    """What moving to `target` changes of the due date, and the line that says so; both empty without a pause."""
    if target not in OPEN_STATES:
        return {}, ""
    return _resumed(case, pause_now(case), now)


def answered(letter: Referral, before: str, now: datetime) -> tuple[Case | None, dict[str, object], str]:
    """The referred case, its new due date and the line, when `letter` (`before` its state) was the last one awaited."""
    if not is_unanswered(before) or is_unanswered(letter.state):
        return None, {}, ""
    case = Case.get_by_id(letter.case_id)
    if not waits_for_office(case.state, case.priority) or pause_now(case):
        return None, {}, ""
    letters = list(Referral.select().where(Referral.case == case))
    for row in letters:
        if row.id == letter.id:
            row.state = before
    fields, said = _resumed(case, pause_now(case, letters), now)
    return (case if fields else None), fields, said


def resumed(case: Case, before: Pause | None, now: datetime) -> tuple[dict[str, object], str]:
    """The new due date and the line when the pause `before` has come to its end; both empty while the case waits on."""
    return _resumed(case, before, now) if before and not pause_now(case) else ({}, "")


def _resumed(case: Case, pause: Pause | None, now: datetime) -> tuple[dict[str, object], str]:
    local, today = days_off(case.hub_id), clock.today(find_hub(case.hub_id).zone, now)
    if pause is None or not paused_days(pause, today, local):
        return {}, ""
    due_on = due_after(case.due_on, pause, today, local)
    return {"due_on": due_on}, resumed_words(pause, due_on, today, local)
