"""Reading volunteers' reports of needs: the own ones, and all of the hub for the counter and the koordinator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Expression, ModelSelect, Value, fn
from peewee import Case as Choose

from puskesos.models.case import Case
from puskesos.models.field_report import FieldPhoto, FieldReport
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.user import User
from puskesos.queries.case_door import openable
from puskesos.queries.prepared import prepared, slot
from puskesos.rules.field_report import FieldReportState
from puskesos.rules.names import initials
from puskesos.rules.permissions import Permission
from puskesos.rules.viewer import Viewer

PAGE = 30
DRAF = str(FieldReportState.DRAF)
UNSEEN = (FieldReport.urgent == Value(True), FieldReport.seen_at.is_null())


@dataclass(frozen=True)
class ReportFilter:
    """What the counter's list is narrowed to; `state` is empty for all."""

    state: str = DRAF
    village: int | None = None
    text: str = ""


def scope(viewer: Viewer) -> Expression:
    """Own hub for who receives reports, the own ones for who writes them, nothing for others."""
    in_hub = FieldReport.hub == viewer.hub_id
    if viewer.can(Permission.RECEIVE_REPORTS):
        return in_hub
    return in_hub & (FieldReport.reported_by == viewer.id) if viewer.can(Permission.REPORT_NEED) else Value(1) == 0


def find_report(viewer: Viewer, number: str) -> FieldReport | None:
    """The report of that number with village, service, reporter and case joined, or None outside the scope."""
    return _joined().where(scope(viewer), FieldReport.number == number).get_or_none()


def find_own_report(viewer: Viewer, number: str) -> FieldReport | None:
    """The report of that number when the viewer wrote it."""
    own = FieldReport.reported_by == viewer.id
    return _joined().where(scope(viewer), own, FieldReport.number == number).get_or_none()


def own_reports(viewer: Viewer, before: int | None = None) -> list[FieldReport]:
    """Up to PAGE + 1 of the viewer's own reports, newest first; `before` is the last id seen."""
    query = _joined().where(scope(viewer), FieldReport.reported_by == viewer.id)
    query = query.where(FieldReport.id < before) if before else query
    return list(query.order_by(FieldReport.id.desc()).limit(PAGE + 1))


def list_reports(viewer: Viewer, wanted: ReportFilter, before: tuple[int, int] | None = None) -> list[FieldReport]:
    """Up to PAGE + 1 reports: urgent drafts first, then newest; `before` is (urgency, id) of the last one seen.

    Of a report whose case does not open for the viewer the name comes as initials.
    """
    urgency = Choose(None, (((FieldReport.state == DRAF) & FieldReport.urgent, 0),), 1)
    query = _joined(urgency.alias("urgency"), _opens(viewer).alias("opens")).where(scope(viewer))
    query = query.where(FieldReport.state == wanted.state) if wanted.state else query
    query = query.where(FieldReport.village == wanted.village) if wanted.village else query
    for word in wanted.text.split():
        query = query.where(_holds(viewer, word))
    if before:
        last, row_id = before
        query = query.where((urgency > last) | ((urgency == last) & (FieldReport.id < row_id)))
    rows = list(query.order_by(urgency, FieldReport.id.desc()).limit(PAGE + 1))
    for row in rows:
        row.name = row.name if row.opens or not row.name else initials(row.name)
    return rows


def photos_of_report(report: FieldReport) -> list[FieldPhoto]:
    """Its photos, oldest first."""
    return list(FieldPhoto.select().where(FieldPhoto.report == report.id).order_by(FieldPhoto.id))


def find_field_photo(report: FieldReport, photo_id: int) -> FieldPhoto | None:
    """A photo of this report."""
    return FieldPhoto.get_or_none(FieldPhoto.id == photo_id, FieldPhoto.report == report.id)


def waiting_reports(hub_id: int) -> dict[str, int]:
    """How many drafts wait (`reports`), and how many urgent ones nobody has taken note of (`alarms`)."""
    return dict(_waiting(hub=hub_id)[0]._asdict())


def counted_reports() -> tuple[ModelSelect, ModelSelect]:
    """The counts of `waiting_reports` as two columns of a query with a slot for the hub."""
    is_waiting = (FieldReport.hub == slot("hub")) & (FieldReport.state == DRAF)
    drafts = FieldReport.select(fn.COUNT(FieldReport.id)).where(is_waiting)
    return drafts.alias("reports"), drafts.where(*UNSEEN).alias("alarms")


@prepared
def _waiting() -> ModelSelect:
    return Hub.select(*counted_reports()).where(Hub.id == slot("hub"))


def _joined(*more: Any) -> ModelSelect:
    return (
        FieldReport.select(FieldReport, Village, Service, User, Case, *more)
        .join(Village)
        .switch(FieldReport)
        .join(Service, JOIN.LEFT_OUTER)
        .switch(FieldReport)
        .join(User, on=(FieldReport.reported_by == User.id))
        .switch(FieldReport)
        .join(Case, JOIN.LEFT_OUTER)
    )


def _opens(viewer: Viewer) -> Expression:
    """Whether the report is no part of a restricted case that is closed to the viewer."""
    return FieldReport.case.is_null() | (Case.restricted == Value(False)) | openable(viewer)


def _holds(viewer: Viewer, word: str) -> Expression:
    """A word of the number, or of what the viewer may read of the person."""
    told = FieldReport.name.contains(word) | FieldReport.story.contains(word) | FieldReport.place.contains(word)
    return FieldReport.number.contains(word) | (_opens(viewer) & told)
