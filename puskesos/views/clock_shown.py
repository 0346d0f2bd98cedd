"""How a case's clock reads on its page: standing still since when and for whom, else by when this step is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from puskesos.formatting import show_short_date
from puskesos.models.case import Case
from puskesos.models.referral import Referral
from puskesos.queries.clock import pause_now
from puskesos.queries.hub import days_off, find_hub, step_days
from puskesos.rules.clock_pause import day_of, due_after, pause_words
from puskesos.rules.deadlines import DueWords, add_working_days, due_words
from puskesos.rules.step_targets import step_of


@dataclass(frozen=True)
class CaseClock:
    """`paused` is empty while time runs; `due` says how the case's own day reads; `step` when this step is due."""

    paused: str
    due: DueWords
    step: str
    is_late: bool


def case_clock(case: Case, referrals: Sequence[Referral], today: date, *, has_ways: bool = True) -> CaseClock | None:
    """The clock of an open case, from what its page has loaded already; None once it is closed."""
    step = step_of(case.state)
    if step is None:
        return None
    local, zone = days_off(case.hub_id), find_hub(case.hub_id).zone
    if pause := pause_now(case, referrals, has_ways=has_ways):
        due_on = due_after(case.due_on, pause, today, local)
        said = f"Bila dilanjutkan hari ini, batas waktu kasus menjadi {show_short_date(due_on)}."
        return CaseClock(pause_words(pause, today, local), due_words(due_on, today, local), said, False)
    days = step_days(case.hub_id)[step, case.priority]
    by = add_working_days(day_of(case.state_since, zone), days, local)
    words = due_words(by, today, local)
    said = f"Langkah ini paling lambat {show_short_date(by)} ({words.text})."
    return CaseClock("", due_words(case.due_on, today, local), said, words.tone == "late")
