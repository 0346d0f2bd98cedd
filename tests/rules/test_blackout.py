"""Third parties leave a person's copy: by name however written, by number, by form of address; the person stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.blackout import BLACK, Blackout, split_words
from puskesos.rules.names import fold_name

NIK, PHONE, CASE = "3216994203880003", "0812-3456-7890", "321617-2611-004212"
LETTERS = st.text("abcdefghijklmnoprstuwyABDEHKNRSTéñ'", min_size=3, max_size=9).filter(
    lambda text: len(fold_name(text)) > 2
)
BETWEEN = st.sampled_from([" ", ", ", "\n", "-", ". ", " (", ") ", "/", "  "])
BLACKED = Blackout(
    ["Hj. Aminah", "Rohman Saputra", "Siti Kusumawati", "Ai", "Neng Ade", "Sarman"],
    own=["Siti Nurhaliza", "Bu Iti"],
    own_numbers=[NIK, PHONE, CASE],
    officers=["Ujang", "Sari Dewi"],
    words=["Yu", "gang Melati"],
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Bu Aminah, AMINAH, aminah", "Bu ■, ■, ■", id="any case"),
        pytest.param("Amínah dan Ami\u00adnah", "■ dan ■", id="accents and soft hyphens"),
        pytest.param("Rochman Syaputra", "■", id="another spelling"),
        pytest.param("Rohman  Saputra", "■", id="two words are one mark"),
        pytest.param("Rohman, Saputra", "■, ■", id="a comma parts two names"),
        pytest.param("Siti Nurhaliza dan Siti Kusumawati", "Siti Nurhaliza dan ■", id="a word shared with the person"),
        pytest.param("Aminah Siti Nurhaliza", "■ Siti Nurhaliza", id="the own name beside another"),
        pytest.param("Ai pergi, Bu Ai tidak", "Ai pergi, Bu ■ tidak", id="one short word only after Bu"),
        pytest.param("Neng Ade; neng itu", "■; neng itu", id="a call name alone is a word"),
        pytest.param("Sarmana, Sarmanah", "Sarmana, Sarmanah", id="part of a longer word"),
        pytest.param("Pak Darto Suwiryo datang", "Pak ■ datang", id="a stranger after Pak"),
        pytest.param("Pak RT 05, Bu Bidan, pak lurah", "Pak RT 05, Bu Bidan, pak lurah", id="offices"),
        pytest.param("Pak Ujang dan Bu Sari", "Pak Ujang dan Bu Sari", id="officers"),
        pytest.param("Ibu Siti, Bu Iti", "Ibu Siti, Bu Iti", id="the person after Ibu"),
        pytest.param("yu di Gang MELATI", "■ di ■", id="typed words, however short"),
        pytest.param("HP 0813 9999 8888 atau +62 812-1111-2222", "HP ■ atau ■", id="phones"),
        pytest.param("HP 081234567890, +62 812 3456 7890", "HP 081234567890, +62 812 3456 7890", id="the own phone"),
        pytest.param("(021) 8891-2345", "■", id="a house's phone"),
        pytest.param("3216990301150007 / 3216 9903 0115 0007", "■ / ■", id="identity numbers"),
        pytest.param(f"{NIK} 3216990301150007", f"{NIK} ■", id="the own number beside another"),
        pytest.param(f"{CASE}, 321617-2611-004213", f"{CASE}, ■", id="case numbers of sixteen digits"),
        pytest.param("17-11-2026 2026-11-18 09.15", "17-11-2026 2026-11-18 09.15", id="dates"),
        pytest.param("Rp 8.500.000.000 dan Rp500000000", "Rp 8.500.000.000 dan Rp500000000", id="money"),
        pytest.param("<b>Aminah</b> & 'Rohman'", "<b>■</b> & ■", id="markup is text"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_goes_and_what_stays(text: str, shown: str) -> None:
    assert BLACKED.apply(text) == shown.replace("■", BLACK)


@given(st.lists(st.tuples(LETTERS, BETWEEN), min_size=1, max_size=20), st.lists(LETTERS, min_size=1, max_size=4))
def test_no_word_that_goes_survives_in_any_case(around: list[tuple[str, str]], names: list[str]) -> None:
    variants = [change(name) for name in names for change in (str.lower, str.upper, str.title, str.swapcase)]
    text = "".join(word + gap for word, gap in around) + " ".join(variants)
    left = set(fold_name(Blackout([], own=["Zubaidah"], words=names).apply(text)).split())
    assert left.isdisjoint(fold_name(name) for name in names)


@given(st.text(), st.lists(LETTERS, max_size=4), st.lists(st.text(max_size=12), max_size=3))
def test_the_own_name_survives_whatever_stands_around(text: str, names: list[str], words: list[str]) -> None:
    shown = Blackout([*names, "Siti Aminah"], own=["Siti Nurhaliza"], words=words).apply(f"{text} | Siti Nurhaliza | .")
    assert "Siti Nurhaliza" in shown


def test_the_mark_does_not_tell_how_long_a_name_was() -> None:
    shown = {Blackout([name], own=["Siti"]).apply(f"oleh {name} kemarin") for name in ("Umi", "Rohman Saputra Wijaya")}
    assert shown == {f"oleh {BLACK} kemarin"}


def test_typed_words_are_parted_by_commas_and_lines() -> None:
    assert split_words(" Pak Darto ,Umi;\n gang  Melati,,") == ["Pak Darto", "Umi", "gang Melati"]
