"""A month ends at midnight of the hub's own clock, not of the server's: half an hour before and after it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from puskesos.models import Case, Hub
from puskesos.queries.hub import forget_hub
from puskesos.queries.report import live_figures
from puskesos.rules.activity import Month
from puskesos.rules.report import C, Counted
from tests.cast import Cast, make_assignment, make_case, make_person
from tests.welfare import claim_spm

NOVEMBER = Month(date(2026, 11, 1))
MIDNIGHT = {"Asia/Jakarta": 17, "Asia/Makassar": 16, "Asia/Jayapura": 15}  # UTC hour at which the next day begins
HAPPENED = (C.MASUK, C.SELESAI, C.SPM_DITEMUKAN, C.TUGAS)


def everything(cast: Cast, name: str) -> None:
    """A case that comes in, one that is closed at once, a claim and a task, all at this moment."""
    person = make_person(cast, name)
    make_case(cast, client=person, kind="pertanyaan", service="L01", answer="Dijelaskan di meja.")
    case = make_case(cast, client=person)
    claim_spm(cast, case)
    make_assignment(cast, Case.get_by_id(case.id))


def counts(hub: Hub, month: Month) -> dict[Counted, int]:
    items = live_figures(hub, month).items
    return {one: sum(item.counted == one for item in items) for one in HAPPENED}


@pytest.mark.parametrize("zone", MIDNIGHT)
def test_what_happens_around_midnight_belongs_to_the_hubs_own_day(cast: Cast, moment: Any, zone: str) -> None:
    Hub.update(zone=zone).execute()
    forget_hub()
    hub, hour = Hub.get_by_id(cast.hub.id), MIDNIGHT[zone]
    moment.move_to(datetime(2026, 11, 30, hour - 1, 30, tzinfo=UTC))
    everything(cast, "Siti")
    moment.move_to(datetime(2026, 11, 30, hour, 30, tzinfo=UTC))
    everything(cast, "Rohaya")
    once = {C.MASUK: 2, C.SELESAI: 1, C.SPM_DITEMUKAN: 1, C.TUGAS: 1}
    assert counts(hub, NOVEMBER) == once == counts(hub, NOVEMBER.after)
