"""Rekap untuk dikirim: the ready tables of a month on screen with their lists behind, and as files for others."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from puskesos import clock
from puskesos.actions.recap import note_recap
from puskesos.queries.report import MonthFigures, figures_of
from puskesos.queries.report_spm import spm_year
from puskesos.rules.activity import Month, beside
from puskesos.rules.permissions import Permission
from puskesos.rules.recap_sheet import UNKNOWN, RecapKind, RecapSheet, grids_of, is_unknown, sheets_of, spm_sheet
from puskesos.rules.report import DEFINITIONS
from puskesos.security.guard import requires, viewer
from puskesos.sheets.recap_sheets import recap_book
from puskesos.sheets.writing import XLSX_TYPE
from puskesos.views.answer import current_hub, hub_today, respond
from puskesos.views.recap_shown import marks_of, tables_of
from puskesos.views.report_shown import asked_month

blueprint = Blueprint("recap", __name__, url_prefix="/laporan/rekap")


@blueprint.get("")
@requires(Permission.SEE_REPORT)
def index() -> Response:
    month = asked_month()
    figures = figures_of(current_hub(), month)
    grids = {kind: grids_of(kind, figures.items, figures.labels) for kind in RecapKind}
    before, after = beside(month, hub_today())
    return respond(
        "recap/index.html",
        month=month,
        before=before,
        after=after,
        closed=figures.report,
        kinds=list(RecapKind),
        unknown={kind: UNKNOWN for kind in RecapKind if is_unknown(kind, figures.unknown)},
        tables={kind: tables_of(found, month, figures.labels) for kind, found in grids.items()},
        spm=_spm(month, leaves=False),
        definitions=DEFINITIONS,
    )


@blueprint.get("/<string:recap>.xlsx")
@requires(Permission.SEE_REPORT)
def file(recap: str) -> Response:
    if recap not in set(RecapKind):
        abort(404)
    kind, month, now = RecapKind(recap), asked_month(), clock.now()
    figures = figures_of(current_hub(), month)
    sheets = _sheets(kind, month, figures)
    content = recap_book(f"{kind.label.upper()} {month.label}", marks_of(figures, current_hub(), viewer(), now), sheets)
    note_recap(kind, month, sum(len(sheet.lines) for sheet in sheets), actor=viewer(), now=now)
    headers = {"Content-Disposition": f'attachment; filename="rekap-{kind}-{month}.xlsx"'}
    return Response(content, mimetype=XLSX_TYPE, headers=headers)


def _sheets(kind: RecapKind, month: Month, figures: MonthFigures) -> list[RecapSheet]:
    if kind == RecapKind.SPM:
        return [_spm(month, leaves=True)]
    return sheets_of(kind, figures.items, figures.labels, figures.unknown)


def _spm(month: Month, *, leaves: bool) -> RecapSheet:
    year = spm_year(current_hub(), month.first.year, month.last)
    return spm_sheet(year.lines, month.first.month, leaves=leaves)
