"""Villages and the last sign of life from each: a case, a visit, a report from the field or an activity there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

SILENCE_DAYS = 14
LOOKED_BACK_DAYS = 365


@dataclass(frozen=True)
class Contact:
    """A village; `last_on` is None when nothing came from it within LOOKED_BACK_DAYS, `by` says what came last."""

    village: int
    name: str
    last_on: date | None
    by: str
    today: date

    @property
    def days(self) -> int:
        """Days without contact; LOOKED_BACK_DAYS when there was none."""
        return max(0, (self.today - self.last_on).days) if self.last_on else LOOKED_BACK_DAYS

    def is_silent(self, limit: int = SILENCE_DAYS) -> bool:
        return self.days >= limit


def contacts_of(
    villages: Iterable[tuple[int, str]], signs: Mapping[str, Mapping[int, date]], today: date
) -> list[Contact]:
    """Every village, the longest silent first. `signs` holds by kind (a word to show) the last day by village."""
    told = []
    for village, name in villages:
        days = [(last[village], kind) for kind, last in signs.items() if village in last]
        last_on, by = max(days, default=(None, ""), key=lambda pair: pair[0])
        told.append(Contact(village, name, last_on, by, today))
    return sorted(told, key=lambda one: (-one.days, one.last_on is not None, one.name.casefold()))
