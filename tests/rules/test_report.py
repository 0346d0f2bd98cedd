"""What the month's report counts, how its balance is carried on, and how a closed month is kept."""

from __future__ import annotations

import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos.rules.activity import Month
from puskesos.rules.recap_sheet import SECTIONS as RECAPS
from puskesos.rules.report import (
    AGES,
    DECILES,
    DEFINITIONS,
    SEXES,
    Counted,
    Item,
    Parted,
    age_band,
    decile_band,
    items_of,
)
from puskesos.rules.report_balance import (
    Correction,
    closing_problem,
    corrections_of,
    known_figures,
    month_to_close,
    reopening_problem,
)
from puskesos.rules.report_kept import Kept, kept_set, summary_of
from puskesos.rules.report_tables import SECTIONS, count_report

OCTOBER, NOVEMBER, DECEMBER = (Month(date(2026, month, 1)) for month in (10, 11, 12))
values = st.sampled_from(["", "1", "2", "kesehatan", "desa <b>"])
sexes, ages = st.sampled_from([sex for sex, _ in SEXES]), st.sampled_from([age for age, _ in AGES])
known = {str(Parted.JENIS_KELAMIN): sexes, str(Parted.UMUR): ages}  # their columns are all there are
parts = st.fixed_dictionaries({}, optional={str(one): known.get(str(one), values) for one in Parted})
days = st.dates(date(2026, 11, 1), date(2026, 11, 30))
cases = st.none() | st.integers(1, 9)
items = st.lists(st.builds(Item, st.sampled_from(Counted), st.integers(1, 50), days, cases, parts))
labels = st.dictionaries(st.sampled_from([str(one) for one in Parted]), st.dictionaries(values, st.text(max_size=5)))


def test_every_set_says_what_is_in_it() -> None:
    assert set(DEFINITIONS) == set(Counted)
    sections = [*SECTIONS, *(section for recap in RECAPS.values() for section in recap)]
    used = {column.counted for section in sections for column in section.columns}
    assert used == set(Counted)


@pytest.mark.parametrize(
    ("decile", "band"), [(1, "1"), (2, "2"), (3, "3-4"), (4, "3-4"), (5, "5-10"), (10, "5-10"), (None, "")]
)
def test_deciles_are_grouped_as_tksk_count_them(decile: int | None, band: str) -> None:
    assert decile_band(decile) == band and band in dict(DECILES)


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "0-4"), (4, "0-4"), (5, "5-11"), (17, "12-17"), (18, "18-44"), (59, "45-59"), (60, "60+"), (None, "")],
)
def test_ages_are_banded(age: int | None, band: str) -> None:
    assert age_band(age) == band and band in dict(AGES)


@settings(deadline=None)
@given(items | st.lists(st.builds(Item, st.just(Counted.PPKS), st.integers(1, 50), days, cases, parts)), labels)
def test_lines_add_up_and_every_figure_has_its_list(found: list[Item], names: dict[str, dict[str, str]]) -> None:
    for table in count_report(found, names):
        for place, column in enumerate(table.section.columns):
            narrowed = dict(column.parts)
            assert table.total[place] == len(items_of(found, column.counted, narrowed))
            if table.section.by is None:
                continue
            assert table.total[place] == sum(row.figures[place] for row in table.rows)
            for row in table.rows:
                wanted = narrowed | {str(table.section.by): row.value}
                assert row.figures[place] == len(items_of(found, column.counted, wanted))
        if table.section.code == "e":  # by sex and age, also where they are not known
            assert sum(table.total) == len(items_of(found, Counted.PPKS, {}))


@settings(deadline=None)
@given(items, labels, st.text(max_size=20))
def test_a_kept_month_reads_back_as_it_was(found: list[Item], names: dict[str, dict[str, str]], note: str) -> None:
    told = (Correction("2026-10", Counted.MASUK, 3, 4),)
    kept = Kept("2026-11", found, names, (note, ""), told)
    again = Kept.from_bytes(kept.to_bytes())
    assert again.fingerprint == kept.fingerprint and list(again.corrections) == list(told) and again.note == (note, "")
    assert count_report(again.items, again.labels) == count_report(found, names)
    shuffled = Kept("2026-11", found[::-1], names, (note, ""), told)
    assert count_report(Kept.from_bytes(shuffled.to_bytes()).items, names) == count_report(found, names)


def test_another_figure_is_another_fingerprint() -> None:
    one = Item(Counted.MASUK, 1, NOVEMBER.first, 1, {"desa": "1"})
    moved = Item(Counted.MASUK, 1, NOVEMBER.first, 1, {"desa": "2"})
    assert Kept("2026-11", [one], {}).fingerprint != Kept("2026-11", [moved], {}).fingerprint


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"x\x9c\x03\x00\x00\x00\x00\x01", b"PK\x03\x04 rusak", b"PK\x05\x06" + bytes(18)],
    ids=["empty", "not packed", "no text", "a broken archive", "an empty archive"],
)
def test_what_is_no_report_is_refused(content: bytes) -> None:
    for read in (Kept.from_bytes, summary_of, lambda one: kept_set(one, Counted.MASUK)):
        with pytest.raises(ValueError, match="Bukan laporan"):
            read(content)


@settings(deadline=None)
@given(items, labels, st.sampled_from(Counted), st.dictionaries(st.sampled_from(["desa", "spm"]), values))
def test_a_set_is_read_alone_from_both_ways_of_packing(
    found: list[Item], names: dict[str, dict[str, str]], counted: Counted, wanted: dict[str, str]
) -> None:
    kept = Kept("2026-11", found, names, corrections=(Correction("2026-10", Counted.MASUK, 3, 4),))
    in_one_piece, zipped = zlib.compress(kept.json, 9), kept.to_bytes()
    assert Kept.from_bytes(in_one_piece).to_bytes() == zipped and Kept.from_bytes(zipped).json == kept.json
    assert summary_of(in_one_piece) == summary_of(zipped)
    mine = sorted(items_of(found, counted, wanted), key=repr)
    for content in (in_one_piece, zipped):
        rows, words = kept_set(content, counted)
        assert sorted(rows.narrowed(wanted).items(), key=repr) == mine and words == names


def test_corrections_are_what_differs_and_are_told_once() -> None:
    before, now = {Counted.MASUK: 3, Counted.SELESAI: 1}, {Counted.MASUK: 4, Counted.SELESAI: 1}
    told = corrections_of("2026-10", before, now)
    assert told == [Correction("2026-10", Counted.MASUK, 3, 4)] and told[0].difference == 1
    assert told[0].month_label == "Oktober 2026"
    known = known_figures([("2026-10", before, ()), ("2026-11", {Counted.MASUK: 9}, told)])
    assert known["2026-10"] == now and corrections_of("2026-10", known["2026-10"], now) == []


@pytest.mark.parametrize(
    ("month", "today", "closed", "first", "said"),
    [
        (OCTOBER, date(2026, 11, 1), [], OCTOBER, ""),
        (OCTOBER, date(2026, 10, 31), [], OCTOBER, "belum berakhir"),
        (OCTOBER, date(2026, 11, 17), [OCTOBER], OCTOBER, "sudah ditutup"),
        (OCTOBER, date(2026, 11, 17), [], NOVEMBER, "Belum ada kasus"),
        (OCTOBER, date(2026, 11, 17), [], None, "Belum ada kasus"),
        (NOVEMBER, date(2026, 12, 1), [OCTOBER], OCTOBER, ""),
        (DECEMBER, date(2027, 1, 1), [OCTOBER], OCTOBER, "Tutup dahulu laporan November 2026"),
        (OCTOBER, date(2026, 12, 1), [NOVEMBER], OCTOBER, "Laporan sudah dimulai dari November 2026"),
    ],
)
def test_months_are_closed_in_order(month: Month, today: date, closed: list[Month], first: Month, said: str) -> None:
    problem = closing_problem(month, today, closed, first)
    assert said in problem and bool(said) == bool(problem)


@pytest.mark.parametrize(
    ("today", "closed", "first", "turn"),
    [
        (date(2026, 11, 3), [], OCTOBER, OCTOBER),
        (date(2026, 11, 3), [], NOVEMBER, None),
        (date(2026, 11, 3), [OCTOBER], OCTOBER, None),
        (date(2027, 1, 3), [OCTOBER], OCTOBER, NOVEMBER),
        (date(2026, 11, 3), [], None, None),
    ],
)
def test_the_month_whose_turn_it_is(today: date, closed: list[Month], first: Month | None, turn: Month | None) -> None:
    assert month_to_close(today, closed, first) == turn


def test_only_the_last_closed_month_opens_again() -> None:
    assert reopening_problem(NOVEMBER, [OCTOBER, NOVEMBER]) == ""
    assert "Hanya laporan terakhir (November 2026)" in reopening_problem(OCTOBER, [OCTOBER, NOVEMBER])
    assert "tidak tertutup" in reopening_problem(DECEMBER, [OCTOBER, NOVEMBER])
