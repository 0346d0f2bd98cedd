"""Regions of the Kemendagri list, and the clock they live by."""

from __future__ import annotations

import pytest

from puskesos.queries.region import (
    find_district,
    list_below,
    list_district_villages,
    list_provinces,
    region_names,
    search_districts,
    zone_of,
)


def test_there_are_38_provinces_by_name() -> None:
    names = [region.name for region in list_provinces()]
    assert len(names) == 38 and names == sorted(names)


@pytest.mark.parametrize(("code", "count"), [("32.15", 309), ("32.16", 187)], ids=["Karawang", "Bekasi"])
def test_a_regency_has_its_villages(code: str, count: int) -> None:
    assert sum(len(list_district_villages(district.code)) for district in list_below(code)) == count


@pytest.mark.parametrize("code", ["", "x", "32.99", "32.16.17.2001", "9" * 40, "\x00", "32.16.17\n"])
def test_an_odd_code_has_nothing_below_and_is_no_district(code: str) -> None:
    assert list_below(code) == []
    assert find_district(code) is None


def test_a_district_knows_where_it_lies() -> None:
    assert region_names("32.16.17") == ("Muaragembong", "Kabupaten Bekasi", "Jawa Barat")


@pytest.mark.parametrize("text", ["", "mu", "  m ", "\x00" * 3, "x" * 5000], ids=["empty", "two", "one", "nul", "long"])
def test_a_search_for_next_to_nothing_finds_nothing(text: str) -> None:
    assert search_districts(text) == []


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("32.16.17", "Asia/Jakarta"),
        ("61.01.01", "Asia/Jakarta"),
        ("73.71.01", "Asia/Makassar"),
        ("94.01.01", "Asia/Jayapura"),
    ],
    ids=["west", "west-kalimantan", "central", "east"],
)
def test_the_zone_follows_the_province(code: str, zone: str) -> None:
    assert zone_of(code) == zone
