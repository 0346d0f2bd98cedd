"""Lists of papers as typed, codes of a hub's own services, limits of steps, and how a paper is said to stand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from puskesos.rules.case_path import OPEN_STATES, CaseState
from puskesos.rules.intake import Priority
from puskesos.rules.papers import paper_words
from puskesos.rules.service import AskedPaper, check_papers, codes_of, own_code, read_papers, write_papers
from puskesos.rules.step_targets import DEFAULT_DAYS, Step, step_of

HOUSE = Path(__file__).resolve().parents[2] / "puskesos"


def test_papers_keep_their_order_and_stand_once() -> None:
    assert write_papers(read_papers("KTP \n\n  KK\nktp\r\nSurat   sakit\n")) == "KTP\nKK\nSurat sakit"


@pytest.mark.parametrize(
    ("line", "name", "owner", "stored"),
    [
        ("KTP", "KTP", "keluarga", "KTP"),
        ("KTP @keluarga", "KTP", "keluarga", "KTP"),
        ("Surat Dinsos @Instansi ", "Surat Dinsos", "instansi", "Surat Dinsos @instansi"),
        ("BAST@hub", "BAST", "hub", "BAST @hub"),
        ("Surat camat  @desa", "Surat camat", "desa", "Surat camat @desa"),
        ("Surel warga@desa.id", "Surel warga@desa.id", "keluarga", "Surel warga@desa.id"),
    ],
)
def test_a_paper_names_its_owner_behind_it(line: str, name: str, owner: str, stored: str) -> None:
    (paper,) = read_papers(line)
    assert (paper.name, paper.owner, paper.line) == (name, owner, stored)


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["KTP"] * 40, ""),
        (["KTP"] * 41, "paling banyak 40"),
        (["x" * 121], "paling banyak 120 huruf"),
        ([], ""),
        (["Surat Dinsos @dinsos"], "@hub, @desa, atau @instansi"),
        (["@hub"], "Tulis nama berkas"),
    ],
    ids=["forty", "too many", "too long", "none", "no such owner", "an owner of nothing"],
)
def test_lists_that_cannot_be_kept_are_refused(names: list[str], problem: str) -> None:
    said = check_papers([AskedPaper(name) for name in names])
    assert problem in said if problem else said == ""


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
