"""Small charts laid out as plain numbers: bars, columns and lines; a template draws them (macros/chart.html).

All have the same width in units of the drawing; a unit is about a pixel on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH = 340
ROW, THICK, BESIDE = 34, 12, 106  # of bars: a line with its name, the bar, and the room for words behind it
TOP, PLOT, LEFT = 12, 130, 34  # of columns and lines
NAME_LETTERS = 48


@dataclass(frozen=True)
class Bar:
    """A horizontal bar; its first `part` units are hatched."""

    name: str
    words: str
    y: int
    length: float
    part: float


@dataclass(frozen=True)
class Tick:
    """A place on an axis with its word; `year` stands below the word where one begins."""

    at: float
    word: str
    year: str = ""


@dataclass(frozen=True)
class Column:
    """A vertical column with its figure above; hatched when it `is_open`, because the month is not over."""

    x: float
    y: float
    width: float
    height: float
    figure: int
    is_open: bool


@dataclass(frozen=True)
class Line:
    """A line through points; each has a mark of the series' own shape, so that no colour is needed."""

    name: str
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True)
class Chart:
    """Everything of one drawing. `name` is the stem of its ids; `limit` a line across bars with its words."""

    name: str
    title: str
    told: str
    height: int
    bars: tuple[Bar, ...] = ()
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    rungs: tuple[Tick, ...] = ()
    ticks: tuple[Tick, ...] = ()
    limit: Tick | None = None
    legend: tuple[str, ...] = field(default=())
    width: int = WIDTH
    left: int = LEFT
    thick: int = THICK

    @property
    def bottom(self) -> int:
        """Where the axis of columns and lines lies."""
        return TOP + PLOT


@dataclass(frozen=True)
class Row:
    """What a bar shows: its value, the part of it that is hatched, and the words behind it."""

    name: str
    value: float
    words: str
    part: float = 0


def draw_bars(
    name: str, title: str, told: str, rows: Sequence[Row], *, limit: tuple[float, str] | None = None, legend: str = ""
) -> Chart:
    """Bars below each other; a limit is drawn as a dashed line with its words above."""
    head = 18 if limit else 2
    most = max([row.value for row in rows] + [limit[0] if limit else 0, 1])
    scale = (WIDTH - BESIDE) / most
    bars = tuple(
        Bar(shorten(row.name), row.words, head + ROW * place, _at(row.value * scale), _at(row.part * scale))
        for place, row in enumerate(rows)
    )
    line = Tick(_at(limit[0] * scale), limit[1]) if limit else None
    return Chart(name, title, told, head + ROW * len(rows), bars, limit=line, legend=(legend,) if legend else ())


def draw_columns(
    name: str, title: str, told: str, months: Sequence[tuple[str, str]], values: Sequence[int], *, is_open: bool
) -> Chart:
    """Columns side by side; `months` are word and year; the last one hatched when it is not over."""
    top, step = max([*values, 1]), (WIDTH - 4) / max(len(values), 1)
    width = min(step * 0.72, 34)
    columns = []
    for place, value in enumerate(values):
        height = _at(value / top * PLOT)
        x = 2 + step * place + (step - width) / 2
        last = is_open and place == len(values) - 1
        columns.append(Column(_at(x), TOP + PLOT - height, _at(width), height, value, last))
    ticks = _ticks([column.x + column.width / 2 for column in columns], months)
    return Chart(name, title, told, TOP + PLOT + 32, columns=tuple(columns), ticks=ticks, left=0)


def draw_lines(
    name: str, title: str, told: str, months: Sequence[tuple[str, str]], series: Sequence[tuple[str, Sequence[int]]]
) -> Chart:
    """Lines over months, with rungs at round numbers."""
    rungs = round_numbers(max([value for _, values in series for value in values] + [1]))
    step = (WIDTH - LEFT - 22) / max(len(months) - 1, 1)
    across = [_at(LEFT + 8 + step * place) for place in range(len(months))]
    lines = tuple(
        Line(label, tuple((x, _height(value, rungs[-1])) for x, value in zip(across, values, strict=True)))
        for label, values in series
    )
    drawn = tuple(Tick(_height(number, rungs[-1]), str(number)) for number in rungs)
    height = TOP + PLOT + 32
    legend = tuple(label for label, _ in series)
    return Chart(name, title, told, height, lines=lines, rungs=drawn, ticks=_ticks(across, months), legend=legend)


def round_numbers(most: float) -> list[int]:
    """Round numbers from 0 to at least `most`, at most six of them."""
    step = next(one * 10**power for power in range(12) for one in (1, 2, 5) if one * 10**power * 5 >= most)
    return list(range(0, step * 6, step))[: -(-int(most) // step) + 1]


def shorten(text: str, most: int = NAME_LETTERS) -> str:
    """A name as long as a bar has room for; the table behind the drawing has it whole."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _ticks(places: Sequence[float], months: Sequence[tuple[str, str]]) -> tuple[Tick, ...]:
    years = [year for _, year in months]
    fresh = [place == 0 or years[place] != years[place - 1] for place in range(len(years))]
    return tuple(
        Tick(_at(at), word, year if new else "") for at, (word, year), new in zip(places, months, fresh, strict=True)
    )


def _height(value: float, top: int) -> float:
    return _at(TOP + PLOT - value / top * PLOT)


def _at(number: float) -> float:
    return round(number, 1)
