"""What the case page offers: exactly what the table opens, for every state and everybody at the counter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos.models import Case
from puskesos.rules.case_path import CaseState
from tests.cast import Cast, make_case
from tests.page_client import PageClient
from tests.rules.test_case_path import ASKED_ONLY, AT_ONCE, IN_EMERGENCY, WHO

SignIn = Callable[[str], PageClient]
ROLES = {"ratna": "koordinator", "sari": "fo", "bayu": "bo"}
BESIDE = {"berkas", "rujukan/baru", "lembar-kasus.pdf", "tanda-terima.pdf"}  # papers, and a further letter


SITUATIONS = {
    "usual": ({}, WHO),
    "asked": ({"kind": "pertanyaan"}, WHO | ASKED_ONLY),
    "emergency": ({"priority": "darurat"}, WHO | IN_EMERGENCY),
    "violence": ({"violence": True}, WHO | AT_ONCE),
    "violent-emergency": ({"violence": True, "priority": "darurat"}, WHO | IN_EMERGENCY),
}


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("username", ROLES)
def test_the_page_offers_every_open_act_and_no_other(
    client_for: SignIn, cast: Cast, username: str, situation: str
) -> None:
    need, allowed = SITUATIONS[situation]
    case, client = make_case(cast, by=getattr(cast, username), **need), client_for(username)
    for state in [state for state in CaseState if state != CaseState.DRAF]:
        Case.update(state=str(state)).where(Case.id == case.id).execute()
        links = client.get(f"/kasus/{case.number}").select("#case-next a[href]:not(.printing a)")
        offered = {link["href"].split(f"/kasus/{case.number}/")[-1] for link in links} - BESIDE
        wanted = {act for (where, act), roles in allowed.items() if where == state and ROLES[username] in roles}
        assert offered - {"rujukan"} == wanted - {"rujukan"}, state


@pytest.mark.parametrize("username", ROLES)
def test_every_offered_step_opens(client_for: SignIn, cast: Cast, username: str) -> None:
    case, client = make_case(cast, priority="darurat"), client_for(username)
    for state in ("terdaftar", "perlu_perbaikan", "penanganan", "menunggu_penetapan", "dilayani", "selesai"):
        Case.update(state=state).where(Case.id == case.id).execute()
        for link in client.get(f"/kasus/{case.number}").select("#case-next a[href]:not(.printing a)"):
            if not link["href"].endswith(".pdf"):
                client.get(link["href"])


def test_help_before_its_decision_needs_the_koordinator_on_the_first_page(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, priority="darurat")
    Case.update(state="dilayani", decision_pending=True, awaits_assignment=False).where(Case.id == case.id).execute()
    address = f"/kasus/{case.number}/penetapan-susulan"
    assert client_for("ratna").get("/").select(f'a[href="{address}"]')
    assert not client_for("bayu").get("/").select(f'a[href="{address}"]')
