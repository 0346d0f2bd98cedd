"""The board: which card stands where, how many, since when, in which order, and what the filter leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from puskesos.models import Assignment, Case, CaseDocument
from puskesos.queries.assignment import list_volunteers
from puskesos.queries.board import BoardFilter, ColumnCards, board_column, newest_event, read_columns
from puskesos.queries.board_lane import village_loads
from puskesos.queries.hub import villages_of_volunteers
from puskesos.rules.assignment_path import BOARD_COLUMNS, BoardColumn
from tests.cast import NOW, TODAY, Cast, make_assignment, make_case, make_person, viewer_of
from tests.views.field import approve, report, start_field

WEEK = timedelta(days=7)


def column(
    cast: Cast, name: str, by: str = "ratna", since: datetime = NOW, today: date = TODAY, **wanted: Any
) -> ColumnCards:
    viewer, narrowed = viewer_of(getattr(cast, by)), BoardFilter(**wanted)
    return board_column(viewer, BoardColumn(name), narrowed, since - WEEK, today)


def test_every_state_has_its_column(cast: Cast, tmp_path: Path) -> None:
    task = make_assignment(cast)
    places = {
        "ditugaskan": "ditugaskan",
        "diterima": "ditugaskan",
        "dikerjakan": "lapangan",
        "dikembalikan": "lapangan",
        "kunjungan_ulang": "lapangan",
        "dilaporkan": "laporan",
        "disetujui": "selesai",
    }
    for state, place in places.items():
        Assignment.update(state=state).where(Assignment.id == task.id).execute()
        held = {str(one): column(cast, str(one)) for one in BoardColumn}
        assert {name: one.count for name, one in held.items() if one.count} == {place: 1}, state
        (card,) = held[place].cards
        assert (card.task, card.volunteer_name, card.client_name) == (task.number, "Ujang", "Siti Nurhaliza")


def test_what_waits_for_a_volunteer_stands_in_the_first_column_by_due_date(cast: Cast) -> None:
    later, sooner = make_case(cast), make_case(cast)
    Case.update(due_on=TODAY - timedelta(days=1)).where(Case.id == sooner.id).execute()
    held = column(cast, "belum")
    assert [card.number for card in held.cards] == [sooner.number, later.number] and held.count == 2
    assert held.cards[0].due_on == TODAY - timedelta(days=1) and held.cards[0].task is None


def test_the_oldest_is_that_of_the_whole_column_not_of_its_first_page(cast: Cast) -> None:
    old, urgent = make_case(cast), make_case(cast)
    Case.update(state_since=NOW - timedelta(days=12), due_on=TODAY + timedelta(days=30)).where(
        Case.id == old.id
    ).execute()
    viewer = viewer_of(cast.ratna)
    (held,) = read_columns(viewer, [BoardColumn.BELUM], BoardFilter(), since=NOW - WEEK, today=TODAY, most={"belum": 1})
    assert [card.number for card in held.cards] == [urgent.number] and held.more == 1
    assert held.oldest == NOW - timedelta(days=12)


def test_finished_tasks_stay_for_a_week(cast: Cast, tmp_path: Path) -> None:
    field = start_field(cast)
    report(field, tmp_path)
    approve(field)
    assert column(cast, "selesai").count == 1
    assert column(cast, "selesai", since=NOW + timedelta(days=8)).count == 0


def test_village_and_volunteer_narrow_it(cast: Cast) -> None:
    make_assignment(cast)
    elsewhere = make_case(cast, client=make_person(cast, village_id=cast.bakti.id))
    make_assignment(cast, elsewhere, volunteer=cast.tono)
    make_case(cast)
    assert column(cast, "ditugaskan", village=cast.bakti.id).count == 1
    assert column(cast, "ditugaskan", volunteer=cast.ujang.id).count == 1
    assert column(cast, "ditugaskan", volunteer=cast.ujang.id, village=cast.bakti.id).count == 0
    assert column(cast, "belum", village=cast.bakti.id).count == column(cast, "belum", volunteer=cast.ujang.id).count
    assert column(cast, "belum", volunteer=cast.ujang.id).count == 0


@pytest.mark.parametrize("name", ["belum", "ditugaskan"])
def test_priority_and_lateness_narrow_it(cast: Cast, name: str) -> None:
    urgent, late = make_case(cast, priority="segera"), make_case(cast)
    if name == "ditugaskan":
        make_assignment(cast, urgent)
        make_assignment(cast, late)
        late_task = Assignment.case == late.id
        Assignment.update(due_on=TODAY - timedelta(days=1)).where(late_task).execute()
    else:
        Case.update(due_on=TODAY - timedelta(days=1)).where(Case.id == late.id).execute()
    assert [card.number for card in column(cast, name, priority="segera").cards] == [urgent.number]
    assert [card.number for card in column(cast, name, late=True).cards] == [late.number]
    assert column(cast, "selesai", late=True).count == 0


def test_a_service_never_tells_what_a_restricted_case_is_about(cast: Cast) -> None:
    service = cast.services["P01"]
    make_case(cast, service="P01", restricted=True)
    shown = make_case(cast, service="P01")
    assert [card.number for card in column(cast, "belum", service=service.id).cards] == [shown.number]


def test_how_urgent_a_closed_case_is_neither_shows_nor_is_found(cast: Cast) -> None:
    case = make_case(cast, service="P01", restricted=True, priority="darurat")  # not Bayu's area
    assert [card.priority for card in column(cast, "belum", by="bayu").cards] == ["biasa"]
    assert column(cast, "belum", by="bayu", priority="darurat").count == 0
    assert [card.number for card in column(cast, "belum", priority="darurat").cards] == [case.number]


def test_the_filter_for_restricted_cases_leaves_those_that_open(cast: Cast) -> None:
    make_case(cast)
    schooling = make_case(cast, service="P01", restricted=True)  # not Bayu's area
    health = make_case(cast, restricted=True)
    assert {card.number for card in column(cast, "belum", restricted=True).cards} == {schooling.number, health.number}
    assert [card.number for card in column(cast, "belum", by="bayu", restricted=True).cards] == [health.number]


def test_a_restricted_card_shows_initials_and_no_age_place_or_papers(cast: Cast) -> None:
    child = {"birth_date": TODAY - timedelta(days=3000), "rt": "001", "rw": "002"}
    make_case(cast, client=make_person(cast, **child), restricted=True)
    make_assignment(cast, make_case(cast, client=make_person(cast, **child), restricted=True))
    for name in ("belum", "ditugaskan"):
        held = column(cast, name)
        (card,) = held.cards
        assert (card.client_name, card.service_name, card.rt) == ("S. N. (Terbatas)", "Kasus terbatas", "")
        assert card.birth_date is None and not held.missing


def test_a_card_knows_how_many_papers_are_still_missing(cast: Cast) -> None:
    case = make_case(cast)
    papers = CaseDocument.select().where(CaseDocument.case == case).count()
    assert column(cast, "belum").missing == {case.id: papers} and papers > 1
    CaseDocument.update(state="ada").where(CaseDocument.case == case, CaseDocument.position > 1).execute()
    assert column(cast, "belum").missing == {case.id: 1}


def test_a_digest_changes_with_what_is_shown_and_with_the_day_only(cast: Cast) -> None:
    make_assignment(cast)
    task = Assignment.get()
    first = column(cast, "ditugaskan").digest
    assert column(cast, "ditugaskan").digest == first
    assert column(cast, "ditugaskan", today=TODAY + timedelta(days=1)).digest != first
    Assignment.update(version=task.version + 1).execute()
    assert column(cast, "ditugaskan").digest != first


def test_the_newest_event_rises_with_whatever_moves_a_card(cast: Cast) -> None:
    assert newest_event() == 0
    case = make_case(cast)
    registered = newest_event()
    make_assignment(cast, case)
    assert 0 < registered < newest_event()


def test_another_hub_sees_none_of_it(cast: Cast) -> None:
    make_case(cast)
    make_assignment(cast)
    viewer = viewer_of(cast.citra)
    columns = read_columns(viewer, BOARD_COLUMNS, BoardFilter(), since=NOW - WEEK, today=TODAY)
    assert [one.count for one in columns] == [0] * 5
    assert {row.open for row in village_loads(cast.other_hub.id, TODAY)} == {0}


def test_volunteers_of_the_village_come_first_with_their_load(cast: Cast) -> None:
    make_assignment(cast)
    make_assignment(cast, due_on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    rows = list_volunteers(cast.hub.id, tomorrow, cast.bahagia.id)
    assert [(row.name, row.open, row.late, bool(row.here)) for row in rows] == [
        ("Ujang", 2, 1, True),
        ("Tono", 0, 0, False),
    ]
    assert villages_of_volunteers(cast.hub.id)[cast.tono.id] == ["Pantai Bakti"]
    assert list_volunteers(cast.other_hub.id, TODAY) == []
    villages = {row.name: (row.open, row.late) for row in village_loads(cast.hub.id, tomorrow)}
    assert villages["Pantai Bahagia"] == (2, 1) and villages["Pantai Bakti"] == (0, 0)
