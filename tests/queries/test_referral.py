"""The list of referrals: in order, in pages that miss nothing, within scope; on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from puskesos.models import Case, Referral
from puskesos.queries.referral import (
    PAGE,
    TO_TELL,
    ReferralFilter,
    count_referrals,
    list_referrals,
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
    for day in (date(2026, 11, 2), date(2026, 11, 9)):
        make_referral(cast, case, agency_name="Panti Asih", letter_on=day)
    make_referral(cast, case, agency_name="Rumah Singgah", channel="")
    rows = waiting_by_agency(viewer_of(cast.ratna))
    assert [(row.name, row.letters, row.oldest) for row in rows] == [
        ("Panti Asih", 2, date(2026, 11, 2)),
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
