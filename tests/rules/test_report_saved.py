"""The way saved: twice the distance per case closed in the hub, unknown villages named and never counted as 0."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.report import Counted, Item, items_of
from puskesos.rules.report_kept import Kept
from puskesos.rules.report_saved import saved_of
from puskesos.rules.share import percent, share_words

DAY = date(2026, 11, 17)
LABELS = {"desa": {"1": "Pantai Bahagia", "2": "Pantai Bakti", "3": "Pantai Mekar"}}
villages = st.sampled_from(["", "1", "2", "3", "99"])
closings = st.builds(
    lambda counted, case, village: Item(counted, case, DAY, case, {"desa": village}),
    st.sampled_from([Counted.DI_HUB, Counted.SELESAI, Counted.MASUK]), st.integers(1, 99), villages,
)  # fmt: skip
distances = st.dictionaries(st.sampled_from(["1", "2", "3", "7"]), st.integers(0, 500))


def closed(*places: str, counted: Counted = Counted.DI_HUB) -> list[Item]:
    return [Item(counted, case, DAY, case, {"desa": place}) for case, place in enumerate(places, 1)]


def test_there_and_back_for_each_case_closed_in_the_hub() -> None:
    saved = saved_of([*closed("1", "1", "2"), *closed("1", counted=Counted.SELESAI)], LABELS, {"1": 20, "2": 5})
    assert saved.kilometres == 2 * 20 * 2 + 2 * 5 and saved.counted == 3 and saved.unknown == []
    assert [(one.label, one.kilometres) for one in saved.villages] == [("Pantai Bahagia", 80), ("Pantai Bakti", 10)]


def test_a_village_without_a_distance_is_named_and_not_counted_as_nothing() -> None:
    saved = saved_of(closed("1", "2", "2"), LABELS, {"1": 20})
    assert (saved.kilometres, saved.counted) == (40, 1)
    assert [(one.label, one.closed, one.kilometres) for one in saved.unknown] == [("Pantai Bakti", 2, None)]


def test_a_village_beside_the_office_saves_nothing_and_is_known() -> None:
    saved = saved_of(closed("1"), LABELS, {"1": 0})
    assert (saved.kilometres, saved.counted, saved.unknown) == (0, 1, [])


def test_a_month_kept_before_distances_were_knows_none() -> None:
    saved = saved_of(closed("1"), LABELS, None)
    assert saved.counted == 0 and [one.label for one in saved.unknown] == ["Pantai Bahagia"]


def test_a_village_without_a_name_is_still_named() -> None:
    saved = saved_of(closed("", "99"), LABELS, {})
    assert [one.label for one in saved.unknown] == ["Desa tidak diketahui", "99"]


@given(st.lists(closings), distances)
def test_villages_add_up_and_every_closing_is_counted_or_unknown(found: list[Item], known: dict[str, int]) -> None:
    saved = saved_of(found, LABELS, known)
    assert saved.kilometres == sum(2 * known.get(item.parts["desa"], 0) for item in found if item.counted == "di_hub")
    assert saved.counted + sum(one.closed for one in saved.unknown) == len(items_of(found, Counted.DI_HUB, {}))
    for one in saved.villages:
        assert one.closed == len(items_of(found, Counted.DI_HUB, {"desa": one.value})) > 0
        assert (one.kilometres is None) == (one.value not in known)


@given(st.lists(closings), distances)
def test_the_distances_are_kept_with_the_month(found: list[Item], known: dict[str, int]) -> None:
    kept = Kept("2026-11", found, LABELS, distances=known)
    again = Kept.from_bytes(kept.to_bytes())
    assert again.distances == known and again.fingerprint == kept.fingerprint
    assert saved_of(again.items, again.labels, again.distances) == saved_of(found, LABELS, known)


def test_what_was_kept_without_distances_keeps_its_fingerprint() -> None:
    old = Kept("2026-11", closed("1"), LABELS)
    assert b"distances" not in old.json
    again = Kept.from_bytes(old.to_bytes())
    assert again.distances is None and again.fingerprint == old.fingerprint
    assert old.fingerprint != Kept("2026-11", closed("1"), LABELS, distances={}).fingerprint


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        *((0, 0, ""), (3, 0, ""), (0, 5, "0%"), (5, 5, "100%"), (4, 5, "80%"), (1, 8, "13%"), (2, 3, "67%")),
        *((1, 1000, "1%"), (999, 1000, "99%"), (6, 5, "120%")),
    ],
)
def test_a_share_is_whole_percent_and_all_or_nothing_are_meant(part: int, whole: int, said: str) -> None:
    assert share_words(part, whole) == said and (percent(part, whole) is None) == (whole == 0)
