"""Checks of DTSEN in a month as items: each check, and once each person and case that was checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peewee import ModelSelect, fn

from puskesos.models.case import Case, DataCheck
from puskesos.rules.period import Days
from puskesos.rules.report import C, Counted, Item, Parted, decile_band


def check_items(hub_id: int, month: Days) -> Iterator[Item]:
    """Every item about checks; people and cases with the decile of their last check in the month."""
    columns = (DataCheck.id, DataCheck.case, DataCheck.decile, DataCheck.checked_on, Case.client, Case.village)
    rows = _checks(hub_id, month, *columns)
    people: set[int] = set()
    cases: set[int] = set()
    for row in rows.order_by(DataCheck.checked_on.desc(), DataCheck.id.desc()).namedtuples():
        parts = {str(Parted.DESA): str(row.village), str(Parted.DESIL): decile_band(row.decile)}
        yield Item(C.CEK, row.id, row.checked_on, row.case, parts)
        if row.client not in people:
            people.add(row.client)
            yield Item(C.CEK_ORANG, row.id, row.checked_on, row.case, parts)
        if row.case not in cases:
            cases.add(row.case)
            yield Item(C.CEK_KASUS, row.id, row.checked_on, row.case, parts)


def count_checks(hub_id: int, month: Days) -> dict[Counted, int]:
    """How many items there are of each set."""
    found = (DataCheck.id, Case.client.distinct(), DataCheck.case.distinct())
    counts = _checks(hub_id, month, *map(fn.COUNT, found)).tuples().get()
    return dict(zip((C.CEK, C.CEK_ORANG, C.CEK_KASUS), counts, strict=True))


def _checks(hub_id: int, month: Days, *columns: Any) -> ModelSelect:
    rows = DataCheck.select(*columns).join(Case)
    return rows.where(Case.hub == hub_id, DataCheck.checked_on.between(month.first, month.last))
