"""The path of a case as a drawing, laid out from the table of steps alone: pure numbers, a template draws them.

One state stands below the other. A step to the next state is a short arrow; steps further down run along lanes on the
right, steps back up along lanes on the left. A lane belongs to one goal, so that what leads there flows together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from puskesos.rules.case_path import CLOSED_STATES, TRANSITIONS, CaseState
from puskesos.rules.path import Transition

BOX_WIDTH, BOX_HEIGHT, ROW, LANE, MARGIN, ARROW = 168, 34, 58, 11, 8, 5


@dataclass(frozen=True)
class Box:
    """A state at its place; `is_final` for those that end a case."""

    state: CaseState
    x: int
    y: int
    is_final: bool


@dataclass(frozen=True)
class Line:
    """One step: `path` is SVG path data, `head` the points of its arrow, `kind` turus, maju, mundur or darurat."""

    source: CaseState
    target: CaseState
    label: str
    path: str
    head: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    """The whole picture and its size."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def draw_path(table: Iterable[Transition[CaseState]] = TRANSITIONS) -> Drawing:
    """Lay the table out."""
    steps = list(table)
    lanes = {kind: _lanes(steps, kind) for kind in ("maju", "mundur", "darurat")}
    left = MARGIN + LANE * (len(lanes["mundur"]) + 1)
    right = LANE * (len(lanes["maju"]) + len(lanes["darurat"]) + 1) + MARGIN
    boxes = tuple(Box(state, left, MARGIN + ROW * row, state in CLOSED_STATES) for row, state in enumerate(CaseState))
    places = {box.state: box for box in boxes}
    lines = tuple(_line(step, places, lanes) for step in steps)
    height = boxes[-1].y + BOX_HEIGHT + MARGIN
    return Drawing(left + BOX_WIDTH + right, height, boxes, lines)


def _kind(step: Transition[CaseState]) -> str:
    """An emergency's step, a step to the very next state, one further on, or one back."""
    order = list(CaseState)
    distance = order.index(step.target) - order.index(step.source)
    if not step.roles:
        return "darurat"
    return "turus" if distance == 1 else "maju" if distance > 0 else "mundur"


def _lanes(steps: list[Transition[CaseState]], kind: str) -> list[CaseState]:
    """The goals that have a lane of this kind: inside those near, outside those far."""
    reach: dict[CaseState, int] = {}
    order = list(CaseState)
    for step in steps:
        if _kind(step) == kind:
            length = abs(order.index(step.target) - order.index(step.source))
            reach[step.target] = max(reach.get(step.target, 0), length)
    return sorted(reach, key=lambda goal: (reach[goal], order.index(goal)))


def _line(step: Transition[CaseState], places: dict[CaseState, Box], lanes: dict[str, list[CaseState]]) -> Line:
    kind, start, goal = _kind(step), places[step.source], places[step.target]
    if kind == "turus":
        x, top, end = start.x + BOX_WIDTH // 2, start.y + BOX_HEIGHT, goal.y
        head = f"{x},{end} {x - ARROW},{end - 2 * ARROW} {x + ARROW},{end - 2 * ARROW}"
        return Line(step.source, step.target, step.label, f"M{x} {top}V{end - ARROW}", head, kind)
    side = -1 if kind == "mundur" else 1
    edge = start.x if side < 0 else start.x + BOX_WIDTH
    place = lanes[kind].index(step.target) + (len(lanes["maju"]) if kind == "darurat" else 0)
    lane = edge + side * LANE * (place + 1)
    out, into = start.y + BOX_HEIGHT * 2 // 3, goal.y + BOX_HEIGHT // 3
    bend = 6 if into > out else -6
    path = (
        f"M{edge} {out}H{lane - side * 6}Q{lane} {out} {lane} {out + bend}"
        f"V{into - bend}Q{lane} {into} {lane - side * 6} {into}H{edge + side * ARROW}"
    )
    tip = edge + side * 2 * ARROW
    return Line(
        step.source, step.target, step.label, path, f"{edge},{into} {tip},{into - ARROW} {tip},{into + ARROW}", kind
    )
