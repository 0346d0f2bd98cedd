"""The year of SPM from the months: the same items, people once, and what is true of who is found, served and waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.report import close_month
from puskesos.actions.spm import ClaimEntry, decide_claim
from puskesos.actions.spm_service import GivenEntry
from puskesos.models import Case, Person, SpmClaim, SpmService
from puskesos.queries.report import figures_of, live_figures
from puskesos.queries.report_spm import YearOfSpm, given_in, spm_year, waiting_items
from puskesos.rules.activity import Month
from puskesos.rules.report import C, Item
from puskesos.rules.report_spm import SETS, receivers
from puskesos.rules.spm import BasicService
from tests.cast import NOW, TODAY, ZONE, Cast, make_case, make_person, viewer_of
from tests.welfare import claim_spm, give

NOVEMBER = Month(date(2026, 11, 1))
DECEMBER = datetime(2026, 12, 2, 3, 0, tzinfo=NOW.tzinfo)


def year(cast: Cast) -> YearOfSpm:
    return spm_year(cast.hub, 2026, clock.today(ZONE))


def claims(items: list[Item], counted: object) -> set[int]:
    return {item.id for item in items if item.counted == counted}


def people_behind(items: list[Item], counted: object) -> set[tuple[int, str]]:
    rows = SpmClaim.select().where(SpmClaim.id.in_(claims(items, counted)))
    return {(row.person_id, row.code) for row in rows}


@pytest.fixture
def busy(cast: Cast, moment: Any) -> Cast:
    """Four people over three months: one served twice, one in two cases, one referred, one waiting; two SPM of one."""
    moment.move_to(NOW - timedelta(days=60))
    first = make_case(cast)
    claim = claim_spm(cast, first, given="sandang")
    second = claim_spm(cast, make_case(cast, client=make_person(cast, name="Nenek Icah")), given="rujukan")
    moment.move_to(NOW - timedelta(days=30))
    give(cast, claim, GivenEntry("permakanan", clock.today(ZONE), amount=120_000))
    claim_spm(cast, first, "SPM-4")
    moment.move_to(NOW)
    claim_spm(cast, make_case(cast, client=make_person(cast, name="Kakek Oman")), "SPM-3")
    again = make_case(cast, client=Person.get_by_id(Case.get_by_id(second.case_id).client_id))
    SpmClaim.create(
        person=again.client_id, case=again, code="SPM-3", year=2026, state="dikonfirmasi", created_by=cast.ratna,
        created_at=NOW, changed_by=cast.ratna, changed_at=NOW,
    )  # fmt: skip
    return cast


def test_the_year_is_made_of_the_months_own_items(busy: Cast) -> None:
    found = year(busy)
    for place in range(11):
        figures = live_figures(busy.hub, Month(date(2026, place + 1, 1)))
        for counted in SETS:
            for line in found.lines:
                mine = [one for one in figures.items if one.counted == counted and one.parts["spm"] == line.code]
                assert line.months[str(counted)][place] == len(mine)


def test_people_count_once_a_year_and_in_each_month(busy: Cast) -> None:
    line = next(line for line in year(busy).lines if line.code == "SPM-3")
    assert line.year == {"spm_ditemukan": 3, "spm_dilayani": 1, "spm_dirujuk": 1} and line.waiting == 1
    assert sum(line.months["spm_ditemukan"]) == 3, "found is counted in the month of the first claim only"
    assert sum(line.months["spm_dilayani"]) == 2, "served is counted in each month"


def test_who_waits_is_found_and_got_nothing(busy: Cast) -> None:
    found = year(busy)
    assert people_behind(found.once, C.SPM_DILAYANI) <= people_behind(found.once, C.SPM_DITEMUKAN)
    assert people_behind(found.once, C.SPM_DIRUJUK) <= people_behind(found.once, C.SPM_DITEMUKAN)
    waits = people_behind(found.waiting, C.SPM_DITEMUKAN)
    assert waits <= people_behind(found.once, C.SPM_DITEMUKAN) and len(waits) == len(found.waiting) == 2
    assert not waits & (people_behind(found.once, C.SPM_DILAYANI) | people_behind(found.once, C.SPM_DIRUJUK))
    assert [item.on for item in found.waiting] == sorted(item.on for item in found.waiting)


def test_what_was_given_agrees_with_who_was_served(busy: Cast) -> None:
    given = given_in(busy.hub.id, 2026)
    served = [one for one in given if one.service != BasicService.RUJUKAN]
    assert {(one.person, one.code) for one in receivers(served)} == people_behind(year(busy).once, C.SPM_DILAYANI)
    assert sum(one.amount or 0 for one in given) == 120_000 and len(given) == SpmService.select().count()


def test_a_service_taken_back_makes_somebody_wait_again(cast: Cast) -> None:
    claim = claim_spm(cast, make_case(cast), given="sandang")
    assert waiting_items(cast.hub, 2026) == []
    SpmService.update(cancelled_because="Salah orang").execute()
    assert claims(waiting_items(cast.hub, 2026), C.SPM_DITEMUKAN) == {claim.id} and given_in(cast.hub.id, 2026) == []


def test_proposed_rejected_and_cancelled_do_not_wait(cast: Cast) -> None:
    claim_spm(cast, make_case(cast), state="usul")
    cancelled = make_case(cast, client=make_person(cast, name="Kakek Oman"))
    claim_spm(cast, cancelled)
    Case.update(state="batal").where(Case.id == cancelled.id).execute()
    assert waiting_items(cast.hub, 2026) == [] and waiting_items(cast.other_hub, 2026) == []


def test_a_cancelled_case_finds_nobody_unless_something_was_given(cast: Cast) -> None:
    waits, served = make_case(cast), make_case(cast, client=make_person(cast, name="Kakek Oman"))
    dropped, kept = claim_spm(cast, waits), claim_spm(cast, served, given="sandang")
    assert claims(year(cast).once, C.SPM_DITEMUKAN) == {dropped.id, kept.id}
    Case.update(state="batal").execute()
    found = year(cast)
    assert claims(found.once, C.SPM_DITEMUKAN) == claims(found.once, C.SPM_DILAYANI) == {kept.id}
    assert claims(list(live_figures(cast.hub, NOVEMBER).items), C.SPM_DITEMUKAN) == {kept.id}
    claim_spm(cast, make_case(cast, client=Person.get_by_id(waits.client_id)))
    assert len(claims(year(cast).once, C.SPM_DITEMUKAN)) == 2, "the case that goes on finds the person"


def test_a_case_cancelled_after_its_month_was_closed_stays_as_reported(cast: Cast, moment: Any) -> None:
    case = make_case(cast)
    claim = claim_spm(cast, case)
    moment.move_to(DECEMBER)
    close_month(cast.hub, NOVEMBER, actor=viewer_of(cast.ratna), now=DECEMBER, today=DECEMBER.date())
    Case.update(state="batal").where(Case.id == case.id).execute()
    assert claims(year(cast).once, C.SPM_DITEMUKAN) == {claim.id}
    assert claims(list(figures_of(cast.hub, NOVEMBER).items), C.SPM_DITEMUKAN) == {claim.id}


def test_a_claim_rejected_after_its_month_was_closed_is_no_second_person(cast: Cast, moment: Any) -> None:
    case = make_case(cast)
    claim = claim_spm(cast, case)
    moment.move_to(DECEMBER)
    actor, when = viewer_of(cast.ratna), {"now": DECEMBER, "today": DECEMBER.date()}
    close_month(cast.hub, NOVEMBER, actor=actor, **when)
    again = make_case(cast, client=Person.get_by_id(case.client_id))
    no = ClaimEntry("ditolak", reason="Ada keluarga yang merawat.")
    decide_claim(Case.get_by_id(case.id), "SPM-3", no, version=claim.version, actor=actor, **when)
    claim_spm(cast, again)
    line = next(line for line in year(cast).lines if line.code == "SPM-3")
    assert line.months["spm_ditemukan"][10:] == (1, 1) and line.year["spm_ditemukan"] == 1
    assert year(cast).closed == {NOVEMBER}


def test_years_are_apart(cast: Cast) -> None:
    claim_spm(cast, make_case(cast), given="sandang")
    other = spm_year(cast.hub, 2025, TODAY)
    assert other.once == other.waiting == [] and given_in(cast.hub.id, 2025) == []
