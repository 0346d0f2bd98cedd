"""Whether two entries are one person: the labelled pairs give precision and recall, the table says why."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.matching import Known, match_score
from tests.golden.make_pairs import FILE, make

HARD = Path(FILE).with_name("hard_pairs.csv")
Pair = tuple[str, str, Known, Known]
AISYAH = Known(
    name="Siti Aisyah", sex="P", nik="3216995206790003", birth_date=date(1979, 6, 12), village="Pantai Bahagia",
    rt="004", rw="002", kk="3216991206790001", phone="628120001234",
)  # fmt: skip
BARE = Known(name="Siti Aisyah", sex="P", birth_date=date(1979, 6, 12), village="Pantai Bahagia")


def pairs(text: str) -> list[Pair]:
    rows = csv.DictReader(io.StringIO(text))
    return [(row["label"], row["kind"], _known(row, "a"), _known(row, "b")) for row in rows]


def _known(row: dict[str, str], side: str) -> Known:
    of = {name.removeprefix(f"{side}_"): value for name, value in row.items() if name.startswith(f"{side}_")}
    born, year = of.pop("born"), of.pop("year")
    return Known(
        birth_date=date.fromisoformat(born) if born else None, birth_year=int(year) if year else None, **of
    )  # fmt: skip


def measure(labelled: Iterable[Pair]) -> tuple[float, float]:
    """Precision and recall of what is offered as "kemungkinan sama": the levels sama and mungkin."""
    told = [(label == "sama", match_score(one, other).level != "bukan") for label, _, one, other in labelled]
    right = sum(same and offered for same, offered in told)
    return right / sum(offered for _, offered in told), right / sum(same for same, _ in told)


def test_the_generator_gives_the_committed_file() -> None:
    assert FILE.read_text(encoding="utf-8") == make()


def test_precision_and_recall_on_the_labelled_pairs() -> None:
    generated, hard = pairs(FILE.read_text(encoding="utf-8")), pairs(HARD.read_text(encoding="utf-8"))
    assert len(generated) >= 2000 and len(hard) >= 120
    figures = {
        "all pairs": measure(generated + hard),
        "hard pairs alone": measure(hard),
        "other people, same generator": measure(pairs(make(seed=2611))),
        "without a NIK on both sides": measure(pair for pair in generated + hard if not (pair[2].nik and pair[3].nik)),
    }
    for of, (precision, recall) in figures.items():
        print(f"{of}: precision {precision:.3f}, recall {recall:.3f}")
    for of in ("all pairs", "other people, same generator"):
        precision, recall = figures[of]
        assert precision >= 0.97 and recall >= 0.90, of
    assert min(figures["hard pairs alone"]) >= 0.90


def test_nobody_sure_is_somebody_else() -> None:
    """Level sama stops the clerk with a question, so it may be wrong in one of a hundred at most."""
    labelled = pairs(FILE.read_text(encoding="utf-8"))
    sure = [label for label, _, one, other in labelled if match_score(one, other).level == "sama"]
    assert sure.count("beda") <= len(sure) / 100


def test_either_order_gives_the_same_score() -> None:
    for _, _, one, other in pairs(HARD.read_text(encoding="utf-8")):
        assert match_score(one, other) == match_score(other, one), (one.name, other.name)


@pytest.mark.parametrize(
    ("other", "level", "reasons"),
    [
        (AISYAH, "sama", ("NIK sama", "nama sama", "lahir sama", "desa sama", "RT/RW sama", "KK sama", "telepon sama")),
        (replace(BARE, name="St. Aisah"), "sama", ("nama mirip", "lahir sama", "desa sama")),
        (replace(BARE, birth_date=date(1979, 12, 6)), "mungkin",
         ("nama sama", "hari dan bulan lahir tertukar", "desa sama")),
        (replace(BARE, birth_date=date(1989, 6, 12)), "mungkin",
         ("nama sama", "tanggal dan bulan lahir sama", "desa sama")),
        (replace(BARE, birth_date=date(1985, 1, 30)), "bukan", ("nama sama", "desa sama", "lahir berbeda")),
        (replace(BARE, birth_date=None, birth_year=1979), "mungkin", ("nama sama", "tahun lahir sama", "desa sama")),
        (replace(BARE, sex="L"), "mungkin", ("nama sama", "lahir sama", "desa sama", "jenis kelamin berbeda")),
        (replace(BARE, name="Kokom"), "bukan", ("lahir sama", "desa sama", "nama depan berbeda")),
        (replace(AISYAH, name="Kokom", birth_date=date(1990, 1, 3), rt="", kk="", phone=""), "mungkin",
         ("NIK sama", "desa sama", "nama depan berbeda", "lahir berbeda")),
        (replace(BARE, nik="3216991111110001"), "mungkin", ("nama sama", "lahir sama", "desa sama", "NIK berbeda")),
        (replace(BARE, nik="3216995206780003"), "sama",
         ("NIK beda satu angka", "nama sama", "lahir sama", "desa sama")),
    ],
    ids=["same", "spelling", "day and month", "ten years", "namesake", "age", "box", "name", "NIK of another",
         "other NIK", "digit"],
)  # fmt: skip
def test_the_reasons_stand_in_words(other: Known, level: str, reasons: tuple[str, ...]) -> None:
    match = match_score(AISYAH, other)
    assert (match.level, match.reasons) == (level, reasons)


YEARS = st.none() | st.integers(1900, 2026)
ANYBODY = st.builds(
    Known, name=st.text(max_size=30), birth_year=YEARS, sex=st.sampled_from(["", "L", "P"]), alias=st.text(max_size=9)
)


@given(ANYBODY, ANYBODY)
def test_whatever_is_typed_gives_a_score_between_0_and_1(one: Known, other: Known) -> None:
    match = match_score(one, other)
    assert 0 <= match.score <= 1 and match == match_score(other, one)
