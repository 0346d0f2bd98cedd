"""Advice on a case's data check, from the hub's programs."""

from __future__ import annotations

from puskesos.models.case import DataCheck
from puskesos.models.person import Person
from puskesos.queries.hub import list_programs
from puskesos.rules.data_check import decile_advice


def advice_on(check: DataCheck | Person | None, hub_id: int) -> list[str]:
    """What the decile says about programs, from the hub's limits; advice, never a verdict."""
    if check is None or check.decile is None:
        return []
    programs = [program for program in list_programs(hub_id) if program.active]
    limits = {program.name: program.decile_limit for program in programs if program.decile_limit}
    doubtful = {program.name: program.doubtful_decile for program in programs if program.doubtful_decile}
    return decile_advice(check.decile, limits, doubtful=doubtful)
