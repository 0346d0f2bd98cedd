"""The list of referrals: in order, in pages that miss nothing, within scope; on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from puskesos.models import Case, Referral
from puskesos.queries.agency import list_agencies
from puskesos.queries.referral import (
    PAGE,
    TO_TELL,
    ReferralFilter,
    agencies_written_to,
    count_referrals,
    list_referrals,
    referrals_to_print,
    waiting_by_agency,
)
from tests.cast import TODAY, Cast, make_case, make_person, make_referral, viewer_of


@pytest.mark.parametrize("wanted", [ReferralFilter(), ReferralFilter(state="")], ids=["owed", "all"])
def test_pages_show_every_referral_once_in_one_order(cast: Cast, wanted: ReferralFilter) -> None:
    case = make_case(cast)
    for place in range(PAGE + 5):
        made = make_referral(cast, case)
        Referral.update(answer_due_on=TODAY + timedelta(days=place % 3)).where(Referral.id == made.id).execute()
    viewer = viewer_of(cast.sari)
    first = list_referrals(viewer, wanted, TODAY)
    last = first[PAGE - 1]
    rest = list_referrals(viewer, wanted, TODAY, after=(last.answer_due_on, last.id))
    rows = [(row.answer_due_on, row.id) for row in [*first[:PAGE], *rest]]
    assert len(first) == PAGE + 1 and len(set(rows)) == len(rows) == PAGE + 5
    assert rows == sorted(rows, reverse=not wanted.is_owed)
    assert count_referrals(viewer, wanted, TODAY) == PAGE + 5


def test_offices_that_owe_answers_come_with_the_oldest_letter_first(cast: Cast) -> None:
    case = make_case(cast)
    make_referral(cast, case)
    for day in (date(2026, 11, 10), date(2026, 11, 12)):
        make_referral(cast, case, agency_name="Panti Asih", letter_on=day)
    make_referral(cast, case, agency_name="Rumah Singgah", channel="")
    rows = waiting_by_agency(viewer_of(cast.ratna))
    assert [(row.name, row.letters, row.oldest) for row in rows] == [
        ("Panti Asih", 2, date(2026, 11, 10)),
        ("Dinas Pendidikan", 1, TODAY),
    ]


def test_nobody_sees_another_hub_or_a_restricted_case_that_is_not_theirs(cast: Cast) -> None:
    make_referral(cast)
    hidden = make_case(cast, client=make_person(cast, "Nengsih"), by=cast.ratna, restricted=True)
    make_referral(cast, hidden)
    counted = {
        user.username: count_referrals(viewer_of(user), ReferralFilter(), TODAY)
        for user in (cast.ratna, cast.bayu, cast.sari, cast.ujang, cast.dewi, cast.citra)
    }
    assert counted == {"ratna": 2, "bayu": 2, "sari": 1, "ujang": 0, "dewi": 0, "citra": 0}
    assert len(waiting_by_agency(viewer_of(cast.sari))) == 1


def test_an_answer_waits_in_its_list_until_the_family_knows(cast: Cast) -> None:
    made, viewer, wanted = make_referral(cast), viewer_of(cast.sari), ReferralFilter(state=TO_TELL)
    assert not list_referrals(viewer, wanted, TODAY)
    Referral.update(state="ditolak").execute()
    assert [row.number for row in list_referrals(viewer, wanted, TODAY)] == [made.number]
    Referral.update(told_family_on=TODAY).execute()
    assert not list_referrals(viewer, wanted, TODAY)
    assert Case.select().count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        "400.9/001/PKS-321617/XI/2026",
        "400 9 001 pks 321617 xi 2026",
        "4009001PKS321617XI2026",
        "001/PKS",
        "R-321617-2611-0001",
        "r3216172611 0001",
        "R 321617 26110001",
    ],
)
def test_a_number_is_found_however_it_is_grouped(cast: Cast, typed: str) -> None:
    first, second = make_referral(cast), make_referral(cast, agency_name="Panti Asih")
    found = list_referrals(viewer_of(cast.ratna), ReferralFilter(text=typed), TODAY)
    assert [row.number for row in found] == [first.number] and second.number


def test_the_code_of_a_slip_finds_its_letter_whatever_else_is_chosen(cast: Cast) -> None:
    made = make_referral(cast)
    make_referral(cast)
    Referral.update(state="selesai").where(Referral.id == made.id).execute()
    wanted = ReferralFilter(text="K7QF", late=True, code_hash=made.code_hash)
    assert [row.number for row in list_referrals(viewer_of(cast.sari), wanted, TODAY)] == [made.number]
    assert not list_referrals(viewer_of(cast.citra), wanted, TODAY)


def test_on_paper_the_letters_stand_office_by_office(cast: Cast) -> None:
    case = make_case(cast)
    names = ("panti Asih", "Panti Bakti", "panti Asih")
    made = [make_referral(cast, case, agency_name=name) for name in names]
    rows = referrals_to_print(viewer_of(cast.ratna), ReferralFilter(), TODAY)
    assert [row.number for row in rows] == [made[0].number, made[2].number, made[1].number]


def test_offices_come_by_letter_whether_capital_or_small(cast: Cast) -> None:
    case = make_case(cast, by=cast.ratna, restricted=True)
    small, hidden = make_referral(cast, agency_name="aaa kecil"), make_referral(cast, case, agency_name="Zz Terbatas")
    names = [one.name for one in list_agencies(cast.hub.id)]
    assert names[0] == "aaa kecil" and names == sorted(names, key=str.casefold)
    assert agencies_written_to(viewer_of(cast.sari)) == {small.agency_id}
    assert agencies_written_to(viewer_of(cast.ratna)) == {small.agency_id, hidden.agency_id}
