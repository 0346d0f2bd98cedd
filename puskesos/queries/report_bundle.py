"""A closed month as it goes up to the Dinsos: who sends it, which closing it is, and codes instead of row ids."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from puskesos.models.hub import Hub, Service, Village
from puskesos.models.report import MonthReport
from puskesos.queries.report_paper import MonthPaper
from puskesos.rules.activity import Month
from puskesos.rules.bundle import Closing, Plain, Sender, plain_report
from puskesos.rules.report import Parted
from puskesos.rules.report_balance import leaving


def report_to_send(hub: Hub, paper: MonthPaper, *, with_notes: bool) -> Plain:
    """Everything that is signed, from a month that is closed."""
    report: MonthReport = paper.figures.report
    closing = Closing(
        month=str(Month(report.month)),
        revision=report.revision,
        closed_at=f"{report.closed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        fingerprint=report.fingerprint,
    )
    return plain_report(
        Sender(hub.code, hub.name, hub.district, hub.regency, hub.practice),
        closing,
        paper.tables,
        leaving(paper.corrections),
        paper.definitions,
        codes={str(Parted.DESA): _codes(Village, hub.id), str(Parted.LAYANAN): _codes(Service, hub.id)}
        | {str(Parted.INSTANSI): {}},
        notes=paper.figures.note if with_notes else None,
    )


def _codes(model: Any, hub_id: int) -> dict[str, str]:
    rows = model.select(model.id, model.code).where(model.hub == hub_id)
    return {str(row_id): code for row_id, code in rows.tuples()}
