"""Small figures in tables that leave the hub: hidden so that no sum tells them (domain.md 6.3 (10)).

The rule is for siblings, figures that add up to a sum that is shown. Those of 1 to 4 become "<5" where the sum leaves
each of them any value from 1 to 4; else they are merged with the next smallest until at least two are hidden that come
to five or more, and then nothing is said of their size. Sums of such figures are themselves siblings one step up, and
below a hidden sum everything is hidden. Sums in the other direction are not given: a table is a tree, never a grid.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5
SMALL, MERGED = "<5", "gab."
LEGEND = (
    f"{SMALL}: kurang dari {LEAST}. {MERGED}: digabung dengan angka lain dalam jumlahnya, supaya angka kecil tidak "
    "dapat dihitung kembali."
)
NO_SUMS = "Jumlah tiap kolom umur tidak dicantumkan karena alasan yang sama."

Shown = int | str


def is_small(number: int) -> bool:
    """Whether so few people could be known by it."""
    return 0 < number < LEAST


def hide_siblings(numbers: Sequence[int]) -> list[Shown]:
    """Figures whose sum is shown, none of them 1 to 4 any more. The sum is zero or LEAST and more."""
    small = [place for place, number in enumerate(numbers) if is_small(number)]
    if leaves_open(len(small), sum(numbers[place] for place in small)):
        return [SMALL if is_small(number) else number for number in numbers]
    merged = _merged(numbers, small)
    return [MERGED if place in merged else number for place, number in enumerate(numbers)]


def leaves_open(count: int, total: int) -> bool:
    """Whether so many figures of 1 to 4 with this sum may each still be any of 1, 2, 3, 4."""
    return count + LEAST - 2 <= total <= (LEAST - 1) * count - (LEAST - 2)


def _merged(numbers: Sequence[int], small: Sequence[int]) -> set[int]:
    """The places that become one sum: the small ones and as many of the next smallest as it takes, zeros last."""
    merged = set(small)
    others = sorted(set(range(len(numbers))) - merged, key=lambda place: (numbers[place] == 0, numbers[place]))
    while merged and others and (len(merged) < 2 or sum(numbers[place] for place in merged) < LEAST):
        merged.add(others.pop(0))
    return merged
