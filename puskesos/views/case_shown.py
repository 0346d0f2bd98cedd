"""What a case page and its forms tell beside the rows: advice on the data check, what was advised, programs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from puskesos.forms.referral import OTHER
from puskesos.models.case import Case, DataCheck, Recommendation
from puskesos.models.person import Person
from puskesos.queries.agency import protection_agency
from puskesos.queries.case_acts import must_refer
from puskesos.queries.case_page import CasePage
from puskesos.queries.hub import list_programs, names_of_programs
from puskesos.rules.case_path import DecisionChoice
from puskesos.rules.data_check import PROGRAMS_OF, decile_advice
from puskesos.rules.health_insurance import insurance_words
from puskesos.rules.person import programs_in_words
from puskesos.rules.restriction import PROTECTION_WANTED


@dataclass(frozen=True)
class Advice:
    """What a decile says of the program that the case is about, and of all others."""

    own: list[str]
    others: list[str]


def case_advice(check: DataCheck | None, case: Case) -> Advice:
    """The advice on a case's data check; of a service about no program in particular all stands in `own`."""
    codes = PROGRAMS_OF.get(case.service.code, ())
    said = advice_on(check, case.hub_id)
    own = advice_on(check, case.hub_id, codes) if codes else said
    return Advice(own, [sentence for sentence in said if sentence not in own])


def advice_on(check: DataCheck | Person | None, hub_id: int, codes: Collection[str] = ()) -> list[str]:
    """What the decile says about programs (of `codes` only, when given), from the hub's limits; never a verdict."""
    if check is None or check.decile is None:
        return []
    programs = [one for one in list_programs(hub_id) if one.active and (not codes or one.code in codes)]
    limits = {program.name: program.decile_limit for program in programs if program.decile_limit}
    doubtful = {program.name: program.doubtful_decile for program in programs if program.doubtful_decile}
    return decile_advice(check.decile, limits, doubtful=doubtful)


def advised(case: Case, advice: Recommendation | None) -> dict[str, object]:
    """The decision's form as the recommendation fills it in; violence goes to its office where nothing is said."""
    if advice is None:
        return protection(case) | ({"choice": str(DecisionChoice.RUJUK)} if must_refer(case) else {})
    fields: dict[str, object] = {"choice": advice.choice, "rejection_reason": advice.rejection_reason}
    if advice.choice == DecisionChoice.RUJUK:
        fields |= {"wanted": advice.wanted, "reason": advice.reason}
        if advice.agency_id or advice.agency_name:
            known = str(advice.agency_id) if advice.agency_id else OTHER
            fields |= {"agency": known, "agency_name": "" if advice.agency_id else advice.agency_name}
    return protection(case) | {name: value for name, value in fields.items() if value}


def protection(case: Case) -> dict[str, object]:
    """The referral that the duties of violence ask for: UPTD PPA, when the hub has it; of other cases nothing."""
    if not must_refer(case):
        return {}
    office = protection_agency(case.hub_id)
    return {"wanted": PROTECTION_WANTED} | ({"agency": str(office.id)} if office else {})


def known_of_client(page: CasePage) -> list[tuple[str, str]]:
    """Programs and health insurance of the client as (heading, words), for who decides; nothing unknown."""
    client, names = page.case.client, names_of_programs(page.case.hub_id)
    programs = programs_in_words((names.get(one.program, one.program), one.status) for one in page.memberships)
    card = (client.insurance_number, client.insurance_status, client.deactivated_on)
    insurance = insurance_words(client.health_insurance, *card)
    told = [("Program yang diterima", programs), ("Jaminan kesehatan", insurance)]
    return [(heading, words) for heading, words in told if words]
