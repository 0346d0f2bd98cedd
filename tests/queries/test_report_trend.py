"""The balance of many months at once is, in every figure, what the month's own report counts; closed months stay."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos.actions.report import close_month
from puskesos.config import Settings
from puskesos.models import Case
from puskesos.queries.report_balance import balances_now
from puskesos.queries.report_cases import case_items
from puskesos.queries.report_reported import reported
from puskesos.queries.report_trend import MONTHS_SHOWN, trend_of
from puskesos.rules.activity import Month
from puskesos.rules.report import Counted
from puskesos.rules.report_balance import balance_of
from tests.actions.registry_worlds import taken_back
from tests.cast import NOW, TODAY, Cast, make_case, viewer_of
from tests.queries.test_report_properties import FIRST_DAY, LAST_DAY, SPANS, begin, day_of, later, needs, properly, step

LATE = {"late_because": "Kertas tercecer"}


@settings(properly, max_examples=8)
@given(data=st.data())
def test_many_months_at_once_are_counted_like_each_alone(cast: Cast, opened: Settings, data: st.DataObject) -> None:
    with taken_back():
        walks, now = [], NOW
        for _ in range(data.draw(st.integers(2, 4), label="cases")):
            walks.append(begin(cast, opened, data.draw(needs, label="need"), now))
            for _ in range(data.draw(st.integers(3, 8), label="steps")):
                now = later(now, data.draw(st.sampled_from([*SPANS, LAST_DAY, LAST_DAY, FIRST_DAY]), label="pause"))
                step(data.draw(st.sampled_from(walks), label="which"), now, data)
        months = [Month.of((NOW - timedelta(days=70)).date())]
        while months[-1].first <= day_of(now):
            months.append(months[-1].after)
        alone = {month: balance_of(case_items(cast.hub.id, month)) for month in months}
        assert balances_now(cast.hub.id, months) == alone
        begun = data.draw(st.integers(0, len(months) - 1), label="first month asked for")
        asked = months[begun : begun + 3]
        assert balances_now(cast.hub.id, asked) == {month: alone[month] for month in asked}


def test_an_empty_hub_has_no_trend_and_the_other_hub_never_counts(cast: Cast) -> None:
    make_case(cast, by=cast.citra)
    assert trend_of(cast.hub, TODAY) == []


def test_a_young_hub_begins_with_its_first_month_and_an_old_one_shows_thirteen(cast: Cast) -> None:
    make_case(cast)
    assert [str(one.month) for one in trend_of(cast.hub, TODAY)] == ["2026-11"]
    make_case(cast, received_at=NOW - timedelta(days=40), **LATE)
    assert [str(one.month) for one in trend_of(cast.hub, TODAY)] == ["2026-10", "2026-11"]
    trend = trend_of(cast.hub, TODAY + timedelta(days=700))
    assert len(trend) == MONTHS_SHOWN and trend[-1].is_running and not trend[-2].is_running
    assert [one.balance[Counted.SISA_AKHIR] for one in trend] == [Case.select().count()] * MONTHS_SHOWN


def test_a_closed_month_keeps_its_figures_in_the_trend(cast: Cast) -> None:
    make_case(cast, received_at=NOW - timedelta(days=30), **LATE)
    october = Month.of(TODAY).before
    close_month(cast.hub, october, actor=viewer_of(cast.ratna), now=NOW, today=TODAY)
    make_case(cast, received_at=NOW - timedelta(days=25), **LATE)
    assert reported(cast.hub.id)[october].figures[Counted.MASUK] == 1
    october_told, november_told = trend_of(cast.hub, TODAY)
    assert october_told.is_closed and october_told.balance[Counted.MASUK] == 1
    assert november_told.balance[Counted.SISA_AWAL] == 2 and not november_told.is_closed
    assert reported(cast.other_hub.id) == {}
