"""What a volunteer's report has told already when the counter registers it."""

from __future__ import annotations

from flask import request

from puskesos.queries.field_report import find_report
from puskesos.rules.field_report import FieldReportState
from puskesos.rules.intake import Channel, Priority, Relation
from puskesos.security.guard import viewer


def reported_need() -> dict[str, object]:
    """The fields of the intake form for the draft that `?laporan=` names; empty without one."""
    number = request.args.get("laporan", "") if request.method == "GET" else ""
    report = find_report(viewer(), number) if number else None
    if report is None or report.state != FieldReportState.DRAF:
        return {}
    told = {name: getattr(report, name) for name in ("name", "sex", "phone", "story", "violence")}
    return told | {
        "report": report.number,
        "unknown": not report.name,
        "age_estimate": report.age,
        "village": str(report.village_id),
        "landmark": report.place,
        "service": str(report.service_id or ""),
        "priority": str(Priority.DARURAT) if report.urgent else "",
        "channel": str(Channel.KUNJUNGAN),
        "reporter_relation": str(Relation.PSM_KADER),
        "reporter_name": report.reported_by.name,
        "reporter_phone": report.reported_by.phone,
    }
