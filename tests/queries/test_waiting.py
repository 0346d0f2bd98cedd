"""What waits for whom: the counts in the menu and the lists on Beranda."""

from __future__ import annotations

from datetime import timedelta

from puskesos import clock
from puskesos.config import Settings
from puskesos.models import Case, User
from puskesos.queries.waiting import cases_in, cases_of_day, waiting_counts
from puskesos.rules.case_path import CaseState
from puskesos.rules.needs_action import cutoffs_at
from puskesos.rules.step_targets import DEFAULT_DAYS
from puskesos.rules.track_needs import track_cutoffs_at
from tests.cast import TODAY, ZONE, Cast, make_assignment, make_case, viewer_of
from tests.letters import draft
from tests.scanned import file_page, sheet_of


def counted(user: User) -> dict[str, int]:
    ways = track_cutoffs_at(clock.now(), ZONE, months=6, cutoff_day=17, until_day=10)
    now = clock.now()
    return waiting_counts(viewer_of(user), lambda: (cutoffs_at(now, ZONE, DEFAULT_DAYS), ways), now=now)


def test_the_koordinator_is_told_what_waits_for_a_volunteer_and_for_a_decision(cast: Cast) -> None:
    make_case(cast)
    decide = make_case(cast)
    Case.update(state="menunggu_penetapan", awaits_assignment=False).where(Case.id == decide.id).execute()
    counts = counted(cast.ratna)
    assert (counts["unassigned"], counts["own"]) == (1, 1)
    soon = "a new case of a service that takes one working day is due soon"
    assert counted(cast.bayu) == {"own": 1, "ways": 0, "scans": 0}, soon
    assert not any(counted(cast.citra).values())
    assert counted(cast.sari) == {"reports": 0, "alarms": 0, "scans": 0} and counted(cast.dewi) == {}


def test_unplaced_pages_are_told_to_who_scanned_them_and_to_the_koordinator(cast: Cast, opened: Settings) -> None:
    file_page(opened, None, by=cast.sari)
    file_page(opened, None, by=cast.bayu)
    file_page(opened, sheet_of(make_case(cast), by=cast.ratna), by=cast.sari)
    told = {user.username: counted(user).get("scans") for user in (cast.sari, cast.bayu, cast.ratna, cast.citra)}
    assert told == {"sari": 1, "bayu": 1, "ratna": 2, "citra": 0}
    assert "scans" not in counted(cast.ujang) | counted(cast.dewi)


def test_drafts_of_letters_are_told_to_the_koordinator_who_issues_them(cast: Cast) -> None:
    draft(cast)
    assert (counted(cast.ratna)["drafts"], counted(cast.citra)["drafts"]) == (1, 0)
    assert "drafts" not in counted(cast.bayu) | counted(cast.sari)


def test_a_volunteer_is_told_of_new_tasks(cast: Cast) -> None:
    make_assignment(cast)
    assert counted(cast.ujang)["new"] == 1
    assert counted(cast.tono)["new"] == 0


def test_cases_stand_by_due_date_within_area_and_hub(cast: Cast) -> None:
    later, sooner, school = make_case(cast), make_case(cast), make_case(cast, service="P01")
    Case.update(due_on=TODAY - timedelta(days=1)).where(Case.id == sooner.id).execute()
    states = (CaseState.TERDAFTAR,)
    by_area = cases_in(viewer_of(cast.bayu), states, area="kesehatan")
    assert [row.number for row in by_area] == [sooner.number, later.number]
    assert school.number in {row.number for row in cases_in(viewer_of(cast.bayu), states)}
    assert cases_in(viewer_of(cast.citra), states) == cases_in(viewer_of(cast.dewi), states) == []


def test_the_day_shows_initials_of_restricted_cases(cast: Cast) -> None:
    make_case(cast, service="R08")
    (of_day,) = cases_of_day(viewer_of(cast.sari), TODAY)
    assert of_day.client_name == "S. N. (Terbatas)"
