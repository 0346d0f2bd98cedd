"""Several cases or tasks with whom each may go to: proposed, chosen on the page, and as posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from puskesos.actions.errand import Errand
from puskesos.actions.reassigning import Handout, Transfer
from puskesos.models.assignment import Assignment
from puskesos.models.case import Case
from puskesos.queries.case_proposal import open_proposals
from puskesos.queries.suggestion import suggestions_for
from puskesos.rules.assignment_path import AssignmentKind
from puskesos.rules.proposal import ProposalKind
from puskesos.rules.suggestion import Suggestion, share_out
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, hub_today
from puskesos.views.assignment import report_due, usual_kind


@dataclass(frozen=True)
class CaseLine:
    """One case to hand out: what is asked there, whom the sharing proposes, who is chosen (id as text, or empty)."""

    case: Case
    kind: str
    instruction: str
    due_on: date
    told: list[Suggestion]
    advised: Suggestion | None
    chosen: str


@dataclass(frozen=True)
class TaskLine:
    """One task to hand on."""

    task: Assignment
    due_on: date
    told: list[Suggestion]
    advised: Suggestion | None
    chosen: str


def case_lines(cases: Sequence[Case], kind: str = "", instruction: str = "", to: str = "") -> list[CaseLine]:
    """The cases with their own kind unless one is asked for all; `to` chooses one volunteer for every case."""
    proposals = open_proposals(cases, ProposalKind.KUNJUNGAN) if cases else {}
    kind = kind if kind in set(AssignmentKind) else ""
    asked: dict[int, tuple[str, str, date]] = {}
    for case in cases:
        content = proposals[case.id].content if case.id in proposals else {}
        own = kind or usual_kind(case, content)
        asked[case.id] = (own, instruction or str(content.get("instruction") or ""), report_due(case, own))
    told = _told(cases, {number: due for number, (_, _, due) in asked.items()})
    advised = share_out(list(told), told, load_limit=current_hub().load_limit)
    return [
        CaseLine(case, *asked[case.id], told[case.id], one := advised.get(case.id), _chosen(case.number, one, to))
        for case in cases
    ]


def task_lines(tasks: Sequence[Assignment], without: int) -> list[TaskLine]:
    """The tasks of a volunteer with who else could go; a due date that is past begins anew."""
    today = hub_today()
    due = {task.id: task.due_on if task.due_on >= today else report_due(task.case, task.kind) for task in tasks}
    cases = list({task.case_id: task.case for task in tasks}.values())
    last = {case.id: max(due[task.id] for task in tasks if task.case_id == case.id) for case in cases}
    told = _told(cases, last, without)
    by_task = {task.id: told[task.case_id] for task in tasks}
    advised = share_out(list(by_task), by_task, load_limit=current_hub().load_limit)
    return [
        TaskLine(task, due[task.id], by_task[task.id], one := advised.get(task.id), _chosen(task.number, one))
        for task in tasks
    ]


def sent_numbers(name: str, most: int) -> list[str]:
    """The numbers of cases or tasks sent under this name; nonsense is left out before a database reads it."""
    sent = request.values.getlist(name)
    return [number for number in sent if number.isascii() and number.isprintable() and len(number) < 30][:most]


def handouts(lines: Sequence[CaseLine]) -> list[Handout]:
    """What was posted of the cases that somebody was chosen for."""
    return [
        Handout(line.case.number, _version(line.case.number), Errand(to, line.kind, line.instruction, line.due_on))
        for line in lines
        if (to := _whole(line.chosen))
    ]


def transfers(lines: Sequence[TaskLine]) -> list[Transfer]:
    """The same of tasks."""
    return [
        Transfer(line.task.number, _version(line.task.number), to, line.due_on)
        for line in lines
        if (to := _whole(line.chosen))
    ]


def _told(cases: Sequence[Case], due: Mapping[int, date], without: int = 0) -> dict[int, list[Suggestion]]:
    return suggestions_for(viewer(), cases, current_hub(), hub_today(), due=due, without=without)


def _chosen(number: str, advised: Suggestion | None, to: str = "") -> str:
    if request.method == "POST":
        return request.form.get(f"to-{number}", "")
    return to or (str(advised.candidate.id) if advised else "")


def _version(number: str) -> int:
    return _whole(request.form.get(f"version-{number}", ""))


def _whole(text: str) -> int:
    """A number as posted; 0, which is nobody and always stale, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
