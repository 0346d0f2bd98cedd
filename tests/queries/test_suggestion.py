"""What is known of each volunteer about a case: village, load, family, absence, refusal; no closed doors opened."""

from __future__ import annotations

from datetime import timedelta

from puskesos import clock
from puskesos.actions.absence import cancel_absence
from puskesos.actions.assignment import decline_assignment
from puskesos.models import Case, Hub, User
from puskesos.queries.case import find_case
from puskesos.queries.suggestion import cases_to_hand_out, count_to_hand_out, named_cases, suggestions_for
from puskesos.rules.suggestion import Suggestion
from tests.absences import away
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person, viewer_of

KK = "3216991206790001"


def told(cast: Cast, case: Case, *, by: User | None = None, days: int = 3, without: int = 0) -> list[Suggestion]:
    viewer = viewer_of(by or cast.ratna)
    shown = find_case(viewer, case.number)
    assert shown is not None
    hub, due = Hub.get_by_id(cast.hub.id), {case.id: TODAY + timedelta(days=days)}
    return suggestions_for(viewer, [shown], hub, TODAY, due=due, without=without)[case.id]


def names(cast: Cast, case: Case) -> list[str]:
    return [one.candidate.name for one in told(cast, case)]


def words_of(cast: Cast, case: Case, name: str = "Ujang", *, by: User | None = None, days: int = 3) -> str:
    return next(one.words for one in told(cast, case, by=by, days=days) if one.candidate.name == name)


def test_the_village_decides_and_other_hubs_are_unknown(cast: Cast) -> None:
    assert names(cast, make_case(cast)) == ["Ujang", "Tono"]
    assert names(cast, make_case(cast, client=make_person(cast, village_id=cast.bakti.id))) == ["Tono", "Ujang"]


def test_open_and_late_tasks_are_counted(cast: Cast) -> None:
    for days in (0, 2):
        make_assignment(cast, due_on=TODAY + timedelta(days=days))
    assert words_of(cast, make_case(cast)) == "PSM desa ini · 2 terbuka, 0 lewat"


def test_who_went_to_the_client_or_the_family_knows_them(cast: Cast) -> None:
    siti, son = make_person(cast, kk=KK), make_person(cast, "Asep", sex="L", kk=KK)
    make_assignment(cast, make_case(cast, client=siti), volunteer=cast.tono)
    assert words_of(cast, make_case(cast, client=siti), "Tono").endswith("pernah mendampingi keluarga ini")
    assert words_of(cast, make_case(cast, client=son), "Tono").endswith("pernah mendampingi keluarga ini")
    assert "keluarga ini" not in words_of(cast, make_case(cast, client=make_person(cast, "Wati")), "Tono")


def test_a_visit_in_a_case_that_is_closed_to_the_reader_is_not_told(cast: Cast) -> None:
    siti = make_person(cast, kk=KK)
    hidden = make_case(cast, client=siti, service="R08", by=cast.ratna)
    make_assignment(cast, hidden, volunteer=cast.tono)
    emergency = make_case(cast, client=siti, priority="darurat")
    assert "keluarga ini" not in words_of(cast, emergency, "Tono", by=cast.sari)
    assert "keluarga ini" in words_of(cast, emergency, "Tono")


def test_an_absence_counts_until_the_report_is_due_and_not_when_cancelled(cast: Cast) -> None:
    case, absence = make_case(cast), away(cast.ujang, 4, 6)
    assert "libur" not in words_of(cast, case, days=3)
    assert words_of(cast, case, days=4).endswith("libur Sabtu s.d. Senin")
    assert told(cast, case, days=4)[0].candidate.name == "Tono"
    cancel_absence(absence, actor=viewer_of(cast.ratna), now=clock.now())
    assert "libur" not in words_of(cast, case, days=4)


def test_who_declined_this_case_comes_later(cast: Cast) -> None:
    task = make_assignment(cast)
    decline_assignment(task, reason="Jauh.", actor=viewer_of(cast.ujang), now=clock.now())
    case = Case.get_by_id(task.case_id)
    assert names(cast, case) == ["Tono", "Ujang"]
    assert words_of(cast, case).endswith("pernah menolak kasus ini")
    assert "menolak" not in words_of(cast, make_case(cast))


def test_the_hubs_own_limit_warns(cast: Cast) -> None:
    Hub.update(load_limit=1).where(Hub.id == cast.hub.id).execute()
    make_assignment(cast)
    assert words_of(cast, make_case(cast)).endswith("penuh, batas wajar 1 tugas")


def test_one_can_be_left_out(cast: Cast) -> None:
    assert [one.candidate.name for one in told(cast, make_case(cast), without=cast.ujang.id)] == ["Tono"]


def test_cases_that_wait_come_with_the_urgent_first_and_restricted_by_initials(cast: Cast) -> None:
    plain = make_case(cast)
    hidden = make_case(cast, client=make_person(cast, "Zulfa Aini"), service="R08", priority="segera")
    urgent = make_case(cast, client=make_person(cast, "Karsih"), priority="darurat")
    make_assignment(cast, make_case(cast, client=make_person(cast, "Wati")))
    make_case(cast, by=cast.citra)
    ratna = viewer_of(cast.ratna)
    found = [(case.number, case.client.name) for case in cases_to_hand_out(ratna, [], 60)]
    assert found == [(urgent.number, "Karsih"), (hidden.number, "Z. A."), (plain.number, "Siti Nurhaliza")]
    assert count_to_hand_out(ratna) == 3
    assert [case.number for case in cases_to_hand_out(ratna, [plain.number, "000000-0000-0000"], 60)] == [plain.number]
    assert not cases_to_hand_out(viewer_of(cast.citra), [plain.number], 60)


def test_named_cases_are_found_when_they_wait_no_longer(cast: Cast) -> None:
    task = make_assignment(cast)
    number = Case.get_by_id(task.case_id).number
    assert [case.number for case in named_cases(viewer_of(cast.ratna), [number], 60)] == [number]
    assert not named_cases(viewer_of(cast.citra), [number], 60) and not named_cases(viewer_of(cast.ratna), [], 60)
