"""What a case page and a decision tell beside the rows: advice on the data check, programs and insurance in words."""

from __future__ import annotations

from puskesos.models.case import DataCheck
from puskesos.models.person import Person
from puskesos.queries.case_page import CasePage
from puskesos.queries.hub import list_programs, names_of_programs
from puskesos.rules.data_check import decile_advice
from puskesos.rules.health_insurance import insurance_words
from puskesos.rules.person import programs_in_words


def advice_on(check: DataCheck | Person | None, hub_id: int) -> list[str]:
    """What the decile says about programs, from the hub's limits; advice, never a verdict."""
    if check is None or check.decile is None:
        return []
    programs = [program for program in list_programs(hub_id) if program.active]
    limits = {program.name: program.decile_limit for program in programs if program.decile_limit}
    doubtful = {program.name: program.doubtful_decile for program in programs if program.doubtful_decile}
    return decile_advice(check.decile, limits, doubtful=doubtful)


def known_of_client(page: CasePage) -> list[tuple[str, str]]:
    """Programs and health insurance of the client as (heading, words), for who decides; nothing unknown."""
    client, names = page.case.client, names_of_programs(page.case.hub_id)
    programs = programs_in_words((names.get(one.program, one.program), one.status) for one in page.memberships)
    card = (client.insurance_number, client.insurance_status, client.deactivated_on)
    insurance = insurance_words(client.health_insurance, *card)
    told = [("Program yang diterima", programs), ("Jaminan kesehatan", insurance)]
    return [(heading, words) for heading, words in told if words]
