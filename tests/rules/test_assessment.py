"""The full assessment: what may be answered, and that answers go into the store and out again unchanged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.assessment import (
    field_name,
    field_names,
    read_answers,
    read_part,
    told_part,
    typed_again,
    write_answers,
)
from puskesos.rules.assessment_questions import ANGGOTA, CHOICE, MANY, MONEY, NUMBER, QUESTIONS, Question
from puskesos.rules.visit import AssignmentKind
from puskesos.rules.visit_form import SHORT, VisitPart, further_parts, missing_parts
from puskesos.rules.visit_place import Place, read_place

STORED = [part for part in QUESTIONS if part != VisitPart.VERVAL]
wild = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["keramik", "motor"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def fitting(question: Question) -> st.SearchStrategy[str]:
    if question.kind == CHOICE:
        return st.sampled_from(["", *dict(question.options)])
    if question.kind in {NUMBER, MONEY}:
        return st.integers(0, question.most).map(str)
    return st.text(max_size=60)


@st.composite
def typed_parts(draw: st.DrawFn) -> tuple[VisitPart, dict[str, list[str]]]:
    """A part as somebody may have typed it, right or wrong."""
    part = draw(st.sampled_from(STORED))
    typed: dict[str, list[str]] = {}
    for member in (1, 2) if part == VisitPart.ANGGOTA else (0,):
        for question in QUESTIONS[part]:
            one = st.sampled_from(list(dict(question.options))) if question.kind == MANY else fitting(question)
            typed[field_name(question, member)] = draw(st.lists(one | st.text(max_size=6), max_size=2))
    return part, typed


@given(typed_parts())
def test_what_was_accepted_comes_out_of_the_store_as_it_went_in(
    part_typed: tuple[VisitPart, dict[str, list[str]]],
) -> None:
    part, typed = part_typed
    answers, problems = read_part(part, typed)
    assert set(problems) <= set(field_names(part))
    if not problems:
        assert read_part(part, typed_again(part, answers)) == (answers, {})
        assert read_answers(write_answers({part: answers})) == ({part: answers} if answers else {})
        assert all(isinstance(words, str) for _, words in told_part(part, answers))


@given(st.dictionaries(st.sampled_from([str(part) for part in QUESTIONS]) | st.text(max_size=5), wild, max_size=4))
def test_whatever_lies_in_the_store_is_read_without_a_fault(stored: dict[str, Any]) -> None:
    read = read_answers(json.dumps(stored))
    assert read_answers(write_answers(read)) == read
    for part, answers in read.items():
        told_part(part, answers)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '"rumah"', '{"rumah": 3}', '{"anggota": {"name": "A"}}'])
def test_what_is_no_assessment_is_none(text: str) -> None:
    assert read_answers(text) == {}


@pytest.mark.parametrize(
    ("part", "typed", "field", "message"),
    [
        (VisitPart.RUMAH, {"floor": ["emas"]}, "floor", "Pilih lantai terluas dari daftar."),
        (VisitPart.RUMAH, {"area": ["dua"]}, "area", "Luas lantai (m²) harus angka."),
        (VisitPart.EKONOMI, {"income": ["1,5 juta"]}, "income", "harus angka, tanpa koma, misalnya 350.000."),
        (VisitPart.EKONOMI, {"dependants": ["41"]}, "dependants", "paling banyak 40."),
        (VisitPart.ASET, {"things": ["motor", "tidak_ada"]}, "things", "tidak dapat dipilih bersama yang lain."),
        (VisitPart.ASET, {"things": ["pesawat"]}, "things", "Pilih yang dimiliki dari daftar."),
        (VisitPart.ASESMEN, {"needs": ["x" * 1001]}, "needs", "paling banyak 1000 huruf; sekarang 1001."),
        (VisitPart.ANGGOTA, {"age-2": ["7"]}, "name-2", "Isi nama anggota 2."),
    ],
    ids=lambda value: value if isinstance(value, str) and "." not in value else "",
)
def test_what_cannot_be_is_said_at_its_field(
    part: VisitPart, typed: dict[str, list[str]], field: str, message: str
) -> None:
    assert message in read_part(part, typed)[1][field]


def test_money_is_read_as_people_write_it() -> None:
    answers, _ = read_part(VisitPart.EKONOMI, {"income": ["Rp 1.250.000"], "spending": ["900000"]})
    assert answers == {"income": 1250000, "spending": 900000}
    assert told_part(VisitPart.EKONOMI, answers)[0] == ("Penghasilan sebulan (Rp)", "Rp1.250.000")


def test_a_member_is_told_in_one_line() -> None:
    row = {"name": "Ani", "age": 7, "school": "masih", "difficulty": "dengar", "level": "sedikit", "illness": "asma"}
    told = "7 tahun; sekolah: masih sekolah; sulit mendengar (sedikit kesulitan); penyakit kronis: asma"
    assert told_part(VisitPart.ANGGOTA, [row]) == [("Ani", told)]
    assert {question.name for question in ANGGOTA} >= set(row)


@pytest.mark.parametrize("kind", AssignmentKind)
def test_every_kind_of_visit_knows_its_parts(kind: AssignmentKind) -> None:
    further = further_parts(kind)
    assert not set(further) & set(SHORT) and set(further) <= set(QUESTIONS)
    assert missing_parts(kind, "tidak_ada", set()) == []
    assert missing_parts(kind, "bertemu", set(further)) == []


def test_a_verification_needs_its_parts() -> None:
    missing = missing_parts("verval", "bertemu", {VisitPart.RUMAH})
    assert [str(part) for part in missing] == ["verval", "aset", "ekonomi"]


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        (("-6.012345678", "107.0456", "12.6"), Place("-6.01235", "107.04560", 13)),
        (("-6.0", "107.0", ""), Place("-6.00000", "107.00000", None)),
        (("-6.0", "107.0", "9999999"), Place("-6.00000", "107.00000", None)),
        (("91", "107", "5"), None),
        (("-6", "181", "5"), None),
        (("", "", ""), None),
        (("nan", "inf", "1"), None),
        (("٦", "107", "²"), None),
    ],
)
def test_a_place_is_on_earth_or_none(sent: tuple[str, str, str], place: Place | None) -> None:
    assert read_place(*sent) == place
