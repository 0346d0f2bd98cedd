"""The five SPM by domain.md 3.3: who is hinted at, what the three questions change, and the checklists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from puskesos.catalogue import load
from puskesos.rules.ppks import Circumstances, read_categories
from puskesos.rules.spm import Likelihood, Neglect, hint_for, read_spm

PPKS, SPM = read_categories(load("ppks")), read_spm(load("spm"))
OLD, CHILD, ADULT = Circumstances(72, "P"), Circumstances(9, "L"), Circumstances(40, "L")
DISABLED = replace(ADULT, disability=frozenset({"fisik"}))
YES = (str(Neglect.TANPA_PERAWAT),)
SESUAI, MUNGKIN, TIDAK = Likelihood.SESUAI, Likelihood.MUNGKIN, Likelihood.TIDAK


@pytest.mark.parametrize(
    ("spm", "known", "ppks", "signs", "likelihood"),
    [
        ("SPM-1", DISABLED, [], (), MUNGKIN),
        ("SPM-1", DISABLED, [], YES, SESUAI),
        ("SPM-1", ADULT, ["09"], (), MUNGKIN),
        ("SPM-1", ADULT, ["09"], YES, SESUAI),
        ("SPM-1", replace(ADULT, condition=frozenset({"odgj"})), [], YES, SESUAI),
        ("SPM-1", ADULT, [], YES, TIDAK),
        ("SPM-2", CHILD, [], (), MUNGKIN),
        ("SPM-2", CHILD, ["02"], (), SESUAI),
        ("SPM-2", CHILD, ["04"], (), MUNGKIN),
        ("SPM-2", CHILD, ["06"], YES, SESUAI),
        ("SPM-2", replace(CHILD, age=18), ["02"], YES, TIDAK),
        ("SPM-2", replace(CHILD, age=17), [], YES, SESUAI),
        ("SPM-2", Circumstances(None, "L"), [], YES, TIDAK),
        ("SPM-3", OLD, [], (), MUNGKIN),
        ("SPM-3", OLD, ["08"], (), SESUAI),
        ("SPM-3", replace(OLD, age=60), [], YES, SESUAI),
        ("SPM-3", replace(OLD, age=59), [], YES, TIDAK),
        ("SPM-4", ADULT, ["11"], (), SESUAI),
        ("SPM-4", ADULT, ["12"], (), SESUAI),
        ("SPM-4", ADULT, ["13"], (), MUNGKIN),
        ("SPM-4", ADULT, ["13", "11"], (), SESUAI),
        ("SPM-4", ADULT, ["24"], (), TIDAK),
        ("SPM-5", ADULT, ["21"], (), SESUAI),
        ("SPM-5", ADULT, ["22"], (), SESUAI),
        ("SPM-5", ADULT, [], (), TIDAK),
    ],
)  # PPKS → SPM: the table of domain.md 3.1; ages and the test of "telantar": 3.3
def test_who_is_hinted_at(
    spm: str, known: Circumstances, ppks: list[str], signs: tuple[str, ...], likelihood: Likelihood
) -> None:
    assert hint_for(spm, known, [PPKS[code] for code in ppks], signs).likelihood == likelihood


def test_the_reasons_stand_in_words() -> None:
    hint = hint_for("SPM-3", OLD, [PPKS["08"]], YES)
    assert hint.reasons == ("PPKS 08 Lanjut usia telantar", "usia 72 tahun", "tidak ada yang merawat")


def test_a_service_alone_says_what_is_missing() -> None:
    served = replace(ADULT, age=None, service="Lansia telantar", service_spm=frozenset({"SPM-3", "SPM-5"}))
    old, disaster = hint_for("SPM-3", served, []), hint_for("SPM-5", served, [])
    assert old.by_service and old.likelihood == MUNGKIN and old.open_question.startswith("Isi dulu tanggal lahir")
    assert disaster.open_question == "Catat dulu PPKS 21 atau 22."


@pytest.mark.parametrize(
    ("spm", "first", "count"),
    [("SPM-1", "permakanan", 11), ("SPM-4", "permakanan", 11), ("SPM-5", "makanan", 5)],
)
def test_each_spm_has_its_checklist(spm: str, first: str, count: int) -> None:
    services = SPM[spm].services
    assert (services[0], len(services)) == (first, count)


def test_three_of_five_ask_whether_somebody_is_neglected() -> None:
    assert [code for code, one in SPM.items() if one.asks_neglect] == ["SPM-1", "SPM-2", "SPM-3"] and len(Neglect) == 3
