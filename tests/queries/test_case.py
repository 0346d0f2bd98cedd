"""Who sees which cases: by hub, role, village's volunteer and restriction; the list by filters and pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.assignment import cancel_assignment, decline_assignment
from puskesos.models import Case
from puskesos.queries.assignment import find_assignment, find_own_assignment, own_finished, own_open
from puskesos.queries.case import (
    CaseFilter,
    count_cases,
    earlier_cases_of,
    find_case,
    list_cases,
    may_open,
    open_cases_of,
)
from puskesos.queries.case_page import load_case_page
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person, viewer_of
from tests.views.field import approve, checked_case, report, start_field

STAFF = ("sari", "bayu", "ratna")


def numbers(cast: Cast, name: str = "sari", **wanted: object) -> list[str]:
    return [row.number for row in list_cases(viewer_of(getattr(cast, name)), CaseFilter(**wanted), TODAY)]


@pytest.mark.parametrize(
    ("name", "sees"),
    [*((name, True) for name in STAFF), ("ujang", True), ("tono", False), ("dewi", False), ("citra", False)],
)
def test_a_case_is_found_by_staff_of_the_hub_and_its_volunteer(cast: Cast, name: str, sees: bool) -> None:
    task = make_assignment(cast)
    number = Case.get_by_id(task.case_id).number
    viewer = viewer_of(getattr(cast, name))
    assert (find_case(viewer, number) is not None) == sees == (find_assignment(viewer, task.number) is not None)
    assert (find_own_assignment(viewer, task.number) is not None) == (name == "ujang")


@pytest.mark.parametrize("way", ["declined", "cancelled"])
def test_a_task_given_back_opens_nothing_any_more(cast: Cast, way: str) -> None:
    task, ujang = make_assignment(cast), viewer_of(cast.ujang)
    if way == "declined":
        decline_assignment(task, reason="Sakit.", actor=ujang, now=clock.now())
    else:
        cancel_assignment(task, reason="Salah.", actor=viewer_of(cast.ratna), now=clock.now())
    assert find_case(ujang, Case.get_by_id(task.case_id).number) is None
    assert find_assignment(ujang, task.number) is find_own_assignment(ujang, task.number) is None
    assert own_open(ujang) == own_finished(ujang) == []
    assert find_assignment(viewer_of(cast.ratna), task.number) is not None


def test_an_approved_task_stays_with_its_volunteer(cast: Cast, tmp_path: object) -> None:
    field, ujang = start_field(cast), viewer_of(cast.ujang)
    assert [row.task for row in own_open(ujang)] == [field.task.number]
    report(field, tmp_path)
    approve(field)
    assert own_open(ujang) == [] and [row.task for row in own_finished(ujang)] == [field.task.number]
    assert find_case(ujang, field.case.number) is not None


@pytest.mark.parametrize(
    ("name", "opens"), [("ratna", True), ("bayu", True), ("sari", False), ("ujang", True), ("tono", False)]
)
def test_a_restricted_case_opens_for_few(cast: Cast, name: str, opens: bool) -> None:
    field = start_field(cast)
    Case.update(restricted=True, created_by=cast.ratna).where(Case.id == field.case.id).execute()
    case, viewer = Case.get_by_id(field.case.id), viewer_of(getattr(cast, name))
    assert may_open(viewer, case) == opens
    if name in STAFF:
        other = make_case(cast, client=make_person(cast))
        Case.update(client=case.client_id).where(Case.id == other.id).execute()
        shown = {row.number for row in open_cases_of(viewer, [case.client_id])}
        assert shown == ({case.number, other.number} if opens else {other.number})
        earlier = [row.number for row in earlier_cases_of(viewer, Case.get_by_id(other.id))]
        assert earlier == ([case.number] if opens else [])


def test_a_restricted_case_closes_for_its_volunteer_with_the_task(cast: Cast, tmp_path: object) -> None:
    field = start_field(cast, service="R08")
    assert field.case.restricted and may_open(viewer_of(cast.ujang), field.case)
    report(field, tmp_path)
    approve(field)
    assert not may_open(viewer_of(cast.ujang), field.case)


def test_who_took_it_in_may_open_it_and_another_area_may_not(cast: Cast) -> None:
    case = make_case(cast, restricted=True)
    assert may_open(viewer_of(cast.sari), case)
    type(cast.bayu).update(area="pendidikan").where(type(cast.bayu).id == cast.bayu.id).execute()
    assert not may_open(viewer_of(type(cast.bayu).get_by_id(cast.bayu.id)), case)


def test_restricted_names_are_initials_for_everybody_and_not_found_by_name(cast: Cast) -> None:
    case = make_case(cast, restricted=True)
    for name in STAFF:
        (row,) = list_cases(viewer_of(getattr(cast, name)), CaseFilter(), TODAY)
        assert row.client_name == "S. N. (Terbatas)"
        assert numbers(cast, name, text="siti") == [] and numbers(cast, name, text=case.number) == [case.number]


def test_asking_for_area_or_priority_does_not_find_a_closed_case(cast: Cast) -> None:
    case = make_case(cast, by=cast.ratna, restricted=True, priority="darurat")
    wanted = ({"area": case.area}, {"priority": "darurat"})
    for name, found in (("sari", []), ("ratna", [case.number])):
        assert [numbers(cast, name, **one) for one in wanted] == [found, found], name
        (row,) = list_cases(viewer_of(getattr(cast, name)), CaseFilter(village=case.village_id), TODAY)
        assert row.priority == ("darurat" if found else "biasa")


def test_the_list_is_narrowed_by_each_filter_and_counted_alike(cast: Cast) -> None:
    late = make_case(cast, client=make_person(cast, name="Rohmat", village_id=cast.bakti.id), priority="darurat")
    Case.update(due_on=TODAY - timedelta(days=1)).where(Case.id == late.id).execute()
    school = make_case(cast, service="P01")
    closed = make_case(cast)
    Case.update(state="selesai").where(Case.id == closed.id).execute()
    for wanted, expected in (
        ({"state": "terbuka"}, {late, school}),
        ({"state": "selesai"}, {closed}),
        ({"village": cast.bakti.id}, {late}),
        ({"area": "pendidikan"}, {school}),
        ({"priority": "darurat"}, {late}),
        ({"late": True}, {late}),
        ({"text": "rohm"}, {late}),
        ({"text": "siti nur"}, {school, closed}),
        ({"text": "Hj. Sitī Nurhaliza"}, {school, closed}),
        ({"text": "%"}, set()),
    ):
        assert set(numbers(cast, **wanted)) == {case.number for case in expected}, wanted
        assert count_cases(viewer_of(cast.sari), CaseFilter(**wanted), TODAY) == len(expected)


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast) -> None:
    person = make_person(cast)
    made = [make_case(cast, client=person).number for _ in range(54)]
    first = list_cases(viewer_of(cast.sari), CaseFilter(), TODAY)
    last = first[49]
    rest = list_cases(viewer_of(cast.sari), CaseFilter(), TODAY, after=(last.due_on, last.id))
    assert [row.number for row in first[:50] + rest] == made


def test_the_page_gathers_everything_newest_first(cast: Cast, tmp_path: object) -> None:
    case = checked_case(cast)
    task = make_assignment(cast, case)
    page = load_case_page(find_case(viewer_of(cast.sari), case.number))
    assert page.check.decile == 2 and page.recommendation is page.decision is None
    assert page.open_assignment.number == task.number
    assert page.events[0].text.startswith("Ujang ditugaskan") and page.names[cast.ratna.id] == "Ratna"
    lacking = [*page.missing_papers, *page.awaited_papers]
    assert [paper.name for paper in lacking] == [paper.name for paper in page.papers]
