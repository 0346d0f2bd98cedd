"""The small language of letter words: what it makes, what it refuses, and that values never become structure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_text import fill_text, text_problem
from puskesos.rules.letter_words import COVERS, PARTS, USUAL, WORDS

KIND = LetterKind.REKOMENDASI


@pytest.mark.parametrize("kind", LetterKind)
def test_our_own_words_pass_and_every_kind_is_complete(kind: LetterKind) -> None:
    assert text_problem(kind, USUAL[kind]) == "" and COVERS[kind] and not WORDS[kind].keys() & PARTS[kind].keys()
    filled = fill_text(kind, "", {name: f"nilai {name}" for name in WORDS[kind]})
    assert [name for piece, name in filled if piece == "part"] == list(PARTS[kind])


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("satu\ndua\n\ntiga", [("p", "satu\ndua"), ("p", "tiga")]),
        ("- satu\n- dua\n\n- tiga", [("ul", ("satu", "dua")), ("ul", ("tiga",))]),
        ("Isi:\n- {nama}\n- {desa}", [("p", "Isi:"), ("ul", ("Siti",))]),
        ("{desa}\n{nama} dari {desa}", [("p", "Siti dari ")]),
        ("a\n{identitas}\nb", [("p", "a"), ("part", "identitas"), ("p", "b")]),
        ("Untuk {keperluan}.", [("p", "Untuk sekolah.")]),
        ("  spasi  \n\n\n\nlagi", [("p", "spasi"), ("p", "lagi")]),
        ("{desa}", []),
    ],
    ids=["paragraphs", "lists", "empty item", "empty line", "part", "one full stop", "blank lines", "nothing"],
)
def test_words_become_pieces(text: str, pieces: list[object]) -> None:
    assert fill_text(KIND, text, {"nama": "Siti", "keperluan": "sekolah.", "desa": "  "}) == pieces


def test_a_value_makes_no_line_no_item_and_no_place() -> None:
    value = "satu\n\n- dua\n{nik} {identitas}"
    assert fill_text(KIND, "{nama}", {"nama": value, "nik": "321699"}) == [("p", "satu - dua {nik} {identitas}")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{identitas}\n{x}", "{x} tidak dikenal"),
        ("{identitas}\n{}", "{} tidak dikenal"),
        ("{identitas}\n{nama.__class__}", "tidak dikenal"),
        ("{identitas}\n{% for a in b %}", "tidak dikenal"),
        ("{identitas}\n{{nama}}", "berpasangan"),
        ("{identitas}\n}", "berpasangan"),
        ("{identitas}\n{nama\n}", "berpasangan"),
        ("{nama}", "perlu {identitas}"),
        ("\n" * 81 + "{identitas}", "80 baris"),
    ],
)
def test_what_is_no_wording_is_said(text: str, said: str) -> None:
    assert said in text_problem(KIND, text)


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_is_judged_and_what_passes_is_filled(text: str, value: str) -> None:
    if not text_problem(KIND, text):
        pieces = fill_text(KIND, text, {name: value for name in WORDS[KIND]})
        assert {kind for kind, _words in pieces} <= {"p", "ul", "part"}
