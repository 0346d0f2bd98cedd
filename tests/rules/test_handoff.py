"""The hand-off's words: the hub's own with their places, ours when there are none, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.handoff import USUAL, WORDS, handoff_problem, handoff_words

TASK = {"nomor": "T-321617-2611-0001", "batas": "20 Nov 2026", "tautan": "http://hub/tugas/T-1", "desa": "Bakti"}


def test_our_own_wording_says_number_day_and_link() -> None:
    assert handoff_words("", [TASK | {"hub": "Puskesos"}]) == (
        "Tugas baru T-321617-2611-0001, batas laporan 20 Nov 2026. Buka setelah masuk: http://hub/tugas/T-1"
    )
    assert not handoff_problem(USUAL)


def test_several_tasks_are_several_lines() -> None:
    other = TASK | {"nomor": "T-321617-2611-0002"}
    assert handoff_words("{nomor}!", [TASK, other]) == "T-321617-2611-0001!\nT-321617-2611-0002!"


def test_a_value_is_never_read_as_a_place() -> None:
    assert handoff_words("{desa} {nomor}", [TASK | {"desa": "{tautan}"}]) == "{tautan} T-321617-2611-0001"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{nama} dapat tugas {nomor}", "{nama} tidak dikenal. Yang dapat dipakai: {nomor}, {batas}"),
        ("Ada tugas baru.", "Sebut {nomor} atau {tautan}"),
        ("Tugas {nomor", "harus berpasangan"),
        ("Tugas nomor}", "harus berpasangan"),
        ("{{nomor}}", "harus berpasangan"),
        ("{} {nomor}", "{} tidak dikenal"),
        ("{klien.name} {nomor}", "{klien.name} tidak dikenal"),
    ],
)
def test_what_will_not_do_is_said(text: str, said: str) -> None:
    assert said in handoff_problem(text)


@pytest.mark.parametrize("text", ["", "{tautan}", "Tugas {nomor} di {desa}, {hub}: {batas}", "Buka {tautan} %s"])
def test_what_will_do_has_no_problem(text: str) -> None:
    assert handoff_problem(text) == ""


@given(st.text(max_size=60))
def test_any_text_without_a_problem_can_be_filled(text: str) -> None:
    if not handoff_problem(text):
        filled = handoff_words(text, [dict.fromkeys(WORDS, "x")])
        assert "{" not in filled and "}" not in filled
