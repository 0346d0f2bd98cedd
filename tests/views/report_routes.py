"""Routes of the month's report and of everything counted."""

from __future__ import annotations

from tests.views.route_kinds import IN_HUB, OF_HUB, OWN_ENTRY

REPORT_ROUTES: dict[str, str] = {
    "book.file": IN_HUB,
    "book.index": IN_HUB,
    "book.page": IN_HUB,
    "book.show": IN_HUB,
    "column_set.edit": OF_HUB,
    "column_set.index": IN_HUB,
    "column_set.new": IN_HUB,
    "column_set.remove": OWN_ENTRY,
    "export.book": IN_HUB,
    "guest.cancel": OF_HUB,
    "guest.edit": OF_HUB,
    "guest.new": IN_HUB,
    "recap.file": IN_HUB,
    "recap.index": IN_HUB,
    "report.close": IN_HUB,
    "report.index": IN_HUB,
    "report.listed": IN_HUB,
    "report.note": IN_HUB,
    "report.reopen": IN_HUB,
    "report_paper.book": IN_HUB,
    "report_paper.file": IN_HUB,
    "report_paper.page": IN_HUB,
    "report_settings.edit": IN_HUB,
    "spm_report.file": IN_HUB,
    "spm_report.index": IN_HUB,
    "spm_report.listed": IN_HUB,
    "spm_report.page": IN_HUB,
    "spm_report.sheet": IN_HUB,
    "report_overview.index": IN_HUB,
    "report_overview.intake": IN_HUB,
    "report_day.listed": IN_HUB,
    "report_day.show": IN_HUB,
    "report_send.file": IN_HUB,
    "report_send.show": IN_HUB,
}
