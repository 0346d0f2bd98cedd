"""One paper of a batch, made for its asker as the asker would get it now; None for what does not open (any more)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from puskesos import clock
from puskesos.actions.sheet import hand_out
from puskesos.documents import bring_list, case_sheet, route_sheet, visit_sheet
from puskesos.documents.bring_list import bring_list_html
from puskesos.documents.case_sheet import case_sheet_html, open_case_file
from puskesos.documents.receipt import receipt_html
from puskesos.documents.route_sheet import route_html, walked_parts
from puskesos.documents.visit_sheet import SheetFacts, visit_sheet_html
from puskesos.jobs.batch_group import Draft
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.queries.assignment import find_assignment
from puskesos.queries.case import find_case
from puskesos.queries.print_batch import may_print
from puskesos.queries.volunteer import find_volunteer_user
from puskesos.rules.print_batch import NEEDED, BatchPaper, Part
from puskesos.rules.sheet import SheetPaper
from puskesos.rules.viewer import Viewer

MOST_PAGES = 2  # of a receipt
Make = Callable[[], Draft]


@dataclass(frozen=True)
class Desk:
    """Who prints, where and when; `address` begins the QR codes for staff."""

    hub: Hub
    asker: Viewer
    address: str
    now: datetime

    def facts(self) -> dict[str, object]:
        """What papers of a case need beside it."""
        return {"hub": self.hub, "base_url": self.address, "printed_by": self.asker.name, "now": self.now}


def open_paper(part: Part, desk: Desk) -> Make | None:
    """How to make a part; None when its asker lost the right to it, or when there is nothing of that name."""
    if not desk.asker.can(NEEDED[part.paper]):
        return None
    if part.paper == BatchPaper.RUTE:
        return _route(int(part.about), desk)
    if part.paper == BatchPaper.LEMBAR_KUNJUNGAN:
        return _visit_sheet(part.about, desk)
    case = find_case(desk.asker, part.about) if may_print(desk.asker, part.about, desk.now) else None
    return (lambda: _OF_CASE[part.paper](case, desk)) if case else None


def _case_sheet(case: Case, desk: Desk) -> Draft:
    """With a code, so that the sheet finds its case again when it comes back filled."""
    code = hand_out(SheetPaper.LEMBAR_KASUS, case, actor=desk.asker, now=desk.now)
    facts = {"reader": desk.asker, "base_url": desk.address, "now": desk.now}
    file = open_case_file(case, desk.hub, code=code, **facts)
    return Draft([partial(case_sheet_html, file, room) for room in case_sheet.ROOMS], case_sheet.MOST_PAGES)


def _receipt(case: Case, desk: Desk) -> Draft:
    return Draft([lambda: receipt_html(case, **desk.facts())], MOST_PAGES)


def _bring_list(case: Case, desk: Desk) -> Draft:
    return Draft([lambda: bring_list_html(case, **desk.facts())], bring_list.MOST_PAGES)


def _visit_sheet(number: str, desk: Desk) -> Make | None:
    task = find_assignment(desk.asker, number)
    if task is None or not may_print(desk.asker, task.case.number, desk.now):
        return None
    facts = SheetFacts(desk.hub, desk.address, desk.asker.name, desk.now)
    return lambda: Draft([lambda: visit_sheet_html(task, facts)], visit_sheet.MOST_PAGES)


def _route(volunteer_id: int, desk: Desk) -> Make | None:
    user = find_volunteer_user(desk.hub.id, volunteer_id)
    if user is None:
        return None
    today = clock.today(desk.hub.zone, desk.now)

    def paper() -> str:
        parts = walked_parts(replace(desk.asker, id=user.id), today)
        told = {"today": today, "printed_by": desk.asker.name, "now": desk.now}
        return route_html(parts, user.name, desk.hub, **told)

    return lambda: Draft([paper], route_sheet.MOST_PAGES)


_OF_CASE: dict[BatchPaper, Callable[[Case, Desk], Draft]] = {
    BatchPaper.LEMBAR_KASUS: _case_sheet,
    BatchPaper.TANDA_TERIMA: _receipt,
    BatchPaper.PERLU_DIBAWA: _bring_list,
}
