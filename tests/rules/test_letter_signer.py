"""Signature words and NIP (domain.md 6.1), classification codes and hub marks (domain.md 6.2)."""

from __future__ import annotations

import pytest

from puskesos.rules.letter import CODE, LetterKind
from puskesos.rules.letter_numbers import CLASSES, class_problem, mark_problem, numbers_problem
from puskesos.rules.letter_page import USUAL_MARGINS, page_rules
from puskesos.rules.letter_signer import Acting, Identity, acting_words, identity_line, nip_problem


@pytest.mark.parametrize(
    ("acting", "superiors", "words"),
    [
        (Acting.SENDIRI, "", ""),
        (Acting.AN, "Camat Muaragembong", "a.n. Camat Muaragembong"),
        (Acting.UB, "Camat Muaragembong\nSekretaris Camat", "a.n. Camat Muaragembong\nSekretaris Camat\nu.b."),
        (Acting.PLT, "", "Plt."),
        (Acting.PLH, "", "Plh."),
    ],
)
def test_in_whose_place_somebody_signs(acting: Acting, superiors: str, words: str) -> None:
    assert acting_words(acting, superiors) == words


@pytest.mark.parametrize(
    ("kind", "number", "line"),
    [
        (Identity.NIP, "198001012005012001", "NIP. 19800101 200501 2 001"),
        (Identity.PSM, "12/PSM/2024", "No. Anggota PSM 12/PSM/2024"),
        (Identity.KOSONG, "", ""),
    ],
    ids=["groups of 8, 6, 1 and 3", "a volunteer has no NIP", "nothing"],
)
def test_the_number_below_the_name(kind: Identity, number: str, line: str) -> None:
    assert identity_line(kind, number) == line


@pytest.mark.parametrize("typed", ["19800101 200501 2 001", "198001012005012001", "19800101.200501.2.001"])
def test_a_nip_may_be_typed_in_groups(typed: str) -> None:
    assert nip_problem(typed) == ""


@pytest.mark.parametrize("typed", ["", "19800230 200501 2 001", "1980010120050120011", "19800101200501200x"])
def test_what_is_no_nip_is_said(typed: str) -> None:
    assert nip_problem(typed)


def test_all_listed_codes_are_codes() -> None:
    assert all(CODE.fullmatch(code) and not class_problem(code) for code in CLASSES)


@pytest.mark.parametrize("mark", ["", "PKS-321617", "PKS.CKU", "A"])
def test_marks_that_will_do(mark: str) -> None:
    assert mark_problem(mark) == ""


@pytest.mark.parametrize("mark", ["A/B", "-A", "A-", "{urut}", "x" * 21, "A B"])
def test_marks_that_will_not_do(mark: str) -> None:
    assert mark_problem(mark)


def test_kinds_counted_apart_are_told_apart_by_their_number() -> None:
    alike = dict.fromkeys(LetterKind, "400.9")
    pattern = "{klas}/{urut}/{tahun}"
    assert numbers_problem(pattern, together=True, classes=alike) == ""
    assert "{jenis}" in numbers_problem(pattern, together=False, classes=alike)
    assert numbers_problem(pattern + "/{jenis}", together=False, classes=alike) == ""


def test_page_rules_stand_only_where_they_differ() -> None:
    assert page_rules(USUAL_MARGINS) == "" and "25mm" in page_rules((12, 18, 18, 25))
