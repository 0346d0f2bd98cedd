"""What waits for whom: the counts in the menu and the lists on Beranda."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from puskesos.models import Case
from puskesos.queries.waiting import cases_in, cases_of_day, reports_to_review, waiting_counts
from puskesos.rules.case_path import CaseState
from tests.cast import TODAY, Cast, make_assignment, make_case, viewer_of
from tests.views.field import report, start_field


def test_the_koordinator_is_told_what_waits_for_a_volunteer_and_for_a_decision(cast: Cast) -> None:
    make_case(cast)
    decide = make_case(cast)
    Case.update(state="menunggu_penetapan", awaits_assignment=False).where(Case.id == decide.id).execute()
    counts = waiting_counts(viewer_of(cast.ratna))
    assert (counts["unassigned"], counts["own"]) == (1, 1)
    assert not any(waiting_counts(viewer_of(cast.bayu)).values())
    assert not any(waiting_counts(viewer_of(cast.citra)).values())


def test_a_volunteer_is_told_of_new_tasks(cast: Cast) -> None:
    make_assignment(cast)
    assert waiting_counts(viewer_of(cast.ujang))["new"] == 1
    assert waiting_counts(viewer_of(cast.tono))["new"] == 0


def test_cases_stand_by_due_date_within_area_and_hub(cast: Cast) -> None:
    later, sooner, school = make_case(cast), make_case(cast), make_case(cast, service="P01")
    Case.update(due_on=TODAY - timedelta(days=1)).where(Case.id == sooner.id).execute()
    states = (CaseState.TERDAFTAR,)
    by_area = cases_in(viewer_of(cast.bayu), states, area="kesehatan")
    assert [row.number for row in by_area] == [sooner.number, later.number]
    assert school.number in {row.number for row in cases_in(viewer_of(cast.bayu), states)}
    assert cases_in(viewer_of(cast.citra), states) == cases_in(viewer_of(cast.dewi), states) == []


def test_the_day_and_the_reports_show_initials_of_restricted_cases(cast: Cast, tmp_path: Path) -> None:
    field = start_field(cast, service="R08")
    report(field, tmp_path)
    (of_day,) = cases_of_day(viewer_of(cast.sari), TODAY)
    (to_review,) = reports_to_review(viewer_of(cast.ratna))
    assert of_day.client_name == to_review.client_name == "S. N. (Terbatas)"
    assert to_review.task == field.task.number
    assert reports_to_review(viewer_of(cast.citra)) == []
