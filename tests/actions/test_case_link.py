"""Linked cases: told on both sides, once, let go with a reason; a duplicate names the case that stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from puskesos import clock
from puskesos.actions.assignment import cancel_assignment
from puskesos.actions.case_link import cancel_duplicate, find_link, link_cases, unlink_cases
from puskesos.database import connected
from puskesos.errors import RuleBroken
from puskesos.models import Case, CaseEvent, CaseLink
from puskesos.queries.case_link import links_of, offered_to
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person, viewer_of


def told(case: Case) -> str:
    return CaseEvent.select().where(CaseEvent.case == case).order_by(CaseEvent.id.desc()).get().text


def link(cast: Cast, one: Case, other: Case) -> None:
    link_cases(one, other, "Satu keluarga.", actor=viewer_of(cast.sari), now=clock.now())


def cancel(cast: Cast, case: Case, kept: Case) -> None:
    actor, moment = viewer_of(cast.sari), {"now": clock.now(), "today": TODAY}
    cancel_duplicate(case, kept, "Dua kali dicatat.", version=case.version, actor=actor, **moment)


def test_two_linked_cases_show_each_other_and_are_linked_once(cast: Cast) -> None:
    one, other = make_case(cast), make_case(cast)
    link(cast, other, one)
    link(cast, one, other)
    assert CaseLink.select().count() == 1
    for here, there in ((one, other), (other, one)):
        assert [row.number for row in links_of(viewer_of(cast.bayu), here)] == [there.number]
        assert there.number in told(here)


def test_letting_go_says_why_on_both_sides(cast: Cast) -> None:
    one, other = make_case(cast), make_case(cast)
    link(cast, one, other)
    unlink_cases(other, find_link(one, other), "Keliru.", actor=viewer_of(cast.sari), now=clock.now())
    assert not CaseLink.select().exists()
    assert "dilepas: Keliru." in told(one) and "dilepas: Keliru." in told(other)


def test_a_duplicate_is_cancelled_and_names_the_case_that_stays(cast: Cast) -> None:
    kept, double = make_case(cast), make_case(cast)
    link(cast, kept, double)
    cancel(cast, double, kept)
    assert Case.get_by_id(double.id).state == "batal" and kept.number in Case.get_by_id(double.id).result_text
    assert double.number in told(kept) and find_link(kept, double).kind == "duplikat"
    with pytest.raises(RuleBroken, match="tetap terkait"):
        unlink_cases(kept, find_link(kept, double), "Salah.", actor=viewer_of(cast.sari), now=clock.now())


@pytest.mark.parametrize("wrong", ["itself", "cancelled", "refused", "elsewhere"])
def test_a_duplicate_needs_another_case_that_lives(cast: Cast, wrong: str) -> None:
    case, other = make_case(cast), make_case(cast, by=cast.citra if wrong == "elsewhere" else None)
    if wrong == "cancelled":
        cancel(cast, other, case)
    if wrong == "refused":
        Case.update(state="ditolak").where(Case.id == other.id).execute()
    with pytest.raises(RuleBroken):
        cancel(cast, case, case if wrong == "itself" else other)
    assert Case.get_by_id(case.id).state == "terdaftar"


def test_two_cases_called_each_others_duplicate_at_once_leave_one_standing(cast: Cast) -> None:
    one, other = make_case(cast), make_case(cast)
    read, start = [Case.get_by_id(row.id) for row in (one, other)], Barrier(2)

    def call(number: int) -> bool:
        with connected():
            start.wait()
            try:
                cancel(cast, read[number], read[1 - number])
            except RuleBroken as refused:
                return refused.field != "duplicate_of"
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(call, range(2))) == [False, True]
    assert sorted(row.state for row in Case.select()) == ["batal", "terdaftar"]
    assert CaseLink.select().count() == 1


def test_a_duplicate_of_a_finished_case_is_cancelled(cast: Cast) -> None:
    kept, double = make_case(cast), make_case(cast)
    Case.update(state="selesai").where(Case.id == kept.id).execute()
    cancel(cast, double, Case.get_by_id(kept.id))
    assert Case.get_by_id(double.id).state == "batal"


def test_a_duplicate_in_the_field_is_cancelled_after_its_task_was_taken_back(cast: Cast) -> None:
    kept, task = make_case(cast), make_assignment(cast)
    double = Case.get_by_id(task.case_id)
    with pytest.raises(RuleBroken, match="penugasan terbuka"):
        cancel(cast, double, kept)
    cancel_assignment(task, reason="Duplikat.", actor=viewer_of(cast.ratna), now=clock.now())
    cancel(cast, Case.get_by_id(double.id), kept)
    assert Case.get_by_id(double.id).state == "batal"


def test_a_restricted_case_is_neither_named_nor_shown_to_others(cast: Cast) -> None:
    plain, secret = make_case(cast), make_case(cast, by=cast.ratna, restricted=True)
    link_cases(plain, secret, "", actor=viewer_of(cast.ratna), now=clock.now())
    assert secret.number not in told(plain) and plain.number in told(secret)
    assert links_of(viewer_of(cast.sari), plain) == []
    assert [row.number for row in links_of(viewer_of(cast.ratna), plain)] == [secret.number]


def test_the_cases_of_client_and_family_suggest_themselves(cast: Cast) -> None:
    mother = make_person(cast, kk="3216991206790001")
    child = make_person(cast, name="Dadan", sex="L", kk="3216991206790001")
    case = make_case(cast, client=mother)
    near = {make_case(cast, client=mother).number, make_case(cast, client=child).number}
    make_case(cast)
    shown = offered_to(
        viewer_of(cast.sari), Case.select(Case, type(mother)).join(type(mother)).where(Case.id == case.id).get()
    )
    assert {row.number for row in shown} == near
