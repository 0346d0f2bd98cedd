"""The way that families were spared: twice the distance to the SLRT/Dinsos office for each case closed in the hub.

A village whose distance nobody entered is named as unknown; its cases never count as 0 kilometres.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from puskesos.rules.report import UNKNOWN, Counted, Item, Labels, Parted

THERE_AND_BACK = 2
DEFINITION = (
    "Dua kali jarak dari desa ke kantor SLRT/Dinsos untuk setiap kasus yang selesai di hub. Desa yang jaraknya belum "
    "diisi tidak ikut dihitung."
)
Distances = Mapping[str, int]  # whole kilometres by the village's id as text


@dataclass(frozen=True)
class VillageSaved:
    """A village with what was closed in the hub; `distance` is None where nobody entered it."""

    value: str
    label: str
    closed: int
    distance: int | None

    @property
    def kilometres(self) -> int | None:
        """What its families were spared; None while the distance is unknown."""
        return None if self.distance is None else THERE_AND_BACK * self.distance * self.closed


@dataclass(frozen=True)
class Saved:
    """The villages with cases closed in the hub, by the lines of the report."""

    villages: tuple[VillageSaved, ...]

    @property
    def kilometres(self) -> int:
        """Of the villages whose distance is known."""
        return sum(one.kilometres or 0 for one in self.villages)

    @property
    def counted(self) -> int:
        """How many cases stand behind the kilometres."""
        return sum(one.closed for one in self.villages if one.kilometres is not None)

    @property
    def unknown(self) -> list[VillageSaved]:
        """Villages whose cases cannot count, because nobody entered their distance."""
        return [one for one in self.villages if one.kilometres is None]

    @property
    def by_village(self) -> dict[str, VillageSaved]:
        return {one.value: one for one in self.villages}


def saved_of(items: Iterable[Item], labels: Labels, distances: Distances | None) -> Saved:
    """What the month spared. Without `distances` (a month closed before they were kept) none is known."""
    name = str(Parted.DESA)
    closed = Counter(item.parts.get(name, UNKNOWN) for item in items if item.counted == Counted.DI_HUB)
    known = dict(labels.get(name, {}))
    known |= {value: value or "Desa tidak diketahui" for value in sorted(closed) if value not in known}
    found = distances or {}
    lines = (VillageSaved(value, label, closed[value], found.get(value)) for value, label in known.items())
    return Saved(tuple(line for line in lines if line.closed))
