"""Code lists, desil advice and restriction."""

from datetime import date

import pytest

from puskesos.rules.code import Code
from puskesos.rules.data_check import DataCheckStatus, decile_advice
from puskesos.rules.intake import Area, Channel, IntakeKind, NikReason, Pillar, Priority, Relation
from puskesos.rules.restriction import age_on

LIMITS = {"PKH": 4, "Sembako/BPNT": 5, "PBI-JK": 5}


class Colour(Code):
    RED = "merah", "Merah tua"


def test_a_code_is_its_stored_word_and_carries_its_label() -> None:
    assert Colour("merah") is Colour.RED
    assert f"{Colour.RED}" == "merah"
    assert Colour.choices() == [("merah", "Merah tua")]


@pytest.mark.parametrize(
    ("codes", "count", "first", "last"),
    [
        (IntakeKind, 6, "Permohonan layanan", "Laporan kejadian (darurat/PPKS)"),
        (Channel, 8, "Datang langsung", "Rujukan balik"),
        (Priority, 3, "Darurat", "Biasa"),
        (Relation, 15, "Diri sendiri", "Lainnya"),
        (NikReason, 6, "Belum punya", "Hilang"),
        (Area, 3, "Pendidikan", "Sosial ekonomi"),
        (Pillar, 5, "Perlindungan & jaminan sosial", "Lembaga filantropi"),
        (DataCheckStatus, 5, "Terdaftar", "Tidak dapat dicek"),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_lists_are_complete_and_in_order(codes: type[Code], count: int, first: str, last: str) -> None:
    labels = [label for _, label in codes.choices()]
    assert (len(labels), labels[0], labels[-1]) == (count, first, last)


@pytest.mark.parametrize(
    ("decile", "advice"),
    [
        pytest.param(None, [], id="not known"),
        pytest.param(4, [], id="within every limit"),
        pytest.param(5, ["Desil 5: di atas batas PKH (1–4).", "Desil 5: perlu cek untuk Sembako/BPNT."], id="doubt"),
        pytest.param(
            6,
            [
                "Desil 6: di atas batas PKH (1–4).",
                "Desil 6: di atas batas Sembako/BPNT (1–5).",
                "Desil 6: di atas batas PBI-JK (1–5).",
            ],
            id="above all",
        ),
    ],
)
def test_desil_advice_names_the_programs_out_of_reach(decile: int | None, advice: list[str]) -> None:
    assert decile_advice(decile, LIMITS, doubtful={"Sembako/BPNT": 5}) == advice


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(2008, 11, 21), date(2026, 11, 21), 18),
        (date(2008, 11, 22), date(2026, 11, 21), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2026, 11, 22), date(2026, 11, 21), 0),
    ],
    ids=["birthday", "day before", "leap day", "not born yet"],
)
def test_age_is_in_full_years(born: date, today: date, age: int) -> None:
    assert age_on(born, today) == age
