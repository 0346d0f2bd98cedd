"""Closing a case, its team, lifting, looks and emergencies: what is written, and before whom the case then opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from puskesos import clock
from puskesos.actions.case_papers import tick_paper
from puskesos.actions.restriction import (
    add_member,
    lift_restriction,
    open_in_emergency,
    remove_member,
    restrict_by_hand,
    restrict_case,
    take_note,
)
from puskesos.database import database
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Case, CaseAccess, CaseDocument, CaseEvent, User
from puskesos.queries.case_door import may_open, openable
from puskesos.queries.restriction import is_in_emergency, team_of, unknown_emergencies
from tests.cast import NOW, TODAY, Cast, make_assignment, make_case, viewer_of


@pytest.fixture
def case(cast: Cast) -> Case:
    """Ratna's case of kesehatan, restricted from the first moment."""
    return make_case(cast, by=cast.ratna, restricted=True)


def inside(cast: Cast, case: Case) -> set[str]:
    """Everybody before whom the case opens; the list and the single question must say the same."""
    people = (cast.sari, cast.bayu, cast.ratna, cast.ujang, cast.tono)
    one = {user.username for user in people if may_open(viewer_of(user), case)}
    rows = {user.username for user in people if Case.select().where(openable(viewer_of(user))).exists()}
    assert one == rows
    return one


def add(cast: Cast, case: Case, user: User) -> None:
    add_member(case, user.id, actor=viewer_of(cast.ratna), now=NOW)


def remove(cast: Cast, case: Case, user: User) -> None:
    remove_member(case, user.id, actor=viewer_of(cast.ratna), now=NOW)


def test_it_opens_for_koordinator_and_the_back_office_of_its_area(cast: Cast, case: Case) -> None:
    assert inside(cast, case) == {"ratna", "bayu"}


def test_a_named_team_replaces_the_back_office(cast: Cast, case: Case) -> None:
    add(cast, case, cast.sari)
    assert inside(cast, case) == {"ratna", "sari"}
    add(cast, case, cast.bayu)
    assert inside(cast, case) == {"ratna", "sari", "bayu"}


def test_whoever_is_removed_is_outside_at_once_and_can_come_back(cast: Cast) -> None:
    case = make_case(cast, restricted=True)
    assert inside(cast, case) == {"sari", "ratna", "bayu"}
    remove(cast, case, cast.sari)
    remove(cast, case, cast.bayu)
    remove(cast, case, cast.bayu)
    assert inside(cast, case) == {"ratna"}
    add(cast, case, cast.sari)
    assert inside(cast, case) == {"ratna", "sari"}
    assert CaseEvent.select().where(CaseEvent.kind == "tim").count() == 3
    assert AuditEntry.select().where(AuditEntry.action == "team_changed").count() == 3


def test_a_volunteer_is_inside_while_at_work(cast: Cast, case: Case) -> None:
    make_assignment(cast, case)
    assert inside(cast, case) == {"ratna", "bayu", "ujang"}
    with pytest.raises(RuleBroken, match="ambil kembali"):
        remove(cast, case, cast.ujang)


def test_the_team_page_says_what_opens_the_case(cast: Cast, case: Case) -> None:
    members, staff = team_of(case)
    assert [(one.name, one.is_removable) for one in members] == [("Bayu", True), ("Ratna", False)]
    assert [user.name for user in staff] == ["Sari"]


def test_only_staff_of_the_hub_can_be_let_in(cast: Cast, case: Case) -> None:
    for user in (cast.citra, cast.dewi, cast.tono):
        with pytest.raises(RuleBroken):
            add(cast, case, user)


@pytest.mark.parametrize("username", ["sari", "bayu"])
def test_only_the_koordinator_changes_the_team_and_lifts(cast: Cast, case: Case, username: str) -> None:
    how = {"actor": viewer_of(getattr(cast, username)), "now": NOW}
    with pytest.raises(NotAllowed):
        add_member(case, cast.sari.id, **how)
    with pytest.raises(NotAllowed):
        remove_member(case, cast.bayu.id, **how)
    with pytest.raises(NotAllowed):
        lift_restriction(case, "Salah centang.", version=case.version, **how)
    with pytest.raises(NotAllowed):
        take_note(case, **how)


def test_closing_by_hand_says_why_and_is_stale_for_an_old_page(cast: Cast) -> None:
    case = make_case(cast)
    how = {"actor": viewer_of(cast.sari), "now": NOW}
    with pytest.raises(Conflict):
        restrict_by_hand(case, "keselamatan", "", version=case.version + 1, **how)
    restrict_by_hand(case, "keselamatan", "diancam tetangga", version=case.version, **how)
    kept = Case.get_by_id(case.id)
    assert (kept.restricted, kept.restricted_reason, kept.restricted_by_id) == (True, "keselamatan", cast.sari.id)
    assert "keselamatan klien atau pelapor (diancam tetangga)" in CaseEvent.get(CaseEvent.kind == "terbatas").text
    assert "diancam" not in AuditEntry.get(AuditEntry.action == "case_restricted").detail
    with pytest.raises(RuleBroken):
        restrict_by_hand(kept, "keselamatan", "", version=kept.version, **how)


def test_lifting_opens_the_case_to_the_hub(cast: Cast, case: Case) -> None:
    lift_restriction(case, "Salah centang.", version=case.version, actor=viewer_of(cast.ratna), now=NOW)
    assert inside(cast, Case.get_by_id(case.id)) >= {"sari", "bayu", "ratna"}
    assert AuditEntry.get(AuditEntry.action == "restriction_lifted").detail == '{"cause": "permintaan"}'


def test_an_emergency_lasts_an_hour_and_waits_for_the_koordinator(cast: Cast, case: Case) -> None:
    sari, ratna = viewer_of(cast.sari), viewer_of(cast.ratna)
    for _ in range(2):
        open_in_emergency(case, "Klien di depan pintu.", actor=sari, now=NOW)
    assert CaseAccess.select().where(CaseAccess.kind == "darurat").count() == 1
    assert is_in_emergency(sari, case, NOW + timedelta(minutes=59))
    assert not is_in_emergency(sari, case, NOW + timedelta(minutes=60))
    assert not may_open(sari, case)  # lists stay closed
    assert unknown_emergencies(ratna) == [(case.number, "Sari", "Klien di depan pintu.", NOW)]
    assert unknown_emergencies(sari) == [] == unknown_emergencies(viewer_of(cast.citra))
    for _ in range(2):
        take_note(case, actor=ratna, now=clock.now())
    assert unknown_emergencies(ratna) == []
    assert AuditEntry.select().where(AuditEntry.action == "emergency_known").count() == 1


def test_a_case_restricted_at_intake_keeps_why(cast: Cast) -> None:
    with database.atomic():
        cases = [
            make_case(cast, service="R08"),
            make_case(cast, violence=True),
            make_case(cast, kind="pengaduan", about_official=True),
            make_case(cast, restricted=True, restricted_why="keselamatan"),
            make_case(cast),
        ]
    assert [case.restricted_reason for case in cases] == ["layanan", "anak", "pejabat", "keselamatan", ""]
    assert CaseEvent.select().where(CaseEvent.kind == "terbatas").count() == 4


def test_violence_waits_for_no_papers(cast: Cast) -> None:
    assert not CaseDocument.select().where(CaseDocument.case == make_case(cast, violence=True)).exists()


def test_violence_found_later_asks_for_none_of_the_papers_still_missing(cast: Cast) -> None:
    case, ratna = make_case(cast), viewer_of(cast.ratna)
    tick_paper(case, 1, state="ada", actor=ratna, now=NOW)
    tick_paper(case, 2, state="menyusul", promised_on=TODAY, actor=ratna, now=NOW)
    restrict_by_hand(case, "kekerasan", "", version=case.version, actor=ratna, now=NOW)
    papers = list(CaseDocument.select().where(CaseDocument.case == case).order_by(CaseDocument.position))
    assert papers[0].state == "ada" and {paper.state for paper in papers[1:]} == {"tidak_berlaku"}
    assert papers[1].promised_on is None and papers[1].note == "Kasus kekerasan tidak memerlukan berkas"
    assert AuditEntry.get(AuditEntry.action == "papers_waived").detail == f'{{"papers": {len(papers) - 1}}}'


def test_violence_found_in_a_restricted_case_brings_its_duties(cast: Cast) -> None:
    case = make_case(cast, restricted=True)
    with database.atomic():
        assert not restrict_case(case, "PPKS 19", cause="kekerasan", actor=viewer_of(cast.ratna), now=NOW)
    assert Case.get_by_id(case.id).restricted_reason == "kekerasan"
    assert AuditEntry.select().where(AuditEntry.action == "papers_waived").count() == 1
