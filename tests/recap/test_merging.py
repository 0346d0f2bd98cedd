"""Adding up hubs: the order of the files makes no difference, sums are the sums of the parts, and what is missing,
double or broken is told."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos.recap.reading import read_content
from puskesos.rules.recap import Chosen, SummedSection, choose, sum_month
from puskesos.rules.recap_bundle import Bundle
from puskesos.rules.report import C
from puskesos.rules.report_balance import Correction
from puskesos.sheets.recap_book import recap_book
from tests.recap.bundles import busy, report, signed
from tests.sheets.reckoning import read_sheets

HUBS = ["32.16.05", "32.16.11", "32.16.17"]
MONTHS = ["2026-09", "2026-10", "2026-11"]
sendings = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(HUBS),
            "month": st.sampled_from(MONTHS),
            "revision": st.integers(1, 3),
            "came": st.integers(0, 40),
            "ppks": st.integers(0, 12),
            "area": st.sampled_from(["kesehatan", "pendidikan"]),
            "noted": st.booleans(),
        }
    ),
    min_size=1,
    max_size=7,
)


def bundle(code: str = HUBS[2], month: str = "2026-11", **how: Any) -> Bundle:
    return read_content("x", signed(report(code, month, **how))).bundle


def bundles_of(sent: list[dict[str, Any]]) -> list[Bundle]:
    return [
        bundle(
            one["code"],
            one["month"],
            revision=one["revision"],
            items=busy(one["came"], one["ppks"], area=one["area"]),
            notes=("Kendala", "") if one["noted"] else None,
        )
        for one in sent
    ]


@settings(max_examples=60, deadline=None)
@given(sent=sendings, data=st.data())
def test_the_order_of_the_files_makes_no_difference(sent: list[dict[str, Any]], data: st.DataObject) -> None:
    bundles = bundles_of(sent)
    mixed = data.draw(st.permutations([*bundles, *data.draw(st.lists(st.sampled_from(bundles), max_size=3))]))
    one, other = choose(bundles), choose(mixed)
    assert one == other
    for month in one.months:
        assert sum_month(one.of(month)) == sum_month(other.of(month))


@settings(max_examples=60, deadline=None)
@given(sent=sendings)
def test_sums_are_the_sums_of_the_parts(sent: list[dict[str, Any]]) -> None:
    chosen = choose(bundles_of(sent))
    assert len({(one.hub, one.month) for one in chosen.bundles}) == len(chosen.bundles)
    for month in chosen.months:
        mine = chosen.of(month)
        for section in sum_month(mine):
            check_section(section, mine)


def check_section(section: SummedSection, mine: list[Bundle]) -> None:
    for place, column in enumerate(section.columns):
        for line in (*section.lines, section.total):
            cells = [part.cells[place] for part in line.parts]
            assert line.figures[place] == sum(cell for cell in cells if isinstance(cell, int))
        totals = [dict(zip([c.key for c in one.columns], one.total, strict=True)).get(column.key, 0)
                  for hub in mine for one in hub.sections if one.code == section.code]  # fmt: skip
        assert section.total.figures[place] == sum(cell for cell in totals if isinstance(cell, int))
        if section.lines and not section.hides:
            assert sum(line.figures[place] for line in section.lines) == section.total.figures[place]


@settings(max_examples=15, deadline=None)
@given(sent=sendings)
def test_formulas_come_to_what_is_written_beside_them(sent: list[dict[str, Any]]) -> None:
    sheets = read_sheets(recap_book(choose(bundles_of(sent)), []))
    for name, sheet in sheets.items():
        for place in sheet.formulas:
            assert reckon(sheet, place) == sheet.values[place], (name, place)
    assert sum(len(sheet.formulas) for sheet in sheets.values()) > 100


def reckon(sheet: Any, place: str) -> float:
    """A SUM as spreadsheets reckon it: words in its range count as nothing."""
    first, last = sheet.formulas[place][4:-1].split(":")
    letters = first.rstrip("0123456789")
    rows = range(int(first[len(letters) :]), int(last[len(letters) :]) + 1)
    cells = [sheet.values.get(f"{letters}{row}") for row in rows]
    return sum(cell for cell in cells if isinstance(cell, float))


def test_the_newest_closing_counts_and_the_old_one_is_told() -> None:
    chosen = choose([bundle(revision=1, items=busy(4)), bundle(revision=2, items=busy(6))])
    assert [one.figure("masuk") for one in chosen.bundles] == [6]
    assert chosen.findings == ("32.16.17 Puskesos Uji, November 2026: dipakai penutupan ke-2; penutupan ke-1 diganti.",)


def test_two_reports_that_say_they_are_the_same_are_told() -> None:
    chosen = choose([bundle(items=busy(4)), bundle(items=busy(6))])
    assert len(chosen.bundles) == 1 and "dua laporan berbeda dengan penutupan ke-1" in chosen.findings[0]


def test_the_same_with_words_is_no_other_report_and_the_words_are_kept() -> None:
    chosen = choose([bundle(notes=("Hujan.", "")), bundle()])
    assert chosen.findings == () and chosen.bundles[0].notes == ("Hujan.", "")


def test_missing_months_and_hubs_are_told() -> None:
    chosen = choose([bundle(month="2026-09"), bundle(month="2026-11")], {"32.16.05": "Puskesos Lain"})
    assert chosen.findings == (
        "32.16.05 Puskesos Lain: belum ada laporan September 2026, Oktober 2026, November 2026.",
        "32.16.17 Puskesos Uji: belum ada laporan Oktober 2026.",
    )


def test_a_month_that_does_not_begin_where_the_last_one_ended_is_told() -> None:
    october = bundle(month="2026-10", items=busy(4))
    assert choose([october, bundle(items=busy(4, open_before=3))]).findings == ()
    (said,) = choose([october, bundle(items=busy(4, open_before=5))]).findings
    assert said == "32.16.17 Puskesos Uji: sisa lalu November 2026 (5) bukan sisa akhir Oktober 2026 (3)."
    corrected = bundle(items=busy(4, open_before=5), corrections=[Correction("2026-10", C.SISA_AKHIR, 3, 5)])
    assert choose([october, corrected]).findings == ()


def test_offices_go_together_by_their_name_and_villages_by_their_code() -> None:
    chosen = choose([bundle(HUBS[0], agency="RSUD Uji"), bundle(HUBS[1], agency="RSUD Uji")])
    sections = {one.code: one for one in sum_month(chosen.of("2026-11"))}
    assert [(line.label, len(line.parts)) for line in sections["g"].lines] == [("RSUD Uji", 2)]
    assert len(sections["c"].lines) == 2 and sections["h1"].lines[0].label == "Semua relawan"


def test_hidden_figures_stay_hidden_and_are_counted() -> None:
    section = next(one for one in sum_month([bundle()]) if one.code == "e")
    small = next(line for line in section.lines if line.key == "19")
    assert section.hides and small.hidden and not {1, 2, 3, 4} & set(small.figures)


def test_words_of_a_hub_never_become_formulas() -> None:
    hostile = bundle(name="=HYPERLINK(1)", notes=("=1+1", "@SUM(1)"), agency="+cmd|x")
    sheets = read_sheets(recap_book(Chosen((hostile,), ("=2+2",)), [("=jahat.zip", "-1")]))
    words = {value for sheet in sheets.values() for value in sheet.values.values()}
    assert {"=HYPERLINK(1)", "=1+1", "@SUM(1)", "+cmd|x", "=2+2", "=jahat.zip", "-1"} <= words
    assert all(formula.startswith("SUM(") for sheet in sheets.values() for formula in sheet.formulas.values())


def test_numbers_are_numbers_in_the_workbook() -> None:
    sheet = read_sheets(recap_book(choose([bundle(HUBS[0]), bundle(HUBS[1])]), []))["Hub"]
    heads = {value: place[:-1] for place, value in sheet.values.items() if place.endswith("4") and len(place) == 2}
    assert sheet.values[f"{heads['Masuk']}5"] == 4.0 and sheet.values[f"{heads['Masuk']}7"] == 8.0
    assert json.dumps(sheet.values["A5"]) == '"32.16.05"'
