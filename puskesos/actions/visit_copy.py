"""A visit report that staff copy from the sheet its volunteer filled by pen, once that sheet was scanned."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from puskesos.actions.assignment import move_assignment
from puskesos.actions.submission import run_once
from puskesos.actions.visit import VisitEntry, write_report
from puskesos.errors import Conflict, RuleBroken
from puskesos.models.assignment import Assignment
from puskesos.queries.scan import scans_of_task
from puskesos.rules.assignment_path import REPORT_AWAITED_IN, AssignmentState
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

NO_SHEET = "Belum ada lembar yang dipindai untuk tugas ini. Pindai dulu lembarnya di Pindaian."
NOT_AWAITED = "Laporan tugas ini tidak lagi ditunggu. Periksa keadaan terbaru."


def copy_report(assignment: Assignment, entry: VisitEntry, *, key: str, actor: Viewer, now: datetime) -> str:
    """Record what the scanned sheet says as the volunteer's report and return the task's number; history and audit
    name who copied it. The same `key` records one report.

    Raises RuleBroken without a scanned sheet, Conflict when no report is awaited (any more).
    """

    def effect() -> str:
        if not scans_of_task(assignment):
            raise RuleBroken(NO_SHEET)
        if assignment.state not in REPORT_AWAITED_IN:
            raise Conflict(NOT_AWAITED)
        if assignment.state == AssignmentState.DITUGASKAN:  # who has no phone has not accepted it there
            said = "Diterima; lembarnya sudah kembali."
            move_assignment(assignment, AssignmentState.DITERIMA, actor=actor, now=now, text=said, as_role=Role.PSM)
        return write_report(assignment, entry, (), actor=actor, now=now, from_sheet=True)

    told = {"assignment": assignment.number} | asdict(entry) | {"visited_at": None}
    return run_once(key, effect, actor=actor, action="visit_copied", fields=told, now=now)
