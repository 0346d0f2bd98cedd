"""What comes by mail or on a stick: the schema, the signature over every byte, and whatever is damaged or hostile."""

from __future__ import annotations

import copy
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos.recap.reading import LARGEST_JSON, Refused, read_content, read_file
from puskesos.recap.schema import misfit, read_schema
from puskesos.rules.bundle import canonical, sealed
from puskesos.rules.report import C
from tests.recap.bundles import busy, key_of, report, signed, things, zipped

GOOD = signed(report(notes=("Listrik padam.", "")))
CHECK = fastjsonschema.compile(read_schema())
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**8), st.text(max_size=5), st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_content("x", content)
    return str(refused.value)


def fits(plain: Any) -> bool:
    try:
        CHECK(plain)
    except fastjsonschema.JsonSchemaException:
        return False
    return True


@pytest.mark.parametrize("content", [GOOD, zipped(GOOD)], ids=["json", "zip"])
def test_a_report_is_read_as_it_was_sent(content: bytes) -> None:
    found = read_content("x", content)
    bundle = found.bundle
    assert (bundle.hub, bundle.month, bundle.volunteers) == ("32.16.17", "2026-11", 1)
    assert bundle.notes == ("Listrik padam.", "")
    assert bundle.figure("masuk") == 4 and found.public_key == key_of(1).public_key().public_bytes_raw().hex()


@pytest.mark.parametrize("items", [[], busy(), busy(40, 30), things(C.PPKS, 3, ppks="08", jk="", umur="")])
def test_every_report_fits_the_published_schema(items: list[Any]) -> None:
    plain = json.loads(signed(report(items=items)))
    assert fits(plain) and misfit(plain) == ""


@settings(max_examples=400, deadline=None)
@given(place=st.integers(0, len(GOOD) - 1), bits=st.integers(1, 255))
def test_no_byte_can_be_changed_unnoticed(place: int, bits: int) -> None:
    changed = bytearray(GOOD)
    changed[place] ^= bits
    refusal(bytes(changed))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_bytes_added_or_lost_are_noticed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD)))
    if data.draw(st.booleans()) and place < len(GOOD):
        refusal(GOOD[:place] + GOOD[place + 1 :])
    else:
        refusal(GOOD[:place] + data.draw(st.binary(min_size=1, max_size=4)) + GOOD[place:])


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_our_check_says_what_the_schema_says(data: st.DataObject) -> None:
    plain = json.loads(GOOD)
    inner: Any = plain
    while True:
        keys = sorted(inner) if isinstance(inner, dict) else range(len(inner))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(inner[key], dict | list) or not inner[key] or data.draw(st.booleans()):
            break
        inner = inner[key]
    if data.draw(st.booleans()) and isinstance(inner, dict):
        del inner[key]
    else:
        inner[key] = data.draw(ANYTHING)
    assert (misfit(plain) == "") == fits(plain)


@given(st.binary(max_size=300))
def test_noise_is_refused_with_a_sentence(content: bytes) -> None:
    assert refusal(content).endswith(".") and refusal(b"PK\x03\x04" + content) == "ZIP ini rusak."


def test_another_key_than_the_one_named_is_noticed() -> None:
    plain = report()
    forged = sealed(plain, key_of(1).public_key().public_bytes_raw().hex(), key_of(2).sign(canonical(plain)).hex())
    assert refusal(forged).startswith("Tanda tangannya tidak cocok")


NUMBER = b'{"a":1' + b"0" * 10_000 + b"}"


@pytest.mark.parametrize(
    "text",
    [b"[" * 200_000, b'{"report":' * 50_000, NUMBER, b'{"a":NaN}', b"\xff\xfe", b"null", b"7"],
    ids=["deep list", "deep object", "endless number", "not a number", "no UTF-8", "null", "number"],
)
def test_hostile_json_is_refused(text: bytes) -> None:
    assert refusal(text).startswith("Bukan laporan bulanan Puskesos")


def test_huge_json_is_refused() -> None:
    assert refusal(b" " * (LARGEST_JSON + 1)) == "laporan.json terlalu besar."


def test_a_zip_bomb_is_refused_before_it_grows() -> None:
    assert refusal(zipped(b"0" * (60 * 1024 * 1024))) == "laporan.json di dalam ZIP terlalu besar."


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    content = zipped(b"0" * (5 * 1024 * 1024))
    lie = content.replace((5 * 1024 * 1024).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert refusal(lie) in {"ZIP ini rusak.", "laporan.json terlalu besar."} or refusal(lie).startswith("Bukan")


OTHER_NAMES = ["../laporan.json", "/x/laporan.json", "x/laporan.json", "laporan.json/", "LAPORAN.JSON"]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_other_names_in_a_zip_are_refused(name: str) -> None:
    assert refusal(zipped(GOOD, name)) == "ZIP ini tidak berisi tepat laporan.json dan laporan.xlsx."


def test_two_reports_in_one_zip_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("laporan.json", GOOD)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("laporan.json", GOOD)
    assert refusal(target.getvalue()).startswith("ZIP ini tidak berisi tepat")


def test_a_newer_schema_asks_for_a_newer_program() -> None:
    assert refusal(signed(report() | {"version": 2})) == "Skema versi 2; program ini membaca versi 1. Perbarui program."


def change(plain: dict[str, Any], code: str, how: Any) -> dict[str, Any]:
    changed = copy.deepcopy(plain)
    how(next(one for one in changed["sections"] if one["code"] == code))
    return changed


@pytest.mark.parametrize(
    ("code", "how", "said"),
    [
        ("b1", lambda one: one["total"].__setitem__(1, 99), "jumlahnya bukan jumlah baris"),
        ("b1", lambda one: one["rows"].append(copy.deepcopy(one["rows"][0])), "dua kali"),
        ("b1", lambda one: one["total"].pop(), "banyaknya kolom berbeda"),
        ("b1", lambda one: one["total"].__setitem__(1, None), "ada angka yang kosong"),
        ("e", lambda one: one["columns"][7].__setitem__("sums", [55]), "kolom yang tidak ada"),
        ("a", lambda one: one["total"].__setitem__(1, 99), "Neraca kasusnya tidak seimbang"),
        ("a", lambda one: one.__setitem__("code", "z"), "Bagian a, jumlah kasus, tidak ada"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused(code: str, how: Any, said: str) -> None:
    assert said in refusal(signed(change(report(), code, how)))


def test_only_plain_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.zip")
    for path, said in ((tmp_path / "pipa.zip", "Bukan berkas biasa."), (tmp_path / "tiada.zip", "Tidak dapat dibuka.")):
        with pytest.raises(Refused, match=said):
            read_file(path)
