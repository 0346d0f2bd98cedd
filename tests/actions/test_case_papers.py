"""How a paper stands is corrected with a trace; a case may ask for papers of its own."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from puskesos import clock
from puskesos.actions.case_papers import add_paper, tick_paper
from puskesos.errors import RuleBroken
from puskesos.models import AuditEntry, Case, CaseDocument, CaseEvent
from tests.cast import Cast, make_case, viewer_of


def tick(cast: Cast, case: Case, position: int = 1, **stands: object) -> CaseDocument:
    return tick_paper(case, position, actor=viewer_of(cast.sari), now=clock.now(), **stands)


def told(case: Case) -> list[str]:
    events = CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind == "berkas").order_by(CaseEvent.id)
    return [event.text for event in events]


def test_a_correction_says_what_was_noted_before(cast: Cast) -> None:
    case = make_case(cast, service="K04")
    tick(cast, case, state="menyusul", promised_on=date(2026, 11, 20), note="masih di desa")
    paper = tick(cast, case, state="ada", form="asli")
    assert (paper.state, paper.form, paper.promised_on, paper.note) == ("ada", "asli", None, "")
    assert told(case) == [
        "KTP: menyusul, dijanjikan 20 November 2026 (masih di desa).",
        "KTP: ada, asli. Semula menyusul, dijanjikan 20 November 2026 (masih di desa).",
    ]


def test_a_new_promise_is_news_and_the_same_one_is_not(cast: Cast) -> None:
    case = make_case(cast)
    for day in (20, 20, 23):
        tick(cast, case, state="menyusul", promised_on=date(2026, 11, day))
    assert len(told(case)) == 2


@pytest.mark.parametrize(
    ("stands", "field"),
    [({"state": "tidak_berlaku"}, "note"), ({"state": "menyusul", "promised_on": date(2026, 11, 16)}, "promised_on")],
    ids=["no reason", "promised before the case"],
)
def test_what_a_state_needs_is_asked_for(cast: Cast, stands: dict[str, object], field: str) -> None:
    case = make_case(cast)
    with pytest.raises(RuleBroken) as problem:
        tick(cast, case, **stands)
    assert problem.value.field == field and not told(case)


def test_a_case_asks_for_a_paper_of_its_own_only_once(cast: Cast) -> None:
    case, other, key = make_case(cast, service="K04"), make_case(cast, service="K04"), str(uuid.uuid4())
    sari = viewer_of(cast.sari)
    assert {add_paper(case, "Surat nikah", key=key, actor=sari, now=clock.now()) for _ in range(2)} == {4}
    paper = CaseDocument.get(CaseDocument.case == case, CaseDocument.position == 4)
    assert (paper.name, paper.extra, paper.state) == ("Surat nikah", True, "belum")
    assert told(case) == ["Berkas tambahan diminta: Surat nikah."]
    assert CaseDocument.select().where(CaseDocument.case == other).count() == 3
    assert AuditEntry.get(AuditEntry.action == "paper_added").detail == '{"position": 4}'


def test_a_paper_twice_too_many_or_on_a_closed_case_is_refused(cast: Cast) -> None:
    case, sari = make_case(cast, service="K04"), viewer_of(cast.sari)

    def ask(name: str) -> None:
        add_paper(case, name, key=str(uuid.uuid4()), actor=sari, now=clock.now())

    with pytest.raises(RuleBroken, match="sudah ada"):
        ask("ktp")
    for number in range(37):
        ask(f"Surat {number}")
    with pytest.raises(RuleBroken, match="paling banyak 40"):
        ask("Satu lagi")
    case.state = "batal"
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        ask("Surat lain")
