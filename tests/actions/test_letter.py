"""A letter from draft to register: written once, issued once, never changed again, void with a reason."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest

from puskesos import clock
from puskesos.actions.letter import (
    change_draft,
    draft_letter,
    drop_draft,
    issue_letter,
    keep_first_file,
    void_letter,
)
from puskesos.database import connected
from puskesos.errors import Conflict, RuleBroken
from puskesos.models import AuditEntry, CaseEvent, Counter, Letter
from puskesos.rules.letter_code import read_code
from tests.cast import TODAY, Cast, make_case, make_referral, viewer_of
from tests.letters import SIGNED, draft, issue, letter_entry

HANDS = 16


def test_a_draft_is_written_once_and_has_no_number(cast: Cast) -> None:
    case, key = make_case(cast), str(uuid4())
    told = {"key": key, "actor": viewer_of(cast.bayu), "now": clock.now()}
    first, again = (draft_letter(case, letter_entry(content={"keperluan": "KIS"}), **told) for _ in range(2))
    letter = Letter.get()
    assert first == again == letter.id and Letter.select().count() == 1
    assert (letter.number, letter.serial, letter.state, letter.case_id) == (None, None, "draf", case.id)
    assert letter.content == '{"keperluan": "KIS"}' and read_code(letter.proof_code)
    assert Counter.select().where(Counter.kind == "agenda").count() == 0
    assert AuditEntry.select().where(AuditEntry.action == "letter_drafted").count() == 1


def test_a_draft_changes_until_it_is_issued(cast: Cast) -> None:
    letter = draft(cast)
    who = {"actor": viewer_of(cast.bayu), "now": clock.now()}
    assert change_draft(letter, letter_entry(subject="Perbaikan KIS"), version=1, **who) == ["subject"]
    assert change_draft(letter, letter_entry(subject="Perbaikan KIS"), version=2, **who) == []
    with pytest.raises(Conflict):
        change_draft(letter, letter_entry(subject="Lain"), version=1, **who)
    issue(cast, letter)
    with pytest.raises(Conflict):
        change_draft(letter, letter_entry(subject="Lain"), version=letter.version, **who)
    assert Letter.get().subject == "Perbaikan KIS"


@pytest.mark.parametrize("days", [-8, 8])
def test_a_letter_is_dated_near_the_day_it_is_written(cast: Cast, days: int) -> None:
    with pytest.raises(RuleBroken, match="10 November 2026 dan 24 November 2026") as problem:
        draft(cast, dated_on=TODAY + timedelta(days=days))
    assert problem.value.field == "dated_on" and not Letter.select().exists()


def test_issuing_gives_a_number_for_ever_and_says_so_in_the_case(cast: Cast) -> None:
    letter = draft(cast)
    assert issue(cast, letter) == "400.9/001/PKS-321617/XI/2026"
    kept = Letter.get()
    assert (kept.state, kept.serial, kept.year, kept.counter) == ("terbit", 1, 2026, "agenda")
    assert kept.source_sha256 == "kertas 400.9/001/PKS-321617/XI/2026" and kept.signing == json.dumps(SIGNED)
    assert (kept.issued_by_id, kept.created_by_id) == (cast.ratna.id, cast.bayu.id)
    told = CaseEvent.select().where(CaseEvent.kind == "surat").get().text
    assert told == "Surat rekomendasi 400.9/001/PKS-321617/XI/2026 terbit untuk Kepala Dinas Sosial."
    with pytest.raises(Conflict):
        issue(cast, letter)


def test_a_paper_that_cannot_be_laid_out_costs_no_number(cast: Cast) -> None:
    letter = draft(cast)

    def broken(_letter: Letter) -> str:
        raise OSError("disk penuh")

    facts = {"signing": SIGNED, "version": 1, "actor": viewer_of(cast.ratna), "now": clock.now()}
    with pytest.raises(OSError, match="disk penuh"):
        issue_letter(letter, lay_out=broken, **facts)
    assert Letter.get().state == "draf" and Letter.get().number is None
    assert issue(cast, Letter.get()).startswith("400.9/001/")


def test_sixteen_taps_issue_one_letter_once(cast: Cast) -> None:
    letter_id, together = draft(cast).id, Barrier(HANDS)

    def tap(_hand: int) -> bool:
        with connected():
            letter = Letter.get_by_id(letter_id)
            together.wait()
            try:
                return bool(issue(cast, letter))
            except Conflict:
                return False

    with ThreadPoolExecutor(HANDS) as pool:
        assert sum(pool.map(tap, range(HANDS))) == 1
    assert Letter.get().serial == 1 and Counter.get(Counter.kind == "agenda").last == 1


def test_sixteen_letters_issued_at_once_have_sixteen_numbers(cast: Cast) -> None:
    case = make_case(cast)
    ids, together = [draft(cast, case).id for _ in range(HANDS)], Barrier(HANDS)

    def tap(letter_id: int) -> str:
        with connected():
            letter = Letter.get_by_id(letter_id)
            together.wait()
            return issue(cast, letter)

    with ThreadPoolExecutor(HANDS) as pool:
        numbers = set(pool.map(tap, ids))
    assert len(numbers) == HANDS
    assert sorted(row.serial for row in Letter.select()) == list(range(1, HANDS + 1))


def test_a_void_letter_keeps_its_number_and_its_reason(cast: Cast) -> None:
    case = make_case(cast)
    letter = draft(cast, case)
    issue(cast, letter)
    who = {"actor": viewer_of(cast.ratna), "now": clock.now()}
    with pytest.raises(RuleBroken, match="alasan"):
        void_letter(letter, "", version=letter.version, **who)
    void_letter(letter, "Salah nama.", version=letter.version, **who)
    kept = Letter.get()
    assert (kept.state, kept.void_reason, kept.number) == ("batal", "Salah nama.", letter.number)
    second = draft(cast, case)
    assert issue(cast, second).startswith("400.9/002/")
    with pytest.raises(Conflict):
        void_letter(letter, "Lagi.", version=letter.version, **who)


def test_the_letter_of_a_referral_is_void_with_its_referral_only(cast: Cast) -> None:
    letter = Letter.get(Letter.referral == make_referral(cast))
    with pytest.raises(RuleBroken, match="pada rujukannya"):
        void_letter(letter, "Salah.", version=letter.version, actor=viewer_of(cast.ratna), now=clock.now())


def test_a_draft_that_nobody_wants_is_gone_and_a_numbered_letter_never_is(cast: Cast) -> None:
    letter = draft(cast)
    who = {"actor": viewer_of(cast.bayu), "now": clock.now()}
    with pytest.raises(Conflict):
        drop_draft(letter, version=2, **who)
    drop_draft(letter, version=1, **who)
    assert not Letter.select().exists()
    other = draft(cast)
    issue(cast, other)
    with pytest.raises(Conflict):
        drop_draft(other, version=other.version, **who)


def test_the_first_file_is_the_one_that_counts(cast: Cast) -> None:
    letter = draft(cast)
    issue(cast, letter)
    assert keep_first_file(Letter.get(), "a" * 64) == "a" * 64
    assert keep_first_file(Letter.get(), "b" * 64) == Letter.get().file_sha256 == "a" * 64
