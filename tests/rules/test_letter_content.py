"""What is typed into letters comes back from JSON, and whatever else stands there does no harm."""

from __future__ import annotations

import json
from datetime import date

import pytest

from puskesos.rules.letter_content import Goods, HandedOver, HandingOverContent, Party, TaskContent

TASK = TaskContent(volunteer="Ujang", from_day=date(2026, 11, 17), companions=("Tono", "Sari"))
GIVEN = HandingOverContent(
    what=HandedOver.KLIEN, taker=Party("Aminah"), goods=(Goods("Kursi", "1"),), witnesses=("RT",), needs_stamp=True
)
SHAPES = [None, True, 7, "x", "klien", "2026-11-17", [], [None, 3, "RT"], {}, {"name": 4}, [{"name": "Kursi", "x": []}]]


@pytest.mark.parametrize("content", [TASK, GIVEN, TaskContent(), HandingOverContent()])
def test_what_was_typed_comes_back(content: TaskContent | HandingOverContent) -> None:
    assert type(content).from_json(content.to_json()) == content


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "3", "{", '"x"'], ids=repr)
def test_nothing_and_nonsense_are_an_empty_letter(text: str) -> None:
    assert TaskContent.from_json(text) == TaskContent()
    assert HandingOverContent.from_json(text) == HandingOverContent()


@pytest.mark.parametrize("name", sorted(GIVEN.__dict__))
def test_any_shape_of_a_field_is_read(name: str) -> None:
    for shape in SHAPES:
        read = HandingOverContent.from_json(json.dumps({name: shape}))
        assert HandingOverContent.from_json(read.to_json()) == read
