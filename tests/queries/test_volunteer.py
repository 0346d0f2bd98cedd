"""The list of volunteers, the open tasks of one, and what is printed of all."""

from __future__ import annotations

from datetime import timedelta

from puskesos import clock
from puskesos.actions.handoff import note_handoff
from puskesos.models import User
from puskesos.queries.volunteer import (
    find_volunteer_user,
    list_volunteer_rows,
    open_tasks_of,
    untold_tasks_of,
    work_to_print,
)
from tests.absences import away
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person, viewer_of


def test_each_line_tells_village_load_absence_and_what_is_untold(cast: Cast) -> None:
    told, _new = make_assignment(cast), make_assignment(cast)
    note_handoff([told.number], key="a" * 8, actor=viewer_of(cast.ratna), now=clock.now())
    away(cast.tono)
    tono, ujang = list_volunteer_rows(cast.hub.id, TODAY + timedelta(days=0))
    assert (ujang.name, ujang.villages, ujang.open, ujang.late, ujang.away, ujang.untold) == (
        "Ujang", "Pantai Bahagia", 2, 0, "", 1,
    )  # fmt: skip
    assert (tono.open, tono.untold, tono.away) == (0, 0, "libur s.d. Jumat")


def test_every_word_must_be_in_name_or_village(cast: Cast) -> None:
    def found(text: str) -> list[str]:
        return [row.name for row in list_volunteer_rows(cast.hub.id, TODAY, text)]

    assert found("") == ["Tono", "Ujang"] and found("PANTAI bah") == ["Ujang"] and found("uja bakti") == []


def test_only_volunteers_of_the_hub_are_found_active_or_not(cast: Cast) -> None:
    User.update(active=False).where(User.id == cast.tono.id).execute()
    assert find_volunteer_user(cast.hub.id, cast.tono.id) is not None
    assert find_volunteer_user(cast.hub.id, cast.sari.id) is None
    assert find_volunteer_user(cast.other_hub.id, cast.tono.id) is None


def test_tasks_of_one_come_by_due_date_and_restricted_by_initials(cast: Cast) -> None:
    late = make_assignment(cast, due_on=TODAY + timedelta(days=9))
    hidden = make_assignment(cast, make_case(cast, client=make_person(cast, "Zulfa Aini"), service="R08"))
    ratna = viewer_of(cast.ratna)
    assert [(task.number, task.case.client.name) for task in open_tasks_of(cast.ujang.id, ratna)] == [
        (hidden.number, "Z. A."), (late.number, "Siti Nurhaliza"),
    ]  # fmt: skip
    assert [task.number for task in untold_tasks_of(cast.ujang.id, ratna, 1)] == [hidden.number]
    assert not open_tasks_of(cast.tono.id, ratna) and not open_tasks_of(cast.ujang.id, viewer_of(cast.citra))


def test_what_is_printed_comes_volunteer_by_volunteer(cast: Cast) -> None:
    tasks = [make_assignment(cast), make_assignment(cast, volunteer=cast.tono)]
    assert [(row.volunteer_name, row.number) for row in work_to_print(cast.hub.id, None)] == [
        ("Tono", tasks[1].number), ("Ujang", tasks[0].number),
    ]  # fmt: skip
    assert [row.number for row in work_to_print(cast.hub.id, cast.ujang.id)] == [tasks[0].number]
    assert not work_to_print(cast.other_hub.id, None)
