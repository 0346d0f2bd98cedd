"""The register's rows: days in order, the own hub alone, and restricted cases without their client."""

from __future__ import annotations

from datetime import date

import pytest

from puskesos.models import Case
from puskesos.queries.register import SECRET, register_of
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def test_cases_stand_in_the_order_of_their_days(cast: Cast) -> None:
    numbers = [make_case(cast, client=make_person(cast, name)).number for name in ("Ani", "Budi", "Cica")]
    Case.update(registered_on=date(2026, 11, 2)).where(Case.number == numbers[2]).execute()
    Case.update(registered_on=date(2026, 10, 31)).where(Case.number == numbers[0]).execute()
    rows = register_of(viewer_of(cast.sari), *NOVEMBER)
    assert [row.number for row in rows] == [numbers[2], numbers[1]]
    assert [row.registered_on for row in rows] == [date(2026, 11, 2), TODAY]


def test_a_restricted_case_is_a_number_with_initials(cast: Cast) -> None:
    client = make_person(cast, "Zulfatina Qomariyah", nik="3216995206790003", occupation="Penjahit")
    case = make_case(cast, client=client, by=cast.ratna, restricted=True)
    for user in (cast.sari, cast.ratna):
        (row,) = register_of(viewer_of(user), *NOVEMBER)
        assert (row.number, row.client_name, row.service_name) == (case.number, "Z. Q.", SECRET)
        assert not (row.nik or row.occupation or row.story or row.result)


@pytest.mark.parametrize("who", ["citra", "dewi", "tono"])
def test_others_have_no_rows(cast: Cast, who: str) -> None:
    make_case(cast)
    assert register_of(viewer_of(getattr(cast, who)), *NOVEMBER) == []
