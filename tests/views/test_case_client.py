"""What a case page and a decision know of the client: programs, insurance, and the forms that come back to the case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from puskesos import clock
from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.documents.case_blocks import check_rows
from puskesos.models import Case, Membership, Person
from puskesos.queries.case import find_case
from puskesos.queries.case_page import load_case_page
from tests.cast import Cast, make_case, make_person, viewer_of
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast, client=make_person(cast, phone="081200005678"))


def enrol(cast: Cast, case: Case, program: str = "pkh", status: str = "aktif") -> None:
    entry, sari = MembershipEntry(program, status), viewer_of(cast.sari)
    add_membership(Person.get_by_id(case.client_id), entry, key=f"{case.id}-{program}", actor=sari, now=clock.now())


def test_programs_stand_on_the_case_and_their_form_comes_back_to_it(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    page = sari.get(f"/kasus/{case.number}")
    assert "Belum ada yang dicatat." in page.text("#person-memberships")
    form = sari.get(page.one("#person-memberships header a")["href"])
    assert form.one("p.row a.button")["href"] == f"/kasus/{case.number}"
    shown = sari.follow(sari.fill(form, ".sheet", program="pkh"))
    assert shown.path == f"/kasus/{case.number}" and "PKH Aktif" in shown.text("#person-memberships")
    ended = sari.get(shown.one("#person-memberships li a")["href"])
    assert sari.fill(ended, ".sheet", status="berhenti", until="2026-11-01").location == f"/kasus/{case.number}"
    assert Membership.get().status == "berhenti"


def test_insurance_comes_back_to_the_case(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    form = sari.get(sari.get(f"/kasus/{case.number}").one("#person-insurance header a")["href"])
    sent = sari.fill(form, ".sheet", health_insurance="pbi", insurance_status="nonaktif")
    assert sent.location == f"/kasus/{case.number}"


@pytest.mark.parametrize("number", ["321617-2611-9999", "%00", "x" * 40, "lain"])
def test_a_form_comes_back_only_to_this_persons_case(client_for: SignIn, cast: Cast, case: Case, number: str) -> None:
    other = make_case(cast, client=make_person(cast, "Rohani"))
    asked = other.number if number == "lain" else number
    form = client_for("sari").get(f"/warga/{case.client_id}/program?kasus={asked}")
    assert form.one("p.row a.button")["href"] == f"/warga/{case.client_id}"


def test_a_restricted_case_is_not_told_by_where_a_form_leads(client_for: SignIn, cast: Cast, case: Case) -> None:
    secret = make_case(cast, client=Person.get_by_id(case.client_id), service="R08")
    form = client_for("bayu").get(f"/warga/{case.client_id}/program?kasus={secret.number}")
    assert form.one("p.row a.button")["href"] == f"/warga/{case.client_id}"


def test_who_decides_knows_programs_and_insurance(client_for: SignIn, cast: Cast, case: Case) -> None:
    enrol(cast, case)
    enrol(cast, case, "sembako", "usulan")
    Person.update(health_insurance="pbi", insurance_status="nonaktif").execute()
    Case.update(state="penanganan").execute()
    known = client_for("ratna").get(f"/kasus/{case.number}/penetapan").text("main section")
    assert "Program yang diterima" in known and "PKH (aktif)" in known and "(usulan)" in known
    assert "nonaktif" in known and "masih diurus" in known


def test_the_sheet_prints_the_programs(cast: Cast, case: Case) -> None:
    enrol(cast, case)
    page = load_case_page(find_case(viewer_of(cast.sari), case.number))
    boxes = {box.label: box.text for row in check_rows(page, 200) for box in row}
    assert boxes["Program yang diterima"] == "PKH (aktif)"


def test_the_client_with_the_phone_number_follows_the_need(client_for: SignIn, case: Case) -> None:
    page = client_for("sari").get(f"/kasus/{case.number}")
    cards = [str(card["id"]) for card in page.select("main section.sheet[id^=case]")]
    assert cards[:3] == ["case-story", "case-identity", "case-papers"] and cards[-1] == "case-history"
    assert "0812-0000-5678" in page.text("#case-identity")


def test_an_unnamed_client_keeps_its_name_while_other_things_are_corrected(client_for: SignIn, cast: Cast) -> None:
    nobody = make_person(cast, "Tanpa identitas (L), Pantai Bahagia 01-11-2026", sex="L", identity="tidak")
    number = make_case(cast, client=nobody, service="R02").number
    sari = client_for("sari")
    sari.fill(sari.get(f"/kasus/{number}/identitas"), "form.sheet", rt="4")
    person = Person.get_by_id(nobody.id)
    assert (person.name, person.rt) == ("Tanpa identitas (L), Pantai Bahagia 01-11-2026", "004")


def test_an_evacuation_is_restricted_unless_the_hub_says_otherwise(client_for: SignIn, cast: Cast) -> None:
    by_default = make_case(cast, service="K05", priority="darurat")
    assert by_default.restricted and by_default.restricted_reason == "layanan"
    assert client_for("sari").get(f"/kasus/{by_default.number}").status == 200  # who took it in today is asked nothing
    ratna = client_for("ratna")
    edit = ratna.get(f"/pengaturan/layanan/{cast.services['K05'].id}")
    ratna.fill(edit, "form[data-draft]", restricted=False)
    assert not make_case(cast, service="K05", priority="darurat").restricted
