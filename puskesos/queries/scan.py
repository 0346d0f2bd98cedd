"""Reading scanned pages: whose tray they are in, what became of a batch, and which case a page's codes name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from peewee import JOIN, Expression, ModelSelect, fn

from puskesos.models.assignment import Assignment
from puskesos.models.attachment import Attachment
from puskesos.models.case import Case
from puskesos.models.referral import Referral
from puskesos.models.sheet import Scan, ScanBatch, ScanFile, SheetOut
from puskesos.models.user import User
from puskesos.queries.prepared import slot
from puskesos.rules.roles import Role
from puskesos.rules.scan import ScanState, ScanTrouble
from puskesos.rules.sheet import MarkKind, MarkRead, SheetPaper, read_mark
from puskesos.rules.viewer import Viewer

PAGE = 24


@dataclass(frozen=True)
class Named:
    """What the codes of a page name: a case with the sheet, or the trouble with them."""

    code: str = ""
    title: str = "Hasil pindai"
    case_id: int | None = None
    sheet_id: int | None = None
    assignment_id: int | None = None
    trouble: str = ""


def scope(viewer: Viewer) -> Expression:
    """The condition on Scan: nobody knows yet whose an unread page is, so only who scanned it and the koordinator see
    it."""
    mine = Scan.hub == viewer.hub_id
    return mine if viewer.has_role(Role.KOORDINATOR) else mine & (Scan.created_by == viewer.id)


def find_scan(viewer: Viewer, scan_id: int) -> Scan | None:
    """A page within the viewer's scope, with its file joined."""
    return Scan.select(Scan, ScanFile).join(ScanFile).where(Scan.id == scan_id, scope(viewer)).get_or_none()


def find_scans(viewer: Viewer, ids: Iterable[int]) -> list[Scan]:
    """Those of these pages that the viewer's scope holds; at most PAGE."""
    return list(Scan.select().where(Scan.id.in_(list(ids)[:PAGE]), scope(viewer)).order_by(Scan.id))


def tray(viewer: Viewer, *, after: int = 0) -> list[Scan]:
    """Up to PAGE + 1 pages that wait to be placed, oldest first."""
    waits = Scan.state == str(ScanState.MENUNGGU)
    query = Scan.select(Scan, ScanFile).join(ScanFile).where(scope(viewer), waits, Scan.id > after)
    return list(query.order_by(Scan.id).limit(PAGE + 1))


def count_tray(viewer: Viewer) -> int:
    """How many pages wait to be placed."""
    return Scan.select().where(scope(viewer), Scan.state == str(ScanState.MENUNGGU)).count()


def next_in_tray(viewer: Viewer, after: int) -> int | None:
    """The page that waits next after this one, beginning anew after the last; None when no other waits."""
    waits = scope(viewer) & (Scan.state == str(ScanState.MENUNGGU)) & (Scan.id != after)
    return Scan.select(Scan.id).where(waits).order_by(Scan.id < after, Scan.id).limit(1).scalar()


def counted_tray(*, everybodys: bool) -> ModelSelect:
    """The same as a column `scans` of a query with slots for hub and viewer: of the hub, or what the viewer scanned."""
    waits = (Scan.hub == slot("hub")) & (Scan.state == str(ScanState.MENUNGGU))
    query = Scan.select(fn.COUNT(Scan.id)).where(waits)
    return (query if everybodys else query.where(Scan.created_by == slot("viewer"))).alias("scans")


def find_batch(viewer: Viewer, batch_id: int) -> ScanBatch | None:
    """A batch of the viewer, or any of the hub for the koordinator."""
    return ScanBatch.get_or_none(ScanBatch.id == batch_id, _batches(viewer))


def recent_batches(viewer: Viewer, most: int = 10) -> list[Any]:
    """The newest batches with how many pages were filed, wait and were thrown away."""

    def counted(state: ScanState) -> Expression:
        return fn.COUNT(Scan.id).filter(Scan.state == str(state)).alias(str(state))

    columns = (ScanBatch.id, ScanBatch.created_at, ScanBatch.ended_at, User.name.alias("by"))
    query = ScanBatch.select(*columns, *(counted(state) for state in ScanState)).join(User)
    query = query.switch(ScanBatch).join(Scan, JOIN.LEFT_OUTER, on=(Scan.batch == ScanBatch.id))
    return list(
        query.where(_batches(viewer)).group_by(*columns).order_by(ScanBatch.id.desc()).limit(most).namedtuples()
    )


def pages_of(batch: ScanBatch) -> list[Scan]:
    """The pages of a batch in their order, with the case that each was filed under."""
    query = Scan.select(Scan, ScanFile, Case).join(ScanFile).switch(Scan)
    query = query.join(Case, JOIN.LEFT_OUTER, on=(Scan.case == Case.id))
    return list(query.where(Scan.batch == batch.id).order_by(Scan.id))


def files_of(batch: ScanBatch) -> list[ScanFile]:
    """The files of a batch in their order."""
    return list(ScanFile.select().where(ScanFile.batch == batch.id).order_by(ScanFile.position))


def page_before(scan: Scan) -> Scan | None:
    """The filed page of the same file that came last before this one: its other side, perhaps."""
    filed = (Scan.file == scan.file_id) & (Scan.page < scan.page) & (Scan.state == str(ScanState.TERCATAT))
    query = Scan.select(Scan, Case).join(Case).where(filed)
    return query.order_by(Scan.page.desc()).first()


def pages_after(scan: Scan) -> list[Scan]:
    """The unread pages of the same file that follow this one without a gap: the rest of the same sheet, perhaps."""
    later = Scan.select().where(Scan.file == scan.file_id, Scan.page > scan.page).order_by(Scan.page)
    return list(takewhile(lambda one: one.state == ScanState.MENUNGGU and one.trouble == ScanTrouble.TANPA_KODE, later))


def scans_of_task(assignment: Assignment) -> list[Scan]:
    """The filed pages of a task's sheets whose attachment nobody took away, oldest first."""
    query = Scan.select(Scan, Attachment).join(Attachment)
    return list(query.where(Scan.assignment == assignment.id, Attachment.removed_at.is_null()).order_by(Scan.id))


def find_scan_of_task(assignment: Assignment, scan_id: int) -> Scan | None:
    """One of `scans_of_task` by its id."""
    return next((scan for scan in scans_of_task(assignment) if scan.id == scan_id), None)


def name_page(hub_id: int, texts: Iterable[str], digest: Callable[[str], str]) -> Named:
    """What the QR codes of a page name in this hub; of the token of a letter only its digest is stored."""
    kinds = list(MarkKind)
    marks = sorted({mark for text in texts if (mark := read_mark(text))}, key=lambda mark: kinds.index(mark.kind))
    if not marks:
        return Named(trouble=str(ScanTrouble.TANPA_KODE))
    code = marks[0].value if marks[0].kind != MarkKind.RUJUKAN else ""  # a token opens the letter: never kept
    found = [one for mark in marks if (one := _name(hub_id, mark, digest))]
    if not found:
        return Named(code, trouble=str(ScanTrouble.ASING))
    if len({one.case_id for one in found}) > 1:
        return Named(code, trouble=str(ScanTrouble.DUA_KASUS))
    return found[0]


def _name(hub_id: int, mark: MarkRead, digest: Callable[[str], str]) -> Named | None:
    if mark.kind == MarkKind.LEMBAR:
        return name_sheet(hub_id, mark.value)
    return _of_case(hub_id, mark.value) if mark.kind == MarkKind.KASUS else _of_letter(hub_id, digest(mark.value))


def name_sheet(hub_id: int, code: str) -> Named | None:
    """What the code of a sheet names in this hub."""
    query = SheetOut.select(SheetOut, Assignment.number.alias("task")).join(Assignment, JOIN.LEFT_OUTER)
    row = query.where(SheetOut.hub == hub_id, SheetOut.code == code).objects().first()
    if row is None:
        return None
    title = " ".join(filter(None, [SheetPaper(row.paper).label, row.task]))
    return Named(code, title, row.case_id, row.id, row.assignment_id)


def _of_case(hub_id: int, number: str) -> Named | None:
    case = Case.select(Case.id).where(Case.hub == hub_id, Case.number == number).scalar()
    return Named(number, case_id=case) if case else None


def _of_letter(hub_id: int, token_hash: str) -> Named | None:
    """Also an expired letter: who holds the paper brings its answer."""
    query = Referral.select(Referral.case, Referral.letter_number).where(
        Referral.hub == hub_id, Referral.token_hash == token_hash
    )
    row = query.first()
    return Named(title=f"Surat rujukan {row.letter_number}"[:80], case_id=row.case_id) if row else None


def _batches(viewer: Viewer) -> Expression:
    mine = ScanBatch.hub == viewer.hub_id
    return mine if viewer.has_role(Role.KOORDINATOR) else mine & (ScanBatch.created_by == viewer.id)
