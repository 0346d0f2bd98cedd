"""Lists of papers as typed, codes of a hub's own services, limits of steps, and how a paper is said to stand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.intake import Priority
from puskesos.rules.papers import paper_words
from puskesos.rules.service import check_papers, codes_of, own_code, paper_names
from puskesos.rules.step_targets import DEFAULT_DAYS, Step, step_of

HOUSE = Path(__file__).resolve().parents[2] / "puskesos"


def test_papers_keep_their_order_and_stand_once() -> None:
    assert paper_names("KTP \n\n  KK\nktp\r\nSurat   sakit\n") == ["KTP", "KK", "Surat sakit"]


@pytest.mark.parametrize(
    ("names", "problem"),
    [(["KTP"] * 40, ""), (["KTP"] * 41, "paling banyak 40"), (["x" * 121], "paling banyak 120 huruf"), ([], "")],
    ids=["forty", "too many", "too long", "none"],
)
def test_too_many_and_too_long_papers_are_refused(names: list[str], problem: str) -> None:
    assert problem in check_papers(names) if problem else check_papers(names) == ""


@pytest.mark.parametrize(
    ("taken", "code"), [(["K01", "L02"], "U01"), (["U01", "U09"], "U10"), (["U99"], "U100"), (["UX", "U"], "U01")]
)
def test_a_hubs_own_codes_count_on(taken: list[str], code: str) -> None:
    assert own_code(taken) == code


def test_no_codes_are_no_list() -> None:
    assert codes_of("") == () and codes_of("08,09") == ("08", "09")


def test_every_open_state_but_the_draft_has_a_limit_for_each_priority() -> None:
    assert {state for state in OPEN_STATES if step_of(state)} == set(OPEN_STATES) - {CaseState.DRAF}
    assert set(DEFAULT_DAYS) == {(step, priority) for step in Step for priority in Priority}
    assert not step_of(CaseState.SELESAI)


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        (("belum",), "belum ada"),
        (("ada", "fotokopi"), "ada, fotokopi"),
        (("menyusul", "", date(2026, 11, 20)), "menyusul, dijanjikan 20 November 2026"),
        (("tidak_berlaku", "", None, "bayi belum punya KTP"), "tidak berlaku (bayi belum punya KTP)"),
    ],
)
def test_a_paper_stands_in_words(stands: tuple, words: str) -> None:
    assert paper_words(*stands) == words


def test_nothing_here_claims_that_dukcapil_verified_anything() -> None:
    claim = re.compile(r"(ter)?verifikasi\s+(oleh\s+)?dukcapil|valid\s+dukcapil|dukcapil\s+(valid|terverifikasi)", re.I)
    files = [*HOUSE.rglob("*.html"), *HOUSE.rglob("*.py"), *HOUSE.rglob("*.toml")]
    assert not [str(path) for path in files if claim.search(path.read_text(encoding="utf-8"))]
