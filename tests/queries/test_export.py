"""Rows of an export: the list's rows in its order, read in pieces, without restricted cases and merged people."""

from __future__ import annotations

import uuid

import pytest

from puskesos import clock
from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.models import Case, Person, Village
from puskesos.queries import export
from puskesos.queries.case import CaseFilter, list_cases
from puskesos.queries.export import Asked, Wanted, asked_of, count_restricted, count_rows, note_of, read_rows
from puskesos.queries.person import PersonFilter, list_people
from puskesos.rules.export import ExportList, FileFormat
from tests.cast import TODAY, Cast, make_case, make_person, viewer_of

WARGA, KASUS = Wanted(ExportList.WARGA), Wanted(ExportList.KASUS)
NIK = "3216995206790003"


def names(wanted: Wanted, user: object) -> list[str]:
    return [row["name"] for row in read_rows(viewer_of(user), wanted, TODAY)]


@pytest.mark.parametrize(
    "wanted",
    [PersonFilter(), PersonFilter(status=""), PersonFilter(without_nik=True), PersonFilter(status="meninggal")],
    ids=["living", "all", "without nik", "deceased"],
)
def test_the_file_holds_exactly_the_list(cast: Cast, monkeypatch: pytest.MonkeyPatch, wanted: PersonFilter) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)
    for name in ("Siti", "Siti", "Siti", "Aminah", "Zainal", "Rohmat", "Karta"):
        make_person(cast, name)
    make_person(cast, "Wati", nik=NIK, nik_reason="", village_id=cast.bakti.id)
    Person.update(status="meninggal").where(Person.name == "Karta").execute()
    ratna, asked = viewer_of(cast.ratna), Wanted(ExportList.WARGA, people=wanted)
    rows = list(read_rows(ratna, asked, TODAY))
    assert [row["id"] for row in rows] == [row.id for row in list_people(ratna, wanted)]
    assert count_rows(ratna, asked, TODAY) == len(rows) > 0


def test_a_village_narrows_the_file(cast: Cast) -> None:
    make_person(cast, "Siti")
    make_person(cast, "Wati", village_id=cast.bakti.id)
    assert names(Wanted(ExportList.WARGA, people=PersonFilter(village=cast.bakti.id)), cast.ratna) == ["Wati"]


def test_found_people_come_in_the_order_of_the_search_and_only_ours(cast: Cast) -> None:
    first, second = make_person(cast, "Zainal"), make_person(cast, "Aminah")
    theirs = make_person(cast, "Rohmat", by=cast.citra)
    wanted = Wanted(ExportList.WARGA, ids=(first.id, theirs.id, second.id))
    assert names(wanted, cast.ratna) == ["Zainal", "Aminah"]
    assert count_rows(viewer_of(cast.ratna), wanted, TODAY) == 2


def test_nobody_gets_people_without_the_right(cast: Cast) -> None:
    make_person(cast, "Siti")
    assert not names(WARGA, cast.ujang) and not names(WARGA, cast.dewi) and not names(WARGA, cast.citra)


def test_a_person_that_was_merged_is_in_no_file(cast: Cast) -> None:
    kept, gone = make_person(cast, "Siti"), make_person(cast, "Siti")
    Person.update(merged_into=kept.id).where(Person.id == gone.id).execute()
    assert names(WARGA, cast.ratna) == ["Siti"]


def test_who_is_known_only_through_a_closed_door_stays_in_the_house(cast: Cast) -> None:
    hidden, open_too = make_person(cast, "Wati"), make_person(cast, "Siti")
    make_case(cast, client=hidden, by=cast.ratna)
    make_case(cast, client=open_too, by=cast.ratna)
    Case.update(restricted=True).execute()
    make_case(cast, client=open_too, by=cast.ratna)
    assert names(WARGA, cast.sari) == ["Siti"] and count_rows(viewer_of(cast.sari), WARGA, TODAY) == 1
    assert names(WARGA, cast.ratna) == ["Siti", "Wati"]


def test_only_programs_that_run_are_told(cast: Cast) -> None:
    person = make_person(cast, "Siti")
    for program, status in (("pkh", "aktif"), ("sembako", "usulan"), ("pip", "aktif")):
        entry, key = MembershipEntry(program, status), str(uuid.uuid4())
        add_membership(person, entry, key=key, actor=viewer_of(cast.sari), now=clock.now())
    assert [row["programs"] for row in read_rows(viewer_of(cast.ratna), WARGA, TODAY)] == [["pkh", "pip"]]
    assert [row["programs"] for row in read_rows(viewer_of(cast.ratna), WARGA, TODAY, programs=False)] == [[]]


def test_cases_come_as_in_the_list_without_restricted_ones(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)
    made = [make_case(cast, client=make_person(cast, name)) for name in ("Siti", "Wati", "Rohmat", "Karta", "Zainal")]
    Case.update(restricted=True).where(Case.id == made[1].id).execute()
    ratna, rows = viewer_of(cast.ratna), list(read_rows(viewer_of(cast.ratna), KASUS, TODAY))
    listed = [row.number for row in list_cases(ratna, CaseFilter(), TODAY) if not row.restricted]
    assert [row["number"] for row in rows] == listed and len(rows) == 4
    assert count_rows(ratna, KASUS, TODAY) == 4 and count_restricted(ratna, KASUS, TODAY) == 1
    assert rows[0]["service_name"] and rows[0]["village_name"] == "Pantai Bahagia"


def test_the_filter_of_cases_narrows_the_file(cast: Cast) -> None:
    make_case(cast, client=make_person(cast, "Siti"), priority="darurat")
    make_case(cast, client=make_person(cast, "Wati"))
    wanted = [
        CaseFilter(priority="darurat"),
        CaseFilter(text="siti"),
        CaseFilter(village=Village.get().id, state="batal"),
    ]
    asked = [Wanted(ExportList.KASUS, cases=one) for one in wanted]
    found = [[row["client_name"] for row in read_rows(viewer_of(cast.bayu), one, TODAY)] for one in asked]
    assert found == [["Siti"], ["Siti"], []]


def test_what_was_asked_can_be_read_back_from_the_note(cast: Cast) -> None:
    wanted = Wanted(
        ExportList.KASUS, PersonFilter(village=3, status=""), CaseFilter("siti", "terbuka", late=True), (4, 2)
    )
    asked = Asked(wanted, FileFormat.CSV, full_numbers=True, names=True, file="abc", rows=7)
    assert asked_of(type("Kept", (), {"note": note_of(asked)})) == asked
