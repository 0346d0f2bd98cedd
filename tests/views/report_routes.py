"""Routes of the month's report and of everything counted."""

from __future__ import annotations

from tests.views.route_kinds import IN_HUB

REPORT_ROUTES: dict[str, str] = {
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
}
