"""The month's report of a hub: its items, and the reports that were closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import DateField

from puskesos.models.case_stay import CaseStay
from puskesos.models.hub import Hub
from puskesos.models.report import MonthNote, MonthReport
from puskesos.queries.prepared import prepared_models, slot
from puskesos.queries.report_behind import PEOPLE, SOURCES, count_sets, set_items
from puskesos.queries.report_cases import case_items
from puskesos.queries.report_checks import CHECK_SETS
from puskesos.queries.report_labels import labels_of
from puskesos.queries.report_settings import distances_of, targets_of
from puskesos.queries.report_spm import reached_items
from puskesos.queries.report_welfare import welfare_items
from puskesos.queries.report_work import FIELD_SETS, REFERRAL_SETS
from puskesos.rules.activity import Month
from puskesos.rules.period import Days
from puskesos.rules.report import Counted, Item, Labels
from puskesos.rules.report_balance import WORK, Correction
from puskesos.rules.report_grid import counted_in
from puskesos.rules.report_kept import Kept
from puskesos.rules.report_saved import Distances, Saved, saved_of
from puskesos.rules.report_tables import Table, count_report


@dataclass(frozen=True)
class MonthFigures:
    """A month as it is counted now, or as it was closed (`report` is then the row that says when and by whom).

    `note` is obstacles and proposals; `note_version` the version of that row, 0 where there is none. `distances`: see
    rules.report_saved; `targets`: rules.report_targets. `unknown` is what nobody counted yet when the month was closed:
    not zero, but not known; `corrections` what the closed report told of the months before.
    """

    month: Month
    items: Sequence[Item]
    labels: Labels
    note: tuple[str, str]
    report: MonthReport | None = None
    note_version: int = 0
    distances: Distances | None = None
    targets: Mapping[str, int] | None = None
    unknown: frozenset[Counted] = frozenset()
    corrections: Sequence[Correction] = ()

    @property
    def tables(self) -> list[Table]:
        """Those of which anything was counted when the month was closed."""
        tables = count_report(self.items, self.labels)
        return [table for table in tables if not self.unknown.issuperset(counted_in(table))]

    @property
    def saved(self) -> Saved:
        """The kilometres that the cases closed in the hub spared."""
        return saved_of(self.items, self.labels, self.distances)


FAMILIES: tuple[Callable[[Hub, Days], Iterable[Item]], ...] = (
    lambda hub, days: case_items(hub.id, days),
    lambda hub, days: welfare_items(hub.id, days, hub.zone),
    lambda hub, days: set_items(hub, days, (*REFERRAL_SETS, *FIELD_SETS, *CHECK_SETS)),
    lambda hub, days: reached_items(hub, days.last),
)


def figures_of(hub: Hub, month: Month) -> MonthFigures:
    """The month as it was closed, else as it is now."""
    report = closed_report(hub.id, month)
    return kept_figures(report) if report else live_figures(hub, month)


def live_figures(hub: Hub, month: Month) -> MonthFigures:
    """The month as the data say now."""
    return _with_words(hub, month, live_items(hub, month))


def live_items(hub: Hub, days: Days) -> list[Item]:
    """All items of a month or a day, as the data say now."""
    return [item for family in FAMILIES for item in family(hub, days)]


def count_work(hub: Hub, month: Month) -> dict[Counted, int]:
    """What is counted of the month's work beside its cases, as the data say now."""
    people = Counter(item.counted for item in welfare_items(hub.id, month, hub.zone))
    welfare = {one: people[one] for one in (Counted.PPKS, *PEOPLE) if one in WORK}
    return welfare | count_sets(hub, month, [*filter(SOURCES.get, WORK)])


def _with_words(hub: Hub, month: Month, items: Sequence[Item]) -> MonthFigures:
    row = MonthNote.get_or_none(MonthNote.hub == hub.id, MonthNote.month == month.first)
    note, version = ((row.obstacles, row.proposals), row.version) if row else (("", ""), 0)
    settings = {"distances": distances_of(hub.id), "targets": targets_of(hub.id, month.first.year)}
    return MonthFigures(
        month, items, labels_of(hub.id, (item.parts for item in items)), note, note_version=version, **settings
    )


def kept_figures(report: MonthReport) -> MonthFigures:
    """The month as it was closed."""
    content = content_of(report)
    settings = {"distances": content.distances, "targets": content.targets}
    about = (Month(report.month), content.items, content.labels, content.note, report)
    return MonthFigures(*about, **settings, unknown=content.unknown, corrections=content.corrections)


def content_of(report: MonthReport) -> Kept:
    """What was kept of a closed month."""
    return Kept.from_bytes(bytes(report.content))


def closed_report(hub_id: int, month: Month) -> MonthReport | None:
    """The report of a closed month; None while it is open."""
    return next(iter(_closed_report(hub=hub_id, month=DateField().db_value(month.first))), None)


@prepared_models
def _closed_report() -> Any:
    mine = (MonthReport.hub == slot("hub")) & (MonthReport.month == slot("month")) & MonthReport.reopened_at.is_null()
    return MonthReport.select().where(mine)


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
