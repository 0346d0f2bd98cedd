"""The drawing shows the table: every state once, every step once, nothing beside the paper."""

from __future__ import annotations

import re

from puskesos.rules.case_path import CLOSED_STATES, TRANSITIONS, CaseState
from puskesos.rules.path_drawing import BOX_HEIGHT, BOX_WIDTH, draw_path


def test_every_state_and_every_step_is_drawn_once() -> None:
    drawing = draw_path()
    assert [box.state for box in drawing.boxes] == list(CaseState)
    assert {box.state for box in drawing.boxes if box.is_final} == CLOSED_STATES
    drawn = [(line.source, line.target) for line in drawing.lines]
    assert drawn == [(step.source, step.target) for step in TRANSITIONS]


def test_nothing_leaves_the_paper_and_no_lane_crosses_a_box() -> None:
    drawing = draw_path()
    left, right = drawing.boxes[0].x, drawing.boxes[0].x + BOX_WIDTH
    assert drawing.boxes[-1].y + BOX_HEIGHT <= drawing.height
    for line in drawing.lines:
        for x in map(int, re.findall(r"H(-?\d+)", line.path)):
            assert 0 <= x <= drawing.width
            assert line.kind == "turus" or x <= left or x >= right


def test_emergencies_are_drawn_apart() -> None:
    kinds = {(line.source, line.target): line.kind for line in draw_path().lines}
    assert kinds["terdaftar", "dilayani"] == "darurat" and kinds["selesai", "penanganan"] == "mundur"
    assert kinds["menunggu_penetapan", "dilayani"] == "turus" and kinds["terdaftar", "batal"] == "maju"
