"""One paper of a batch, made for its asker as the asker would get it now; None for what does not open (any more)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from puskesos import clock
from puskesos.actions.sheet import hand_out
from puskesos.documents import route_sheet, visit_sheet
from puskesos.documents.bring_list import bring_list_pdf
from puskesos.documents.case_sheet import case_sheet_pdf, open_case_file
from puskesos.documents.printing import print_pdf
from puskesos.documents.receipt import receipt_pdf
from puskesos.documents.route_sheet import route_html, walked_parts
from puskesos.documents.visit_sheet import SheetFacts, visit_sheet_html
from puskesos.jobs.batch_letter import open_letter
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.queries.assignment import find_assignment
from puskesos.queries.case import find_case
from puskesos.queries.print_batch import may_print
from puskesos.queries.volunteer import find_volunteer_user
from puskesos.rules.print_batch import NEEDED, BatchPaper, Part
from puskesos.rules.sheet import SheetPaper
from puskesos.rules.viewer import Viewer

Print = Callable[[], bytes]


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


def open_paper(part: Part, desk: Desk) -> Print | None:
    """How to print a part; None when its asker lost the right to it, or when there is nothing of that name."""
    if not desk.asker.can(NEEDED[part.paper]):
        return None
    if part.paper == BatchPaper.RUTE:
        return _route(int(part.about), desk)
    if part.paper == BatchPaper.LEMBAR_KUNJUNGAN:
        return _visit_sheet(part.about, desk)
    if part.paper == BatchPaper.SURAT:
        return open_letter(int(part.about), desk.hub, desk.asker, desk.now)
    case = find_case(desk.asker, part.about) if may_print(desk.asker, part.about, desk.now) else None
    return (lambda: _OF_CASE[part.paper](case, desk)) if case else None


def _case_sheet(case: Case, desk: Desk) -> bytes:
    """With a code, so that the sheet finds its case again when it comes back filled."""
    code = hand_out(SheetPaper.LEMBAR_KASUS, case, actor=desk.asker, now=desk.now)
    facts = {"reader": desk.asker, "base_url": desk.address, "now": desk.now}
    return case_sheet_pdf(open_case_file(case, desk.hub, code=code, **facts))


def _receipt(case: Case, desk: Desk) -> bytes:
    return receipt_pdf(case, **desk.facts())


def _bring_list(case: Case, desk: Desk) -> bytes:
    return bring_list_pdf(case, **desk.facts())


def _visit_sheet(number: str, desk: Desk) -> Print | None:
    task = find_assignment(desk.asker, number)
    if task is None or not may_print(desk.asker, task.case.number, desk.now):
        return None

    def paper() -> bytes:
        code = hand_out(SheetPaper.LEMBAR_KUNJUNGAN, task.case, assignment=task, actor=desk.asker, now=desk.now)
        facts = SheetFacts(desk.hub, desk.address, desk.asker.name, desk.now, code)
        return print_pdf(visit_sheet_html(task, facts), most_pages=visit_sheet.MOST_PAGES)

    return paper


def _route(volunteer_id: int, desk: Desk) -> Print | None:
    user = find_volunteer_user(desk.hub.id, volunteer_id)
    if user is None:
        return None
    today = clock.today(desk.hub.zone, desk.now)

    def paper() -> bytes:
        parts = walked_parts(replace(desk.asker, id=user.id), today)
        told = {"today": today, "printed_by": desk.asker.name, "now": desk.now}
        return print_pdf(route_html(parts, user.name, desk.hub, **told), most_pages=route_sheet.MOST_PAGES)

    return paper


_OF_CASE: dict[BatchPaper, Callable[[Case, Desk], bytes]] = {
    BatchPaper.LEMBAR_KASUS: _case_sheet,
    BatchPaper.TANDA_TERIMA: _receipt,
    BatchPaper.PERLU_DIBAWA: _bring_list,
}
