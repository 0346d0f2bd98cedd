"""What a handover reads, on both engines: own work since a moment, and what is due in the hub."""

from __future__ import annotations

from datetime import timedelta

from puskesos import clock
from puskesos.actions.handover import read_handover
from puskesos.models import Case, CaseDocument, Handover, LoginSession, Referral
from puskesos.queries.handover import (
    entries_since,
    last_sign_in_before,
    names_of_cases,
    papers_promised,
    parts_of,
    referrals_unanswered,
    unread_handovers,
    visits_due,
)
from puskesos.security.sessions import start_session
from tests.attached import give, note
from tests.cast import NOW, TODAY, Cast, make_assignment, make_case, make_person, make_referral, viewer_of


def test_entries_are_the_workers_own_since_then(cast: Cast) -> None:
    case = make_case(cast)
    note(case, "Dari Bayu.", by=cast.bayu)
    since = clock.now()
    note(case, "Dari Sari.", by=cast.sari)
    assert [row.kind for row in entries_since(viewer_of(cast.sari), since)] == ["catatan"]
    assert [row.kind for row in entries_since(viewer_of(cast.sari), NOW)] == ["catatan", "daftar"]
    assert not entries_since(viewer_of(cast.citra), NOW)


def test_what_is_due_belongs_to_this_hub_and_to_these_days(cast: Cast) -> None:
    case = make_case(cast)
    promised = CaseDocument.update(state="menyusul", promised_on=TODAY)
    promised.where(CaseDocument.case == case, CaseDocument.position == 1).execute()
    make_assignment(cast, case, due_on=TODAY + timedelta(days=1))
    make_assignment(cast, make_case(cast), volunteer=cast.tono, due_on=TODAY + timedelta(days=5))
    make_referral(cast, make_case(cast))
    Referral.update(answer_due_on=TODAY - timedelta(days=1)).execute()
    sari, citra, tomorrow = viewer_of(cast.sari), viewer_of(cast.citra), TODAY + timedelta(days=1)
    assert [row.number for row in papers_promised(sari, TODAY, tomorrow)] == [case.number]
    assert [row.volunteer for row in visits_due(sari, tomorrow)] == ["Ujang"]
    assert [row.agency for row in referrals_unanswered(sari, TODAY)] == ["Dinas Pendidikan"]
    assert not papers_promised(sari, tomorrow, tomorrow)
    assert not papers_promised(citra, TODAY, tomorrow) and not visits_due(citra, tomorrow)
    assert not referrals_unanswered(citra, TODAY)


def test_names_follow_who_may_open_the_case(cast: Cast) -> None:
    case = make_case(cast, client=make_person(cast, "Siti Nurhaliza", by=cast.ratna), by=cast.ratna)
    Case.update(restricted=True, area="pendidikan").where(Case.id == case.id).execute()
    named = {who: names_of_cases(viewer_of(who), [case.number]) for who in (cast.ratna, cast.bayu, cast.citra)}
    assert named[cast.ratna][case.number].may_open and not named[cast.bayu][case.number].may_open
    assert named[cast.bayu][case.number].name == "S. N. (Terbatas)" and not named[cast.citra]


def test_a_handover_is_unread_for_three_days_until_read_and_never_for_its_giver(cast: Cast) -> None:
    case = make_case(cast)
    made, bayu = give(cast, case), viewer_of(cast.bayu)
    assert [line.number for part in parts_of(made) for line in part.lines] == [case.number]
    assert [row.giver for row in unread_handovers(bayu, clock.now())] == ["Sari"]
    assert not unread_handovers(viewer_of(cast.sari), clock.now())
    assert not unread_handovers(viewer_of(cast.citra), clock.now())
    assert not unread_handovers(bayu, clock.now() + timedelta(days=3, minutes=1))
    for _ in range(2):
        read_handover(Handover.get(), actor=bayu, now=clock.now())
    assert not unread_handovers(bayu, clock.now())


def test_the_last_sign_in_is_the_one_before(cast: Cast) -> None:
    start_session(cast.sari, "Peramban uji", NOW - timedelta(days=3))
    start_session(cast.sari, "Peramban uji", NOW)
    assert last_sign_in_before(viewer_of(cast.sari), NOW) == NOW - timedelta(days=3)
    assert last_sign_in_before(viewer_of(cast.bayu), NOW) is None and LoginSession.select().count() == 2
