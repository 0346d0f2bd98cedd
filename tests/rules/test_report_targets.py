"""Targets beside who was served: shares, what is not known, and that the table stays in the hub."""

from __future__ import annotations

from datetime import date

import pytest

from puskesos.rules.report import C, Item
from puskesos.rules.report_tables import Table, count_report
from puskesos.rules.report_targets import Reach, Targets, grids_of, has_targets, reach_of

LABELS = {"spm": {"SPM-1": "SPM-1 Disabilitas", "SPM-3": "SPM-3 Lansia"}}
ITEMS = [Item(C.SPM_TAHUN, number, date(2026, 11, 3), number, {"spm": "SPM-3"}) for number in range(6)]


def tables() -> list[Table]:
    return count_report(ITEMS, LABELS)


@pytest.mark.parametrize(
    ("targets", "disabled", "old", "everybody"),
    [
        (None, Reach(None, None), Reach(None, None), Reach(None, None)),
        ({"SPM-3": 4}, Reach(None, None), Reach(4, 1.5), Reach(None, None)),
        ({"SPM-1": 6, "SPM-3": 4}, Reach(6, 0.0), Reach(4, 1.5), Reach(10, 0.6)),
        ({"SPM-1": 0, "SPM-3": 24}, Reach(0, None), Reach(24, 0.25), Reach(24, 0.25)),
    ],
)
def test_the_share_of_each_line_and_of_all(
    targets: Targets | None, disabled: Reach, old: Reach, everybody: Reach
) -> None:
    (table,) = filter(has_targets, tables())
    assert reach_of(table, targets) == {"SPM-1": disabled, "SPM-3": old, "": everybody}


def test_targets_stand_behind_the_figures_and_never_leave() -> None:
    inside, outside = (grids_of(tables(), {"SPM-3": 8}, leaves=leaves) for leaves in (False, True))
    (grid,) = (one for one in inside if one.section.code == "f2")
    assert [head.title for head in grid.heads] == ["Dilayani sejak Januari", "Sasaran", "Capaian"]
    assert [line.cells for line in grid.lines] == [(0, None, None), (6, 8, 0.75)] and grid.total.cells == (
        6,
        None,
        None,
    )
    assert [one.section.code for one in outside] == [one.section.code for one in inside if one.section.code != "f2"]
