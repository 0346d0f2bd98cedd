"""Checks of DTSEN in a month as items: each check, and once each person and case that was checked."""

from __future__ import annotations

from collections.abc import Iterator

from puskesos.models.case import Case, DataCheck
from puskesos.rules.period import Days
from puskesos.rules.report import C, Item, Parted, decile_band


def check_items(hub_id: int, month: Days) -> Iterator[Item]:
    """Every item about checks; people and cases with the decile of their last check in the month."""
    columns = (DataCheck.id, DataCheck.case, DataCheck.decile, DataCheck.checked_on, Case.client, Case.village)
    rows = DataCheck.select(*columns).join(Case)
    rows = rows.where(Case.hub == hub_id, DataCheck.checked_on.between(month.first, month.last))
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
