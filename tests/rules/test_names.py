"""Folding names, and the short forms of restricted papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.names import fold_name, initials, name_words, title_initials


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  NUR'AINI  ", "nuraini"),
        ("Nur\u2019aini", "nuraini"),
        ("José  Andrés", "jose andres"),
        ("Siti-Aminah, S.Pd.", "siti aminah s pd"),
        ("", ""),
    ],
)
def test_names_fold_to_what_is_compared(name: str, folded: str) -> None:
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("H. Maman Suparman", ["maman", "suparman"], id="title in front"),
        pytest.param("Dr. KH. Ahmad bin Said", ["ahmad", "bin", "said"], id="two titles, bin stays"),
        pytest.param("Maman H.", ["maman", "h"], id="an H at the end is an initial"),
        pytest.param("Karsih (Alm.)", ["karsih"], id="late"),
        pytest.param("Hj", ["hj"], id="nothing but a title"),
        pytest.param("...", [], id="no letters"),
    ],
)
def test_titles_are_no_part_of_a_name(name: str, words: list[str]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize(
    ("name", "short"),
    [("Nurhayati Siti", "N. S."), ("Hj. Rodiah", "R."), ("Ade Budi Candra Dedi", "A. B. C."), ("", "")],
)
def test_restricted_cases_show_at_most_three_initials(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.parametrize(
    ("name", "sex", "short"),
    [("Maman", "L", "Tn. M"), ("Bu Murni", "P", "Ny. M"), ("Maman", None, "M"), ("", "L", "Tn.")],
)
def test_surat_tugas_shows_a_title_and_a_letter(name: str, sex: str | None, short: str) -> None:
    assert title_initials(name, sex) == short


@given(st.text())
def test_folding_never_raises_and_twice_is_once(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
    assert len(initials(name).split()) <= 3
    title_initials(name, "P")
