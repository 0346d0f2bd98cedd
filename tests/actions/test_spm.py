"""Confirming an SPM and noting what was given: once a year, with reasons, correctable with a trace."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
import time_machine

from puskesos import clock
from puskesos.actions.spm import ClaimEntry, decide_claim
from puskesos.actions.spm_service import GivenEntry, change_service
from puskesos.errors import Conflict, NotAllowed, RuleBroken
from puskesos.models import AuditEntry, Case, CaseEvent, Person, SpmClaim, SpmService
from tests.cast import TODAY, ZONE, Cast, make_case, make_person, viewer_of
from tests.welfare import claim_spm, give, note_ppks


@pytest.fixture
def case(cast: Cast) -> Case:
    """An old woman's case."""
    return make_case(cast, client=make_person(cast, birth_date=date(1954, 2, 1)))


def told(case: Case) -> list[str]:
    events = CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind == "spm").order_by(CaseEvent.id)
    return [event.text for event in events]


def decide(cast: Cast, case: Case, entry: ClaimEntry, *, version: int = 1, code: str = "SPM-3") -> bool:
    actor, now = viewer_of(cast.ratna), clock.now()
    return decide_claim(
        Case.get_by_id(case.id), code, entry, version=version, actor=actor, now=now, today=clock.today(ZONE)
    )


def correct(cast: Cast, version: int = 1, because: str = "", **typed: Any) -> bool:
    given = SpmService.get()
    known = {name: getattr(given, name) for name in ("item", "given_on", "quantity", "amount", "note")}
    case, entry = Case.get(), GivenEntry(**known | typed)
    when = {"version": version, "now": clock.now(), "today": clock.today(ZONE)}
    return change_service(case, given, entry, cancelled_because=because, actor=viewer_of(cast.sari), **when)


def test_a_confirmation_is_told_and_audited(cast: Cast, case: Case) -> None:
    claim = claim_spm(cast, case, reason="")
    assert (claim.year, claim.state, claim.signs, claim.person_id) == (
        2026, "dikonfirmasi", "tanpa_perawat", case.client_id,
    )  # fmt: skip
    assert told(case)[0].startswith("SPM-3 Lanjut usia telantar, tahun 2026: dikonfirmasi (telantar: Tidak ada lagi")
    assert AuditEntry.get(AuditEntry.action == "spm_decided").detail == (
        f'{{"case": "{case.number}", "state": "dikonfirmasi"}}'
    )


def test_the_front_office_proposes_and_the_koordinator_confirms(cast: Cast, case: Case) -> None:
    claim_spm(cast, case, by=cast.sari, state="usul", signs=())
    with pytest.raises(NotAllowed):
        claim_spm(cast, case, by=cast.sari)
    assert decide(cast, case, ClaimEntry("dikonfirmasi", ("lingkungan",)))
    assert "Semula diusulkan (Dilihat saat kunjungan.)." in told(case)[-1] and SpmClaim.get().version == 2


def test_the_same_again_writes_nothing_and_a_stale_page_is_told(cast: Cast, case: Case) -> None:
    claim = claim_spm(cast, case)
    same = ClaimEntry("dikonfirmasi", ("tanpa_perawat",), claim.reason)
    assert not decide(cast, case, same) and len(told(case)) == 1
    with pytest.raises(Conflict):
        decide(cast, case, ClaimEntry("ditolak", (), "keliru"), version=0)


@pytest.mark.parametrize(
    ("code", "entry", "field"),
    [
        ("SPM-3", ClaimEntry("dikonfirmasi"), "signs"),
        ("SPM-3", ClaimEntry("ditolak"), "reason"),
        ("SPM-5", ClaimEntry("dikonfirmasi"), "reason"),
        ("SPM-1", ClaimEntry("dikonfirmasi", ("keluarga",)), "reason"),
        ("SPM-4", ClaimEntry("dikonfirmasi", ("keluarga",)), "signs"),
    ],
    ids=["no sign", "no reason", "no PPKS", "no disability", "no such question"],
)
def test_what_a_conclusion_needs_is_asked_for(cast: Cast, case: Case, code: str, entry: ClaimEntry, field: str) -> None:
    with pytest.raises(RuleBroken) as problem:
        decide(cast, case, entry, version=0, code=code)
    assert problem.value.field == field and not SpmClaim.select().exists()


def test_a_category_that_says_neglected_answers_the_questions(cast: Cast, case: Case) -> None:
    note_ppks(cast, case, "08")
    assert decide(cast, case, ClaimEntry("dikonfirmasi"), version=0)


def test_one_person_has_an_spm_once_a_year(cast: Cast, case: Case) -> None:
    claim_spm(cast, case)
    other = make_case(cast, client=Person.get_by_id(case.client_id))
    with pytest.raises(RuleBroken, match=f"pada kasus {case.number}"):
        claim_spm(cast, other)
    with time_machine.travel("2027-01-02 09:00+07:00"):
        assert claim_spm(cast, other).year == 2027


def test_what_a_hidden_case_holds_is_not_spoken_of(cast: Cast, case: Case) -> None:
    claim_spm(cast, case)
    Case.update(restricted=True, created_by=cast.ratna.id).where(Case.id == case.id).execute()
    other = make_case(cast, client=Person.get_by_id(case.client_id))
    assert claim_spm(cast, other, by=cast.sari, state="usul").case_id == other.id


def test_services_are_given_once_with_their_amounts(cast: Cast, case: Case) -> None:
    claim, key = claim_spm(cast, case), str(uuid.uuid4())
    entries = (GivenEntry("permakanan", TODAY, "7 hari", 350000, "dari Dinsos"), GivenEntry("rujukan", TODAY))
    assert [give(cast, claim, *entries, key=key) for _ in range(2)] == [2, 2]
    assert [(one.item, one.amount) for one in SpmService.select().order_by(SpmService.id)] == [
        ("permakanan", 350000),
        ("rujukan", None),
    ]
    assert told(case)[-1] == (
        "SPM-3 Lanjut usia telantar, diberikan: Permakanan 17 November 2026, 7 hari, Rp350.000 (dari Dinsos); "
        "Rujukan 17 November 2026."
    )


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ((), "Centang paling sedikit satu"),
        ((GivenEntry("pengungsian", TODAY),), "dari daftar"),
        ((GivenEntry("sandang", date(2026, 11, 18)),), "masih di depan"),
        ((GivenEntry("sandang", date(2025, 12, 31)),), "dalam tahun 2026"),
        ((GivenEntry("rujukan", TODAY),), "Sudah dicatat: Rujukan 17 November 2026"),
    ],
    ids=["none", "of another SPM", "tomorrow", "another year", "twice"],
)
def test_what_cannot_have_been_given_is_refused(
    cast: Cast, case: Case, entries: tuple[GivenEntry, ...], message: str
) -> None:
    claim = claim_spm(cast, case, given="rujukan")
    with pytest.raises(RuleBroken, match=message):
        give(cast, claim, *entries)
    assert SpmService.select().count() == 1


def test_only_a_confirmed_spm_gets_services_and_only_an_empty_one_is_rejected(cast: Cast, case: Case) -> None:
    claim = claim_spm(cast, case, state="usul")
    with pytest.raises(RuleBroken, match="belum dikonfirmasi"):
        give(cast, claim, GivenEntry("sandang", TODAY))
    decide(cast, case, ClaimEntry("dikonfirmasi", ("keluarga",)))
    give(cast, SpmClaim.get(), GivenEntry("sandang", TODAY))
    with pytest.raises(RuleBroken, match="Batalkan dulu"):
        decide(cast, case, ClaimEntry("ditolak", (), "keliru"), version=2)


def test_a_service_is_corrected_and_cancelled_with_a_trace(cast: Cast, case: Case) -> None:
    claim_spm(cast, case, given="permakanan")
    assert correct(cast, quantity="3 hari", amount=150000) and not correct(cast, 2)
    assert correct(cast, 2, because="tercatat dua kali") and SpmService.get().cancelled_because
    assert told(case)[-2:] == [
        "SPM-3 Lanjut usia telantar, diperbaiki: Permakanan 17 November 2026, 3 hari, Rp150.000. "
        "Semula Permakanan 17 November 2026.",
        "SPM-3 Lanjut usia telantar, diperbaiki: Permakanan 17 November 2026, 3 hari, Rp150.000, dibatalkan "
        "(tercatat dua kali). Semula Permakanan 17 November 2026, 3 hari, Rp150.000.",
    ]
    with pytest.raises(Conflict):
        correct(cast, 1, quantity="4 hari")


def test_late_goods_are_noted_after_closing(cast: Cast, case: Case) -> None:
    claim = claim_spm(cast, case)
    Case.update(state="selesai").execute()
    assert give(cast, claim, GivenEntry("sandang", TODAY)) == 1
    with pytest.raises(RuleBroken, match="sudah ditutup"):
        decide(cast, case, ClaimEntry("ditolak", (), "keliru"))
