"""Numbers: one after the other, per hub, kind and period, given back by a transaction that fails."""

from __future__ import annotations

import pytest

from puskesos.actions.counter import next_number
from puskesos.database import database
from tests.cast import Cast


def test_numbers_follow_each_other_per_hub_kind_and_period(cast: Cast) -> None:
    given = [
        next_number(hub.id, kind, period)
        for hub, kind, period in [
            (cast.hub, "kasus", "2611"),
            (cast.hub, "kasus", "2611"),
            (cast.hub, "kasus", "2612"),
            (cast.hub, "penugasan", "2611"),
            (cast.other_hub, "kasus", "2611"),
        ]
    ]
    assert given == [1, 2, 1, 1, 1]


def test_a_failed_transaction_gives_its_number_back(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), database.atomic():
        next_number(cast.hub.id, "kasus", "2611")
        raise ZeroDivisionError
    assert next_number(cast.hub.id, "kasus", "2611") == 1
