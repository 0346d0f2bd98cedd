"""How alike whole names are, and how well what is typed fits a person: with reasons, and with names that stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.name_search import is_one_slip, keys_of, score_hit
from puskesos.rules.names import CALL_NAMES, compare_names, edits, name_key, name_likeness, same_sound, split_particle

ONE_PERSON = [
    ("Siti Nur'aini", "St. Nuraeni"),
    ("Siti Nur Aini", "Siti Nuraini"),
    ("Muhammad Yusuf", "Moch. Jusuf"),
    ("Muhammad Yusuf", "M. Yusup"),
    ("Abdul Rahman", "Abdurrahman"),
    ("Abd. Rahman", "Abdur Rahman"),
    ("Siti Aminah", "Aminah Siti"),
    ("H. Maman Suparman", "Maman Suparman (alm.)"),
    ("Siti Nuraini binti Sarman", "Siti Nuraini"),
    ("Soekarno Widjaja", "Sukarno Wijaya"),
    ("Dedi Kurniawan", "Dedy Kurniwan"),
]
TWO_PEOPLE = [
    ("Suryana", "Suryani"),
    ("Hasan", "Hasanah"),
    ("Rina", "Rini"),
    ("Ahmad bin Said", "Ahmad bin Karta"),
    ("Siti Aminah", "Siti Fatimah"),
    ("Budi Setiawan", "Budi Santoso"),
    ("Ahmad Fauzi", "Muhammad Fauzi"),
    ("Sarman", "Sarman Hidayat"),
    ("Asep Sutisna", "Asep Suryana"),
    ("", "Siti"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_one_name_written_twice_is_alike(one: str, other: str) -> None:
    assert name_likeness(one, other) == name_likeness(other, one) >= 0.9


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_names_of_two_people_are_not(one: str, other: str) -> None:
    assert name_likeness(one, other) == name_likeness(other, one) < 0.7


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ("Siti Aminah", "SITI AMINAH", ("nama sama",)),
        ("Siti Aminah", "Aminah Siti", ("urutan kata berbeda",)),
        ("Yusuf", "Jusup", ("ejaan berbeda",)),
        ("Kurniawan", "Kurniwan", ("beda huruf",)),
        ("M. Yusuf", "Maman Yusuf", ("inisial cocok",)),
        ("Siti Aminah", "Siti Aminah Putri", ("sebagian kata sama",)),
        ("Ahmad bin Said", "Ahmad bin Karta", ("nama sama", "nama ayah berbeda")),
        ("Ahmad bin Said", "Ahmad bin Sait", ("nama sama", "nama ayah sama")),
        ("Siti", "Budi", ()),
    ],
)
def test_the_reasons_stand_in_words(one: str, other: str, reasons: tuple[str, ...]) -> None:
    assert compare_names(one, other).reasons == reasons


def test_a_call_name_is_weak_evidence() -> None:
    assert {"asep", "ujang", "neng", "mpok"} <= CALL_NAMES
    assert name_likeness("Ujang Sutisna", "Sutisna") > 0.85 > name_likeness("Budi Sutisna", "Sutisna")
    assert name_likeness("Ujang Sutisna", "Ujang Suherman") < 0.3 < name_likeness("Budi Sutisna", "Budi Suherman")


def test_whole_names_have_a_key_of_sounds() -> None:
    assert name_key("H. Achmad Nur Chasan bin Said") == name_key("Ahmad Nurhasan") == ("ahmat", "nurhasan")
    assert same_sound("Moch. Jusuf", "Muhammad Yusup") and not same_sound("Yusuf", "Yunus") and not same_sound("", "")
    assert not same_sound("Siti", "Siti Aminah")


@pytest.mark.parametrize(
    ("word", "parts"),
    [("nuraini", ["nur", "aini"]), ("abdurrahman", ["abdul", "rahman"]), ("nur", ["nur"]), ("abdullah", ["abdullah"])],
)
def test_nur_and_abdul_part_from_what_follows(word: str, parts: list[str]) -> None:
    assert split_particle(word) == parts


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("aminah", "aminh", 1),
        ("aminah", "amminah", 1),
        ("aminah", "aminoh", 1),
        ("aminah", "mainah", 1),
        ("aminah", "aminah", 0),
        ("aminah", "amanih", 2),
        ("aminah", "amin", 2),
        ("", "ab", 2),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert edits(one, other) == edits(other, one) == slips
    assert is_one_slip(one, other) == is_one_slip(other, one) == (slips == 1)


@pytest.mark.parametrize(
    ("typed", "carried", "why"),
    [
        ("siti nur", "siti nuraini", "nama"),
        ("yusup", "yusuf", "ejaan mirip"),
        ("kurniwan", "kurniawan", "beda satu huruf"),
        ("m yusuf", "maman yusuf", "inisial cocok"),
        ("muhammad ridho", "moch ridho", "ejaan mirip"),
        ("maman ridho", "m ridho", "inisial cocok"),
        ("ucup", "yusup", "nama panggilan"),
        ("siti khadijah", "khadijah", "sebagian nama"),
    ],
)
def test_what_is_found_says_why(typed: str, carried: str, why: str) -> None:
    assert score_hit(typed.split(), carried.split()).why == why


def test_the_better_fit_comes_first() -> None:
    ranking = ["siti nuraini", "siti nuraini putri", "nuraini siti", "siti nuraeni", "siti nurjanah", "budi"]
    scores = [score_hit(["siti", "nuraini"], carried.split()).score for carried in ranking]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == len(scores)


def test_a_word_is_keyed_by_itself_its_sounds_and_both_without_a_letter() -> None:
    assert keys_of("ani") == ["ani", "ni", "ai", "an", "~ani", "~ni", "~ai", "~an"]
    assert len(keys_of("xa" * 500)) < 180


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_have_a_likeness(one: str, other: str) -> None:
    likeness = name_likeness(one, other)
    assert 0 <= likeness <= 1
    assert likeness == pytest.approx(name_likeness(other, one), abs=0.05)
    assert name_key(" ".join(name_key(one))) is not None
