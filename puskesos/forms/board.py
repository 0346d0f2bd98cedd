"""What can be typed on the board: the reason of a move, the name of a kept filter."""

from __future__ import annotations

from puskesos.forms.base import Day, HubForm, Needed, VersionForm, line, paragraph
from puskesos.forms.choices import pick_one
from puskesos.rules.assignment_path import AssignmentState


class MoveForm(VersionForm):
    """One step of a card; `target` is offered by the view, a reason is asked for where the step needs one."""

    target = pick_one("Langkah", AssignmentState, thing="langkah")
    reason = paragraph("Alasan", limit=500, description="Relawan membaca ini.")
    due_on = Day("Batas waktu baru")


class BoardViewForm(HubForm):
    """A name for the filter that stands in the address."""

    name = line("Nama saringan", Needed("nama saringan"), limit=40)
