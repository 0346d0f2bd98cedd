"""What is typed into letters comes back from JSON, and whatever else stands there does no harm."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from puskesos.rules.letter_content import Goods, HandedOver, HandingOverContent, Party, TaskContent

TASK = TaskContent(volunteer="Ujang", from_day=date(2026, 11, 17), companions=("Tono", "Sari"))
GIVEN = HandingOverContent(
    what=HandedOver.KLIEN, taker=Party("Aminah"), goods=(Goods("Kursi", "1"),), witnesses=("RT",), needs_stamp=True
)
PLAIN = some.none() | some.booleans() | some.integers() | some.sampled_from(["", "klien", "2026-11-17", "x"])
GOODS = some.just({"name": "Kursi", "amount": 3, "x": []})
JSON = PLAIN | some.lists(PLAIN, max_size=2) | some.lists(GOODS, max_size=2)


@pytest.mark.parametrize("content", [TASK, GIVEN, TaskContent(), HandingOverContent()])
def test_what_was_typed_comes_back(content: TaskContent | HandingOverContent) -> None:
    assert type(content).from_json(content.to_json()) == content


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "3", "{", '"x"'], ids=repr)
def test_nothing_and_nonsense_are_an_empty_letter(text: str) -> None:
    assert TaskContent.from_json(text) == TaskContent()
    assert HandingOverContent.from_json(text) == HandingOverContent()


@given(some.dictionaries(some.sampled_from(sorted(GIVEN.__dict__)), JSON))
def test_any_shape_of_a_field_is_read(kept: dict[str, object]) -> None:
    read = HandingOverContent.from_json(json.dumps(kept))
    assert HandingOverContent.from_json(read.to_json()) == read
