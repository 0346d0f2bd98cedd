"""How the month's report reads on screen: its tables with an address for each figure, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request, url_for

from puskesos.forms.base import HubForm
from puskesos.forms.report import CloseMonthForm, MonthNoteForm, ReopenMonthForm
from puskesos.queries.report import MonthFigures, closed_months, figures_of, first_month, reports_of
from puskesos.queries.report_corrections import changes_since_closing, open_corrections
from puskesos.rules.activity import Month, read_month
from puskesos.rules.permissions import Permission
from puskesos.rules.report import DEFINITIONS, Counted, Item, Labels, Parted
from puskesos.rules.report_balance import balance_of, closing_problem, month_to_close, reopening_problem
from puskesos.rules.report_saved import DEFINITION
from puskesos.rules.report_tables import Section, is_shown
from puskesos.rules.report_targets import has_targets, reach_of
from puskesos.rules.share import share_of_done, whole_percent
from puskesos.security.guard import viewer
from puskesos.views.answer import current_hub, hub_today

YEARS = 10
TOLD = tuple(map(str, (Parted.INSTANSI, Parted.RELAWAN, Parted.JENIS, Parted.PPKS, Parted.SPM)))


def asked_month() -> Month:
    """The month that the address names, else the one that is running."""
    return read_month(request.args.get("bulan", ""), hub_today(), YEARS)


def asked_parts() -> dict[str, str]:
    """By what a list is narrowed, as the address says."""
    return {str(name): request.args[str(name)][:60] for name in Parted if str(name) in request.args}


def words_of(parts: Mapping[str, str], labels: Labels) -> list[str]:
    """The narrowing in words: "Desa/kelurahan: Pantai Bahagia"."""
    return [f"{Parted(name).label}: {label_of(name, value, labels)}" for name, value in parts.items()]


def remarks_of(item: Item, labels: Labels) -> list[str]:
    """What a line says beside its case: office, volunteer, kind, PPKS, SPM."""
    return [label_of(name, item.parts[name], labels) for name in TOLD if name in item.parts]


def label_of(name: str, value: str, labels: Labels) -> str:
    """What a part's value is called."""
    return labels.get(name, {}).get(value) or value or "tidak diketahui"


def month_url(month: Month) -> str:
    return url_for("report.index", bulan=month)


def page_of(month: Month, **forms: HubForm) -> dict[str, object]:
    """Everything the page of a month needs; `forms` are those that came back with a complaint."""
    hub, today = current_hub(), hub_today()
    figures, closed, first = figures_of(hub, month), closed_months(hub.id), first_month(hub.id)
    return {
        "month": month,
        "first": first,
        "before": month.before if first and first.first < month.first else None,
        "after": month.after if month.first < Month.of(today).first else None,
        "is_running": today <= month.last,
        "closed": figures.report,
        "history": [one for one in reports_of(hub.id, month) if one.reopened_at],
        "note": figures.note,
        "balance": balance_of(figures.items),
        "tables": [(table, shown_columns(table.section, table.total)) for table in figures.tables],
        "definitions": DEFINITIONS,
        "share_of_done": share_of_done,
        "saved": figures.saved,
        "reach": {one.section.code: reach_of(one, figures.targets) for one in figures.tables if has_targets(one)},
        "whole_percent": whole_percent,
        "saved_definition": DEFINITION,
        "figure_url": lambda counted, parts: figure_url(month, counted, parts),
        **_corrected(figures),
        "to_close": month_to_close(today, closed, first) if viewer().can(Permission.CLOSE_REPORT) else None,
        "cannot_close": closing_problem(month, today, closed, first),
        "cannot_reopen": reopening_problem(month, closed),
        **_forms(figures),
        **forms,
    }


def figure_url(month: Month, counted: Counted, parts: Mapping[str, str]) -> str:
    """The address of the list behind a figure."""
    return url_for("report.listed", bulan=month, isi=counted, **parts)


def shown_columns(section: Section, total: tuple[int, ...]) -> list[int]:
    """The places of the columns that are shown: those for what is not known only where there is something."""
    return [place for place, column in enumerate(section.columns) if is_shown(column, total[place])]


def _corrected(figures: MonthFigures) -> dict[str, object]:
    """Corrections of earlier months that this report tells, and what changed in this one since it was closed."""
    hub = current_hub()
    if figures.report is None:
        return {"corrections": open_corrections(hub, figures.month), "changes": []}
    return {"corrections": figures.corrections, "changes": changes_since_closing(hub, figures.month)}


def _forms(figures: MonthFigures) -> dict[str, HubForm]:
    obstacles, proposals = figures.note
    known = {"obstacles": obstacles, "proposals": proposals, "version": figures.note_version}
    return {
        "note_form": MonthNoteForm(formdata=None, data=known),
        "close_form": CloseMonthForm(formdata=None),
        "reopen_form": ReopenMonthForm(formdata=None),
    }
