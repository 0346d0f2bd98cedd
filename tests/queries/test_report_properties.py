"""Whatever happens to cases over the months: the balance holds, sums agree, each figure has its list, and what was
closed never moves."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from puskesos.actions.report import close_month
from puskesos.config import Settings
from puskesos.errors import RuleBroken
from puskesos.models import Case, CaseEvent, CaseStay, MonthReport
from puskesos.queries.report import MonthFigures, closed_report, count_work, kept_figures, live_figures
from puskesos.queries.report_corrections import open_corrections
from puskesos.rules.activity import Month
from puskesos.rules.case_path import OPEN_STATES
from puskesos.rules.period import is_over_many_months, is_over_months
from puskesos.rules.report import Counted, items_of
from puskesos.rules.report_balance import WORK, balance_of, is_balanced
from tests.actions.case_walks import PEOPLE, Walk, new_walk
from tests.actions.registry_worlds import taken_back
from tests.cast import NOW, ZONE, Cast, viewer_of
from tests.lists_behind import check_lists

SPANS = [timedelta(minutes=5), timedelta(hours=14), *(timedelta(days=days) for days in (3, 12, 31, 75))]
LAST_DAY, FIRST_DAY = "last day", "first day"
properly = settings(
    max_examples=20,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
needs = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["sari", "ratna"]),
        "service": st.sampled_from(["K01", "P01", "R01", "R08", "L01"]),
        "kind": st.sampled_from(["permohonan", "pertanyaan"]),
        "priority": st.sampled_from(["darurat", "segera", "biasa"]),
        "answer": st.sampled_from(["", "", "Dijelaskan di meja."]),
        "late": st.sampled_from([0, 0, 0, 20, 45]),
    }
)


@properly
@given(data=st.data())
def test_figures_can_be_trusted(cast: Cast, opened: Settings, data: st.DataObject) -> None:
    with taken_back():
        walks, now, closed = [], NOW, {}
        for _ in range(data.draw(st.integers(2, 4), label="cases")):
            walks.append(begin(cast, opened, data.draw(needs, label="need"), now))
            for _ in range(data.draw(st.integers(2, 8), label="steps")):
                now = later(now, data.draw(st.sampled_from([*SPANS, LAST_DAY, LAST_DAY, FIRST_DAY]), label="pause"))
                step(data.draw(st.sampled_from(walks), label="which"), now, data)
                close_one(cast, now, closed)
        check_months(cast, now)
        for month, content in closed.items():
            assert MonthReport.get(MonthReport.month == month.first).content == content
            check_carried_on(cast, month)


def later(now: datetime, pause: timedelta | str) -> datetime:
    """After a while, or at noon of the next last or first day of a month, where it matters."""
    if isinstance(pause, timedelta):
        return now + pause
    noon = datetime.combine(day_of(now), time(5), UTC)
    day = Month.of(noon.date()).last if pause == LAST_DAY else Month.of(noon.date()).after.first
    return max(now + timedelta(minutes=1), datetime.combine(day, time(5), UTC))


def begin(cast: Cast, opened: Settings, need: dict[str, Any], now: datetime) -> Walk:
    """A case that came in now, or days ago and is written down from paper only now."""
    walk, late = new_walk(cast, opened.uploads, now), timedelta(days=need.pop("late"))
    if late:
        need |= {"received_at": now - late, "late_because": "Dicatat di kertas saat listrik padam."}
    walk.begin(**need)
    return walk


def step(walk: Walk, now: datetime, data: st.DataObject) -> None:
    walk.now = now
    fitting = walk.fitting() or [(PEOPLE[0], "isian")]
    who, deed = data.draw(st.sampled_from(fitting), label="who does what")
    walk.attempt(who, deed, data.draw(st.integers(0, 4), label="way"))


def close_one(cast: Cast, now: datetime, closed: dict[Month, bytes]) -> None:
    """Close the month that is over, if it can be."""
    today = day_of(now)
    month = Month.of(today).before
    try:
        report = close_month(cast.hub, month, actor=viewer_of(cast.ratna), now=now, today=today)
    except RuleBroken:
        return
    closed[month] = report.content


def check_months(cast: Cast, now: datetime) -> None:
    """Every month from half a year before the first to the one after the last."""
    for stay in CaseStay.select():
        assert stay.over_months == is_over_months(stay.since, stay.until)
        assert stay.over_many_months == is_over_many_months(stay.since, stay.until)
    month, before = Month.of((NOW - timedelta(days=180)).date()), None
    while month.first <= now.date():
        figures = live_figures(cast.hub, month)
        balance = balance_of(figures.items)
        assert is_balanced(balance)
        assert before in (None, balance[Counted.SISA_AWAL])
        assert items_ids(figures, Counted.SISA_AKHIR) == open_at_end(month)
        check_sums(figures)
        if month.after.last >= now.date():
            check_lists(cast.hub, month, figures.items, viewer_of(cast.ratna))
        counts = Counter(item.counted for item in figures.items)
        assert count_work(cast.hub, month) == {one: counts[one] for one in WORK}
        before, month = balance[Counted.SISA_AKHIR], month.after
    assert before is not None


def check_sums(figures: MonthFigures) -> None:
    """The lines of a table add up to its total, and each figure is as long as its list."""
    for table in figures.tables:
        columns = table.section.columns
        if table.section.by:
            assert [sum(row.figures[place] for row in table.rows) for place in range(len(columns))] == [*table.total]
        for row in table.rows:
            for column, figure in zip(columns, row.figures, strict=True):
                parts = dict(column.parts) | {str(table.section.by): row.value}
                assert figure == len(items_of(figures.items, column.counted, parts))
        for column, figure in zip(columns, table.total, strict=True):
            assert figure == len(items_of(figures.items, column.counted, dict(column.parts)))


def items_ids(figures: MonthFigures, counted: Counted) -> set[int | None]:
    return {item.case for item in items_of(figures.items, counted, {})}


def open_at_end(month: Month) -> set[int]:
    """Cases open when the month's last day ends, as their histories tell it."""
    found = set()
    for case in Case.select():
        moves = CaseEvent.select().where(CaseEvent.case == case.id, CaseEvent.to_state != "").order_by(CaseEvent.id)
        states = [case.registered_on <= month.last and "terdaftar"]
        states += [move.to_state for move in moves if move.from_state and day_of(move.at) <= month.last]
        if states[0] and states[-1] in OPEN_STATES:
            found.add(case.id)
    return found


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(ZONE)).date()


def check_carried_on(cast: Cast, month: Month) -> None:
    """What was closed is what the next report opens with, once its corrections are added."""
    kept = kept_figures(closed_report(cast.hub.id, month))
    opening = balance_of(live_figures(cast.hub, month.after).items)[Counted.SISA_AWAL]
    told = [one for one in open_corrections(cast.hub, month.after) if one.month == str(month)]
    corrected = sum(one.difference for one in told if one.counted == Counted.SISA_AKHIR)
    assert balance_of(kept.items)[Counted.SISA_AKHIR] + corrected == opening
