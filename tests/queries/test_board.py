"""The board: which card stands where, how many, and in which order."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from puskesos.models import Assignment, Case
from puskesos.queries.assignment import list_volunteers
from puskesos.queries.board import BoardFilter, board_column
from puskesos.queries.hub import villages_of_volunteers
from puskesos.rules.assignment_path import BoardColumn
from tests.cast import NOW, TODAY, Cast, make_assignment, make_case, make_person, viewer_of
from tests.views.field import approve, report, start_field


def column(cast: Cast, name: str, by: str = "ratna", since: datetime = NOW, **wanted: int) -> tuple[list[Any], int]:
    return board_column(
        viewer_of(getattr(cast, by)), BoardColumn(name), BoardFilter(**wanted), since - timedelta(days=7)
    )


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
        assert {name: count for name, (_, count) in held.items() if count} == {place: 1}, state
        (card,) = held[place][0]
        assert (card.task, card.volunteer_name, card.client_name) == (task.number, "Ujang", "Siti Nurhaliza")


def test_what_waits_for_a_volunteer_stands_in_the_first_column_by_due_date(cast: Cast) -> None:
    later, sooner = make_case(cast), make_case(cast)
    Case.update(due_on=TODAY - timedelta(days=1)).where(Case.id == sooner.id).execute()
    cards, count = column(cast, "belum")
    assert [card.number for card in cards] == [sooner.number, later.number] and count == 2
    assert cards[0].due_on == TODAY - timedelta(days=1) and cards[0].task is None


def test_finished_tasks_stay_for_a_week(cast: Cast, tmp_path: Path) -> None:
    field = start_field(cast)
    report(field, tmp_path)
    approve(field)
    assert column(cast, "selesai")[1] == 1
    assert column(cast, "selesai", since=NOW + timedelta(days=8))[1] == 0


def test_village_and_volunteer_narrow_it(cast: Cast) -> None:
    make_assignment(cast)
    elsewhere = make_case(cast, client=make_person(cast, village_id=cast.bakti.id))
    make_assignment(cast, elsewhere, volunteer=cast.tono)
    make_case(cast)
    assert column(cast, "ditugaskan", village=cast.bakti.id)[1] == 1
    assert column(cast, "ditugaskan", volunteer=cast.ujang.id)[1] == 1
    assert column(cast, "ditugaskan", volunteer=cast.ujang.id, village=cast.bakti.id)[1] == 0
    assert column(cast, "belum", village=cast.bakti.id)[1] == column(cast, "belum", volunteer=cast.ujang.id)[1] == 0


def test_a_restricted_card_shows_initials(cast: Cast) -> None:
    make_case(cast, restricted=True)
    make_assignment(cast, make_case(cast, restricted=True))
    for name in ("belum", "ditugaskan"):
        assert [card.client_name for card in column(cast, name)[0]] == ["S. N. (Terbatas)"]


def test_another_hub_sees_none_of_it(cast: Cast) -> None:
    make_case(cast)
    make_assignment(cast)
    assert [column(cast, str(name), by="citra")[1] for name in BoardColumn] == [0] * 5


def test_volunteers_of_the_village_come_first_with_their_load(cast: Cast) -> None:
    make_assignment(cast)
    make_assignment(cast, due_on=TODAY)
    rows = list_volunteers(cast.hub.id, TODAY + timedelta(days=1), cast.bahagia.id)
    assert [(row.name, row.open, row.late, bool(row.here)) for row in rows] == [
        ("Ujang", 2, 1, True),
        ("Tono", 0, 0, False),
    ]
    assert villages_of_volunteers(cast.hub.id)[cast.tono.id] == ["Pantai Bakti"]
    assert list_volunteers(cast.other_hub.id, TODAY) == []
