"""A need that Ujang met on the road, reported with a photo."""

from __future__ import annotations

import io
import uuid
from pathlib import Path
from typing import Any

from puskesos import clock
from puskesos.actions.field_report import ReportEntry, report_need
from puskesos.models import FieldReport
from puskesos.photos import prepare_photo
from tests.cast import Cast, viewer_of
from tests.views.field import jpeg


def send_report(cast: Cast, uploads: Path, *, photos: int = 1, **told: Any) -> FieldReport:
    """Kasim at the jetty, unless `told` (fields of ReportEntry) says otherwise."""
    usual = {"village_id": cast.bahagia.id, "name": "Kasim", "sex": "L", "age": 60, "place": "dermaga"}
    entry = ReportEntry(**usual | {"story": "Lemas, belum makan dua hari.", "phone": "0812-0000-9001"} | told)
    files = [prepare_photo(io.BytesIO(jpeg()), "foto.jpg") for _ in range(photos)]
    once = {"uploads": uploads, "key": str(uuid.uuid4()), "actor": viewer_of(cast.ujang), "now": clock.now()}
    return FieldReport.get(FieldReport.number == report_need(entry, files, **once))
