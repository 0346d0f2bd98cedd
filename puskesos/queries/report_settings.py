"""What the hub set about its report: people to serve per SPM in a year, and how far each village is."""

from __future__ import annotations

from puskesos.models.hub import Village
from puskesos.models.report import SpmTarget


def targets_of(hub_id: int, year: int) -> dict[str, int]:
    """People to serve in the year by SPM code; only those that somebody set."""
    rows = SpmTarget.select(SpmTarget.code, SpmTarget.people)
    return dict(rows.where(SpmTarget.hub == hub_id, SpmTarget.year == year).tuples())


def distances_of(hub_id: int) -> dict[str, int]:
    """Kilometres to the SLRT/Dinsos office by the village's id as text; only those that somebody set."""
    known = (Village.hub == hub_id) & Village.office_km.is_null(False)
    rows = Village.select(Village.id, Village.office_km).where(known).order_by(Village.id)
    return {str(village): kilometres for village, kilometres in rows.tuples()}
