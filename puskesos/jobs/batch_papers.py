"""One paper of a batch, made for its asker as the asker would get it now; None for what does not open (any more)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from puskesos import clock
from puskesos.documents.assigned_work import assigned_work_html, assigned_work_pdf
from puskesos.documents.bring_list import bring_list_pdf
from puskesos.documents.case_sheet import case_sheet_pdf, open_case_file
from puskesos.documents.receipt import receipt_pdf
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.queries.case import find_case
from puskesos.queries.hub import days_off
from puskesos.queries.print_batch import may_print
from puskesos.queries.volunteer import find_volunteer_user, work_to_print
from puskesos.rules.print_batch import NEEDED, BatchPaper, Part
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
    if part.paper == BatchPaper.DAFTAR_PENUGASAN:
        return _assigned_work(int(part.about), desk)
    case = find_case(desk.asker, part.about) if may_print(desk.asker, part.about, desk.now) else None
    if case is None:
        return None
    return lambda: _OF_CASE[part.paper](case, desk)


def _case_sheet(case: Case, desk: Desk) -> bytes:
    return case_sheet_pdf(open_case_file(case, desk.hub, reader=desk.asker, base_url=desk.address, now=desk.now))


def _receipt(case: Case, desk: Desk) -> bytes:
    return receipt_pdf(case, **desk.facts())


def _bring_list(case: Case, desk: Desk) -> bytes:
    return bring_list_pdf(case, **desk.facts())


def _assigned_work(volunteer_id: int, desk: Desk) -> Print | None:
    if find_volunteer_user(desk.hub.id, volunteer_id) is None:
        return None

    def paper() -> bytes:
        html = assigned_work_html(
            work_to_print(desk.hub.id, volunteer_id),
            hub=desk.hub,
            days_off=days_off(desk.hub.id),
            today=clock.today(desk.hub.zone, desk.now),
            printed_by=desk.asker.name,
            now=desk.now,
        )
        return assigned_work_pdf(html)

    return paper


_OF_CASE: dict[BatchPaper, Callable[[Case, Desk], bytes]] = {
    BatchPaper.LEMBAR_KASUS: _case_sheet,
    BatchPaper.TANDA_TERIMA: _receipt,
    BatchPaper.PERLU_DIBAWA: _bring_list,
}
