"""Opening a page leaves a trace that no page waits for, and the koordinator sees whose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import AuditEntry
from puskesos.security.looks import flush_looks
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
KK = "3216991206790001"


def seen() -> list[tuple[str, str, str, str]]:
    flush_looks()
    rows = AuditEntry.select().where(AuditEntry.action.endswith("_seen")).order_by(AuditEntry.id)
    return [(row.actor_name, row.action, row.object_type, row.object_id) for row in rows]


def test_opening_person_family_and_case_is_noted_once(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast, kk=KK)
    case, sari = make_case(cast, client=person), client_for("sari")
    for path in (f"/warga/{person.id}", f"/keluarga/{person.household_id}", f"/kasus/{case.number}"):
        sari.get(path)
        sari.get(path)
    assert seen() == [
        ("Sari", "person_seen", "person", str(person.id)),
        ("Sari", "household_seen", "household", str(person.household_id)),
        ("Sari", "case_seen", "case", case.number),
    ]


def test_a_page_writes_nothing_while_it_is_answered(client_for: SignIn, cast: Cast) -> None:
    page = client_for("sari").get(f"/warga/{make_person(cast).id}")
    assert not [query for query in page.queries if "audit_entry" in query]


@pytest.mark.parametrize("who", ["ujang", "dewi", "citra"])
def test_who_is_sent_away_has_seen_nothing(client_for: SignIn, cast: Cast, who: str) -> None:
    person = make_person(cast)
    client_for(who).get(f"/warga/{person.id}", expect={403, 404})
    client_for(who).get(f"/kasus/{make_case(cast, by=cast.ratna, restricted=True).number}", expect={403, 404})
    assert seen() == []


def test_a_restricted_case_that_stays_closed_was_not_seen(client_for: SignIn, cast: Cast) -> None:
    client_for("sari").get(f"/kasus/{make_case(cast, by=cast.ratna, restricted=True).number}", expect=403)
    assert seen() == []


def test_the_koordinator_sees_who_looked_and_nobody_else_does(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast)
    case, path = make_case(cast, client=person), f"/warga/{person.id}"
    bayu = client_for("bayu")
    bayu.get(f"/kasus/{case.number}")
    bayu.fill(bayu.get(f"{path}/nomor"), "#person-number form", reason="Cocokkan dengan PKH", _expect=200)
    flush_looks()
    told = client_for("ratna").get(path).texts("#person-looks li div")
    assert told == [
        "Bayu (Back office) membuka NIK Alasan: Cocokkan dengan PKH",
        f"Bayu (Back office) membuka kasus {case.number}",
    ]
    for who in ("sari", "bayu"):
        assert not client_for(who).get(path).select("#person-looks")
