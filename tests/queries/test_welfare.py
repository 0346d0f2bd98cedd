"""Who sees which PPKS and SPM, and the year's count in which nobody stands twice."""

from __future__ import annotations

from datetime import date

from puskesos.models import Case, Person
from puskesos.queries.welfare import (
    SpmCount,
    WelfareRow,
    claimed_elsewhere,
    count_spm,
    lives_alone,
    welfare_codes,
    welfare_of,
)
from puskesos.rules.viewer import Viewer
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of
from tests.welfare import claim_spm, note_ppks


def shown(viewer: Viewer, case: Case) -> list[tuple[str, str]]:
    return [(row.kind, row.code) for row in welfare_of(viewer, case.client_id)]


def test_a_person_is_shown_with_days_services_and_who_noted_it(cast: Cast) -> None:
    case = make_case(cast)
    row = note_ppks(cast, case, "08", since=date(2026, 3, 3), by=cast.sari)
    claim = claim_spm(cast, case, given="rujukan")
    assert welfare_of(viewer_of(cast.sari), case.client_id) == [
        WelfareRow("spm", claim.id, "SPM-3", None, None, "dikonfirmasi", 2026, claim.reason, 1, case.number, "Ratna"),
        WelfareRow("ppks", row.id, "08", date(2026, 3, 3), None, "", 0, "", 0, case.number, "Sari"),
    ]


def test_what_a_restricted_case_says_stays_with_those_who_may_open_it(cast: Cast) -> None:
    open_case = make_case(cast)
    note_ppks(cast, open_case, "24")
    hidden = make_case(cast, by=cast.ratna, client=Person.get_by_id(open_case.client_id), service="E01")
    note_ppks(cast, hidden, "17", "11")
    claim_spm(cast, hidden, "SPM-4")
    assert shown(viewer_of(cast.sari), open_case) == [("ppks", "24")] == shown(viewer_of(cast.bayu), open_case)
    assert len(shown(viewer_of(cast.ratna), open_case)) == 4
    assert shown(viewer_of(cast.citra), open_case) == [] == shown(viewer_of(cast.dewi), open_case)


def test_whoever_stands_on_the_page_of_a_case_sees_what_it_holds(cast: Cast) -> None:
    hidden = make_case(cast, by=cast.ratna)
    note_ppks(cast, hidden, "17")
    rows = welfare_of(viewer_of(cast.sari), hidden.client_id, opened=hidden.id)  # opened in an emergency
    assert [row.code for row in rows] == ["17"] and not shown(viewer_of(cast.sari), hidden)


def test_the_year_counts_people_not_cases(cast: Cast) -> None:
    first = make_case(cast)
    claim_spm(cast, first, given="rujukan")
    hidden = make_case(cast, by=cast.ratna, client=Person.get_by_id(first.client_id))
    Case.update(restricted=True, area="sosial_ekonomi").where(Case.id == first.id).execute()
    claim_spm(cast, hidden, by=cast.bayu, state="usul")
    claim_spm(cast, make_case(cast), state="ditolak")
    claim_spm(cast, make_case(cast, by=cast.citra), by=cast.citra)
    counts = count_spm(cast.hub.id, 2026, ["SPM-3", "SPM-4"])
    assert counts == {"SPM-3": SpmCount(found=1, confirmed=1, served=1, referred=1), "SPM-4": SpmCount()}
    assert count_spm(cast.hub.id, 2025, ["SPM-3"])["SPM-3"] == SpmCount()


def test_a_cancelled_case_counts_nothing_and_holds_no_claim(cast: Cast) -> None:
    case = make_case(cast)
    claim_spm(cast, case, given="rujukan")
    other = make_case(cast, client=Person.get_by_id(case.client_id))
    assert claimed_elsewhere(viewer_of(cast.ratna), other, "SPM-3", 2026) == case.number
    Case.update(state="batal").where(Case.id == case.id).execute()
    assert count_spm(cast.hub.id, 2026, ["SPM-3"])["SPM-3"] == SpmCount()
    assert claimed_elsewhere(viewer_of(cast.ratna), other, "SPM-3", 2026) == ""


def test_the_paper_names_codes_but_not_those_of_another_restricted_case(cast: Cast) -> None:
    case = make_case(cast)
    note_ppks(cast, case, "24", "08")
    claim_spm(cast, case)
    hidden = make_case(cast, by=cast.ratna, client=Person.get_by_id(case.client_id))
    note_ppks(cast, hidden, "17")
    assert welfare_codes(Case.get_by_id(case.id), 2026) == "08, 24 / SPM-3"
    assert welfare_codes(Case.get_by_id(hidden.id), 2025) == "08, 17, 24"
    assert welfare_codes(make_case(cast), 2026) == ""


def test_alone_is_who_has_a_card_and_nobody_else_alive_on_it(cast: Cast) -> None:
    kk = "3216990101200001"
    mother = make_person(cast, "Minah", kk=kk)
    assert lives_alone(mother) and not lives_alone(make_person(cast, "Tanpa Kartu"))
    son = make_person(cast, "Dadang", kk=kk)
    assert not lives_alone(mother)
    Person.update(status="meninggal", status_on=TODAY).where(Person.id == son.id).execute()
    assert lives_alone(mother)
