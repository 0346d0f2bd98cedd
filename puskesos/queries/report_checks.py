"""Checks of DTSEN in a month as items: each check, and once each person and case that was checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from peewee import ModelSelect, Value, fn

from puskesos.models.case import Case, DataCheck
from puskesos.queries.report_source import FIRST, HUB, LAST, Source, decile_part, id_part
from puskesos.rules.report import C, Counted, Parted

CHECK_SETS = (C.CEK, C.CEK_ORANG, C.CEK_KASUS)
LAST_OF: Mapping[Counted, Callable[[Any], Any]] = {
    C.CEK_ORANG: lambda its_case: its_case.client == Case.client,
    C.CEK_KASUS: lambda its_case: its_case.id == Case.id,
}


@cache
def check_source(counted: Counted) -> Source:
    """One of the sets about checks; of a person and of a case the last check in the month."""
    counts = (Case.hub == HUB) & DataCheck.checked_on.between(FIRST, LAST)
    if counted in LAST_OF:
        counts &= ~fn.EXISTS(_later(LAST_OF[counted]))
    parts = {Parted.DESIL: decile_part(DataCheck.decile), Parted.DESA: id_part(Case.village)}
    return Source(DataCheck.select().join(Case), counts, DataCheck.id, DataCheck.checked_on, DataCheck.case, parts)


def _later(same: Callable[[Any], Any]) -> ModelSelect:
    """A later check in the month that is of the `same` as this one."""
    later, its_case = DataCheck.alias("later"), Case.alias("its_case")
    same_day = later.checked_on == DataCheck.checked_on
    after = (later.checked_on > DataCheck.checked_on) | (same_day & (later.id > DataCheck.id))
    rows = later.select(Value(1)).join(its_case, on=later.case == its_case.id)
    return rows.where(its_case.hub == HUB, later.checked_on <= LAST, after, same(its_case))
