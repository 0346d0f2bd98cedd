"""Served since January: each person once in each SPM, as the year's page tells it, and as it was when it was closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from puskesos import clock
from puskesos.actions.report import close_month
from puskesos.actions.spm_service import GivenEntry
from puskesos.models import SpmTarget
from puskesos.queries.report import closed_report, kept_figures, live_figures
from puskesos.queries.report_spm import spm_year
from puskesos.rules.activity import Month
from puskesos.rules.report import C, items_of
from tests.cast import NOW, TODAY, ZONE, Cast, make_case, make_person, viewer_of
from tests.welfare import claim_spm, give

OCTOBER, NOVEMBER, JANUARY = (Month(date(*first, 1)) for first in ((2026, 10), (2026, 11), (2027, 1)))
DECEMBER = datetime(2026, 12, 2, 3, 0, tzinfo=NOW.tzinfo)


def reached(cast: Cast, month: Month, code: str = "SPM-3") -> int:
    return len(items_of(live_figures(cast.hub, month).items, C.SPM_TAHUN, {"spm": code}))


def test_who_was_served_in_two_months_counts_once_and_a_referral_does_not(cast: Cast) -> None:
    siti = claim_spm(cast, make_case(cast))
    give(cast, siti, GivenEntry("sandang", date(2026, 10, 5)), GivenEntry("permakanan", TODAY))
    claim_spm(cast, make_case(cast, client=make_person(cast, "Rohaya")), given="rujukan")
    claim_spm(cast, make_case(cast, client=make_person(cast, "Wati")), given="sandang")
    assert [reached(cast, one) for one in (OCTOBER, NOVEMBER, JANUARY)] == [1, 2, 0]
    assert reached(cast, NOVEMBER, "SPM-1") == 0
    year = next(line for line in spm_year(cast.hub, 2026, clock.today(ZONE)).lines if line.code == "SPM-3")
    assert year.served == 2, "the page of the year and the report of its month tell the same"


def test_a_closed_month_keeps_who_was_reached_and_the_target(cast: Cast, moment: Any) -> None:
    SpmTarget.create(hub=cast.hub, year=2026, code="SPM-3", people=4)
    case = make_case(cast)
    give(cast, claim_spm(cast, case), GivenEntry("sandang", TODAY))
    moment.move_to(DECEMBER)
    today = clock.today(ZONE)
    close_month(cast.hub, NOVEMBER, actor=viewer_of(cast.ratna), now=clock.now(), today=today)
    SpmTarget.update(people=9).execute()
    claim_spm(cast, make_case(cast, client=make_person(cast, "Wati")), given="sandang")
    figures = kept_figures(closed_report(cast.hub.id, NOVEMBER))
    assert figures.targets == {"SPM-3": 4} and len(items_of(figures.items, C.SPM_TAHUN, {})) == 1
    assert live_figures(cast.hub, NOVEMBER.after).targets == {"SPM-3": 9}
    assert reached(cast, NOVEMBER.after) == 2
