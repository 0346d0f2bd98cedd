"""PPKS by domain.md 3.1: what is proposed and why, what is remarked on, what the search finds, what closes a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from puskesos.catalogue import load
from puskesos.rules.ppks import (
    AgeGroup,
    Circumstances,
    find_categories,
    makes_restricted,
    read_categories,
    reasons_for,
    remarks_on,
)

PPKS = read_categories(load("ppks"))
OLD_WOMAN = Circumstances(age=72, sex="P")
CHILD = Circumstances(age=9, sex="L")
ADULT = Circumstances(age=40, sex="L")


def proposed(known: Circumstances) -> dict[str, list[str]]:
    return {code: said for code, one in PPKS.items() if (said := reasons_for(one, known))}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (OLD_WOMAN, {}),
        (replace(OLD_WOMAN, lives_alone=True), {"08": ["usia 72 tahun", "hidup sendiri menurut KK"]}),
        (replace(ADULT, lives_alone=True), {}),
        (replace(ADULT, disability=frozenset({"fisik"})), {"09": ["disabilitas: fisik"]}),
        (replace(CHILD, disability=frozenset({"wicara"})), {"05": ["disabilitas: sensorik wicara", "usia 9 tahun"]}),
        (replace(ADULT, condition=frozenset({"pasung"})), {"09": ["kondisi: Pasung"]}),
        (replace(ADULT, decile=1), {"24": ["desil 1 (sangat miskin)"]}),
        (replace(ADULT, decile=2), {}),
        (
            replace(OLD_WOMAN, service="Alat bantu", service_ppks=frozenset({"05", "08", "09"})),
            {"08": ["layanan Alat bantu", "usia 72 tahun"]},
        ),
        (
            Circumstances(age=70, sex="L", age_is_estimate=True, service="Lansia", service_ppks=frozenset({"08"})),
            {"08": ["layanan Lansia", "usia sekitar 70 tahun"]},
        ),
        (replace(ADULT, service="Usaha", service_ppks=frozenset({"23"})), {}),
        (Circumstances(None, "", service="Bencana", service_ppks=frozenset({"21"})), {"21": ["layanan Bencana"]}),
    ],
    ids=[
        "old alone is no PPKS", "old and alone", "alone but young", "disability", "child with a disability is 05",
        "pasung is 09 mental", "poorest", "poor is no reason", "of a service only what fits the age", "estimated age",
        "not for a man", "age unknown",
    ],
)  # fmt: skip
def test_what_is_proposed_and_why(known: Circumstances, expected: dict[str, list[str]]) -> None:
    assert proposed(known) == expected


@pytest.mark.parametrize(
    ("code", "known", "remark"),
    [
        ("01", CHILD, "Untuk 0–5 tahun; usia 9 tahun."),
        ("02", replace(CHILD, age=18), None),
        ("02", replace(CHILD, age=19), "Untuk 6–18 tahun; usia 19 tahun."),
        ("08", replace(OLD_WOMAN, age=60), None),
        ("08", replace(OLD_WOMAN, age=59), "Untuk 60 tahun ke atas; usia 59 tahun."),
        ("08", Circumstances(None, "P"), "Untuk 60 tahun ke atas; umur belum diisi."),
        ("09", ADULT, "Jenis disabilitas belum diisi pada data warga."),
        ("09", replace(ADULT, disability=frozenset({"mental"})), None),
        ("09", replace(CHILD, disability=frozenset({"fisik"})), "Untuk anak 6–18 tahun pakai 05"),
        ("23", ADULT, "Untuk perempuan."),
        ("11", ADULT, None),
    ],
)
def test_what_does_not_fit_is_remarked_on(code: str, known: Circumstances, remark: str | None) -> None:
    said = remarks_on(PPKS[code], known)
    assert not said if remark is None else said[0].startswith(remark)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("odgj", ["09"]),
        ("lansia", ["08"]),
        ("HIV", ["16"]),
        ("kekerasan anak", ["06"]),
        ("08", ["08"]),
        ("banjir", ["21"]),
        ("xyz", []),
    ],
)
def test_the_search_knows_what_people_say(text: str, codes: list[str]) -> None:
    assert [one.code for one in find_categories(PPKS.values(), text)] == codes


def test_an_empty_search_finds_all() -> None:
    assert len(find_categories(PPKS.values(), " ")) == 26


def test_the_list_is_parted_by_age() -> None:
    groups = {group: [code for code, one in PPKS.items() if one.group == group] for group in AgeGroup}
    assert groups[AgeGroup.ANAK] == ["01", "02", "03", "04", "05", "06", "07"] and groups[AgeGroup.LANSIA] == ["08"]


def test_categories_of_the_rule_close_a_case() -> None:
    closing = [code for code, one in PPKS.items() if makes_restricted([one])]
    assert closing == ["03", "06", "07", "10", "16", "17", "18", "19"]  # domain.md 8.4
    assert makes_restricted([PPKS["24"], PPKS["17"]]) and not makes_restricted([PPKS["24"]])
