"""The pages of a day's list: together exactly what its figure counts, in whatever order cases were closed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from puskesos.actions.case_decision import step_case
from puskesos.models import Case, User
from puskesos.queries.report_behind import behind_several
from puskesos.queries.report_list import list_items
from puskesos.rules.case_path import CaseAct
from puskesos.rules.day_count import COUNTED, DayLine
from puskesos.rules.period import Period
from tests.cast import NOW, TODAY, Cast, make_case, viewer_of

DAY = Period(TODAY, TODAY)


@pytest.fixture
def ended(cast: Cast) -> list[int]:
    """Five cases that were cancelled today, the newest first."""
    cases = [make_case(cast) for _ in range(5)]
    for case in reversed(cases):
        about = {"version": case.version, "now": NOW, "today": TODAY}
        step_case(case, CaseAct.PEMBATALAN, reason="Sudah tertolong.", actor=viewer_of(cast.sari), **about)
    return [case.id for case in cases]


def paged(cast: Cast, line: DayLine, user: User, page: int) -> Sequence[int]:
    """The cases of the list, page by page."""
    found, behind = [], behind_several(cast.hub, DAY, COUNTED[line])
    for skipped in range(0, 2 * Case.select().count(), page):
        found += [item.item.case for item in list_items(viewer_of(user), behind, skipped, page).lines]
    return found


@pytest.mark.parametrize("page", [1, 2, 50])
@pytest.mark.parametrize("name", ["ratna", "bayu", "sari"])
def test_pages_show_each_line_once(cast: Cast, ended: list[int], name: str, page: int) -> None:
    user = getattr(cast, name)
    assert sorted(paged(cast, DayLine.TIDAK, user, page)) == ended
    assert sorted(paged(cast, DayLine.MASUK, user, page)) == ended
    assert paged(cast, DayLine.TERBUKA, user, page) == []


@pytest.mark.parametrize("name", ["ratna", "sari"])
def test_what_stands_open_is_paged_too(cast: Cast, name: str) -> None:
    cases = [make_case(cast).id for _ in range(5)]
    assert sorted(paged(cast, DayLine.TERBUKA, getattr(cast, name), 2)) == cases
