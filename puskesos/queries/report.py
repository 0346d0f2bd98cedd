"""The month's report of a hub: its items, the names of what they are parted by, and the reports that were closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from puskesos.catalogue import load
from puskesos.models.case_stay import CaseStay
from puskesos.models.hub import Hub, Service, Village
from puskesos.models.referral import Agency
from puskesos.models.report import MonthNote, MonthReport
from puskesos.models.user import User
from puskesos.queries.report_cases import case_items
from puskesos.queries.report_checks import check_items
from puskesos.queries.report_settings import distances_of
from puskesos.queries.report_welfare import welfare_items
from puskesos.queries.report_work import field_items, referral_items
from puskesos.rules.activity import ActivityKind, Month
from puskesos.rules.intake import Area, Pillar
from puskesos.rules.report import DECILES, Item, Labels, Parted
from puskesos.rules.report_kept import Kept
from puskesos.rules.report_saved import Distances, Saved, saved_of
from puskesos.rules.report_tables import Table, count_report
from puskesos.rules.spm import SHORT


@dataclass(frozen=True)
class MonthFigures:
    """A month as it is counted now, or as it was closed (`report` is then the row that says when and by whom).

    `note` is obstacles and proposals; `note_version` the version of that row, 0 where there is none. `distances`: see
    rules.report_saved.
    """

    month: Month
    items: Sequence[Item]
    labels: Labels
    note: tuple[str, str]
    report: MonthReport | None = None
    note_version: int = 0
    distances: Distances | None = None

    @property
    def tables(self) -> list[Table]:
        return count_report(self.items, self.labels)

    @property
    def saved(self) -> Saved:
        """The kilometres that the cases closed in the hub spared."""
        return saved_of(self.items, self.labels, self.distances)


def figures_of(hub: Hub, month: Month) -> MonthFigures:
    """The month as it was closed, else as it is now."""
    report = closed_report(hub.id, month)
    return kept_figures(report) if report else live_figures(hub, month)


def live_figures(hub: Hub, month: Month) -> MonthFigures:
    """The month as the data say now."""
    items = [
        *case_items(hub.id, month),
        *check_items(hub.id, month),
        *welfare_items(hub.id, month, hub.zone),
        *referral_items(hub.id, month, hub.zone),
        *field_items(hub.id, month, hub.zone),
    ]
    row = MonthNote.get_or_none(MonthNote.hub == hub.id, MonthNote.month == month.first)
    note, version = ((row.obstacles, row.proposals), row.version) if row else (("", ""), 0)
    found = distances_of(hub.id)
    return MonthFigures(month, items, labels_of(hub.id, items), note, note_version=version, distances=found)


def kept_figures(report: MonthReport) -> MonthFigures:
    """The month as it was closed."""
    kept = Kept.from_bytes(bytes(report.content))
    return MonthFigures(Month(report.month), kept.items, kept.labels, kept.note, report, distances=kept.distances)


def closed_report(hub_id: int, month: Month) -> MonthReport | None:
    """The report of a closed month; None while it is open."""
    mine = (MonthReport.hub == hub_id) & (MonthReport.month == month.first) & MonthReport.reopened_at.is_null()
    return MonthReport.get_or_none(mine)


def reports_of(hub_id: int, month: Month) -> list[MonthReport]:
    """Every closing of the month, newest first, without what was counted."""
    columns = [field for field in MonthReport._meta.sorted_fields if field is not MonthReport.content]
    rows = MonthReport.select(*columns).where(MonthReport.hub == hub_id, MonthReport.month == month.first)
    return list(rows.order_by(MonthReport.revision.desc()))


def closed_months(hub_id: int) -> list[Month]:
    """The closed months, oldest first."""
    rows = MonthReport.select(MonthReport.month).where(MonthReport.hub == hub_id, MonthReport.reopened_at.is_null())
    return [Month(first) for (first,) in rows.order_by(MonthReport.month).tuples()]


def first_month(hub_id: int) -> Month | None:
    """The month of the first case of the hub."""
    first = CaseStay.select(CaseStay.since).where(CaseStay.hub == hub_id).order_by(CaseStay.since).limit(1).scalar()
    return Month.of(first) if first else None


def labels_of(hub_id: int, items: Iterable[Item]) -> dict[str, dict[str, str]]:
    """The lines of every table: all areas, pillars, villages, deciles, PPKS and SPM; of the others those that occur."""
    found = _found(items)
    return {
        str(Parted.BIDANG): dict(Area.choices()),
        str(Parted.PILAR): dict(Pillar.choices()),
        str(Parted.DESIL): dict(DECILES),
        str(Parted.JENIS): dict(ActivityKind.choices()),
        str(Parted.PPKS): {row["code"]: f"{row['code']} {row['name']}" for row in load("ppks")},
        str(Parted.SPM): {code: f"{code} {short}" for code, short in SHORT.items()},
        str(Parted.DESA): _named(_villages(hub_id, found.get(str(Parted.DESA), set()))),
        str(Parted.LAYANAN): _named(_only(Service, found.get(str(Parted.LAYANAN)), Service.position)),
        str(Parted.INSTANSI): _named(_only(Agency, found.get(str(Parted.INSTANSI)), Agency.name)),
        str(Parted.RELAWAN): _named(_only(User, found.get(str(Parted.RELAWAN)), User.name)),
    }


def _found(items: Iterable[Item]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in items:
        for name, value in item.parts.items():
            found.setdefault(name, set()).add(value)
    return found


def _villages(hub_id: int, found: set[str]) -> Any:
    named = Village.active | Village.id.in_([int(value) for value in found if value])
    return Village.select(Village.id, Village.name).where(Village.hub == hub_id, named).order_by(Village.code)


def _only(model: Any, found: set[str] | None, order: Any) -> Any:
    ids = [int(value) for value in found or () if value]
    return model.select(model.id, model.name).where(model.id.in_(ids)).order_by(order, model.id)


def _named(rows: Any) -> dict[str, str]:
    return {str(row_id): name for row_id, name in rows.tuples()}
