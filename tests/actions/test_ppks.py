"""PPKS of a client: noted once, ended or corrected with a trace, and what they do to the case."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from puskesos import clock
from puskesos.actions.ppks import CategoriesEntry, CategoryEntry, change_category, note_categories
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Case, CaseEvent, Person, PersonCategory
from tests.cast import TODAY, Cast, make_case, viewer_of
from tests.welfare import note_ppks


def told(case: Case, kind: str = "ppks") -> list[str]:
    events = CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind == kind).order_by(CaseEvent.id)
    return [event.text for event in events]


def change(cast: Cast, row: PersonCategory, version: int = 1, **stands: Any) -> bool:
    entry = replace(CategoryEntry(row.since), **stands)
    case, ratna = Case.get_by_id(row.case_id), viewer_of(cast.ratna)
    return change_category(case, row, entry, version=version, actor=ratna, now=clock.now(), today=TODAY)


def test_several_are_noted_told_and_audited(cast: Cast) -> None:
    case = make_case(cast)
    note_ppks(cast, case, "24", "08", since=date(2026, 3, 3))
    rows = PersonCategory.select().order_by(PersonCategory.code)
    assert [(row.code, row.person_id, row.since) for row in rows] == [
        ("08", case.client_id, date(2026, 3, 3)),
        ("24", case.client_id, date(2026, 3, 3)),
    ]
    assert told(case) == ["PPKS dicatat sejak 3 Maret 2026: 08 Lanjut usia telantar; 24 Fakir miskin."]
    entry = AuditEntry.get(AuditEntry.action == "categories_noted")
    assert entry.detail == f'{{"case": "{case.number}", "categories": 2}}'


def test_sending_twice_notes_once(cast: Cast) -> None:
    case, key, sari = make_case(cast), str(uuid.uuid4()), viewer_of(cast.sari)
    entry = CategoriesEntry(("24",), TODAY)
    counts = [note_categories(case, entry, key=key, actor=sari, now=clock.now(), today=TODAY) for _ in range(2)]
    assert counts == [1, 1] and PersonCategory.select().count() == 1


def test_what_runs_already_is_left_alone_in_every_case(cast: Cast) -> None:
    first = make_case(cast)
    note_ppks(cast, first, "24")
    second = make_case(cast, client=_client(first))
    note_ppks(cast, second, "24", "11")
    assert [(row.code, row.case_id) for row in PersonCategory.select().order_by(PersonCategory.id)] == [
        ("24", first.id),
        ("11", second.id),
    ]


def test_a_category_of_the_rule_makes_the_case_restricted(cast: Cast) -> None:
    case = make_case(cast)
    note_ppks(cast, case, "24", "17")
    assert Case.get_by_id(case.id).restricted
    assert told(case, "terbatas") == ["Kasus menjadi terbatas: PPKS 17 Korban penyalahgunaan NAPZA."]
    assert AuditEntry.get(AuditEntry.action == "case_restricted").detail == '{"cause": "ppks"}'
    note_ppks(cast, case, "16")
    assert len(told(case, "terbatas")) == 1


def test_other_categories_leave_it_open(cast: Cast) -> None:
    case = make_case(cast)
    note_ppks(cast, case, "24", "09")
    assert not Case.get_by_id(case.id).restricted


def test_what_a_colleague_may_not_see_is_noted_again_and_nothing_is_said(cast: Cast) -> None:
    hidden = make_case(cast, by=cast.ratna)
    note_ppks(cast, hidden, "17")
    other = make_case(cast, client=_client(hidden))
    note_ppks(cast, other, "17", by=cast.sari)
    assert PersonCategory.select().where(PersonCategory.code == "17").count() == 2


def test_ending_and_taking_back_leave_a_trace(cast: Cast) -> None:
    case = make_case(cast)
    row = note_ppks(cast, case, "11", since=date(2026, 3, 3))
    assert change(cast, row, ending="berakhir", until=date(2026, 11, 1), reason="sudah punya rumah")
    row = PersonCategory.get_by_id(row.id)
    assert not change(cast, row, ending="berakhir", until=date(2026, 11, 1), reason="sudah punya rumah", version=2)
    assert change(cast, row, version=2) and PersonCategory.get_by_id(row.id).ending == ""
    assert told(case)[1:] == [
        "PPKS 11 Gelandangan: sejak 3 Maret 2026, tidak berlaku lagi sejak 1 November 2026 (sudah punya rumah). "
        "Semula sejak 3 Maret 2026.",
        "PPKS 11 Gelandangan: sejak 3 Maret 2026. "
        "Semula sejak 3 Maret 2026, tidak berlaku lagi sejak 1 November 2026 (sudah punya rumah).",
    ]


def test_an_ended_category_may_be_noted_anew(cast: Cast) -> None:
    case = make_case(cast)
    change(cast, note_ppks(cast, case, "11"), ending="keliru", reason="salah orang")
    note_ppks(cast, case, "11")
    assert PersonCategory.select().where(PersonCategory.ending == "").count() == 1


def test_a_category_can_end_after_its_case(cast: Cast) -> None:
    row = note_ppks(cast, make_case(cast), "21")
    Case.update(state="selesai").execute()
    assert change(cast, row, ending="berakhir", until=TODAY, reason="rumah sudah diperbaiki")


@pytest.mark.parametrize(
    ("stands", "field"),
    [
        ({"ending": "berakhir", "reason": "pindah"}, "until"),
        ({"ending": "berakhir", "reason": "pindah", "until": date(2026, 11, 16)}, "until"),
        ({"ending": "berakhir", "reason": "pindah", "until": date(2026, 11, 18)}, "until"),
        ({"ending": "keliru"}, "reason"),
        ({"since": date(2026, 11, 18)}, "since"),
    ],
    ids=["no day", "before it began", "not yet", "no reason", "begins tomorrow"],
)
def test_what_an_end_needs_is_asked_for(cast: Cast, stands: dict[str, Any], field: str) -> None:
    row = note_ppks(cast, make_case(cast), "11")
    with pytest.raises(RuleBroken) as problem:
        change(cast, row, **stands)
    assert problem.value.field == field and PersonCategory.get().version == 1


@pytest.mark.parametrize(
    ("codes", "day", "field"),
    [((), TODAY, "codes"), (("27",), TODAY, "codes"), (("24",), date(2026, 11, 18), "since")],
    ids=["nothing ticked", "unknown", "tomorrow"],
)
def test_what_cannot_be_noted_is_refused(cast: Cast, codes: tuple[str, ...], day: date, field: str) -> None:
    with pytest.raises(RuleBroken) as problem:
        note_ppks(cast, make_case(cast), *codes, since=day)
    assert problem.value.field == field


def test_a_stale_page_a_closed_case_and_a_volunteer_are_refused(cast: Cast) -> None:
    case = make_case(cast)
    row = note_ppks(cast, case, "11")
    change(cast, row, since=date(2026, 11, 1))
    with pytest.raises(Conflict):
        change(cast, PersonCategory.get(), since=date(2026, 11, 2), version=1)
    with pytest.raises(NotAllowed):
        note_ppks(cast, case, "24", by=cast.ujang)
    Case.update(state="selesai").execute()
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        note_ppks(cast, case, "24")


def _client(case: Case) -> Person:
    return Person.get_by_id(case.client_id)
