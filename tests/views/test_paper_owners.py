"""Whose errand a paper is: the family is asked for its own alone, the case page tells the others apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from puskesos.models import Case, CaseDocument
from tests.cast import Cast, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft]"
THEIRS = ("penonaktifan", "SK desil", "Dinsos")  # what hub and office see to in a reactivation


@pytest.fixture
def case(cast: Cast) -> Case:
    """A reactivation: six papers of the family, two of the hub, one of Dinsos."""
    return make_case(cast, client=make_person(cast, nik="3216994203881234", nik_reason=""))


def test_the_case_page_tells_the_familys_papers_from_the_others(client_for: SignIn, case: Case) -> None:
    papers = client_for("sari").get(f"/kasus/{case.number}")
    assert papers.texts("#case-papers > header .badge") == ["6 dari 6 belum ada", "3 diurus hub, instansi"]
    own, others = papers.select("#case-papers ul")
    assert not [word for word in THEIRS if word in own.get_text()]
    assert all(word in others.get_text() for word in THEIRS) and "diurus instansi" in others.get_text()


def test_a_family_that_brought_everything_waits_for_no_office(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    CaseDocument.update(state="ada").where(CaseDocument.owner == "keluarga").execute()
    page = sari.get(f"/kasus/{case.number}")
    assert page.texts("#case-papers > header .badge") == ["lengkap", "3 diurus hub, instansi"]
    assert not page.select("a[href$='perlu-dibawa.pdf']")
    assert "belum ada" not in sari.get(f"/kasus/{case.number}/kekurangan").text("form.sheet")


def test_the_receipt_names_only_what_the_family_lacks(client_for: SignIn, case: Case) -> None:
    receipt = client_for("sari").get(f"/kasus/{case.number}/tanda-terima")
    lacking = receipt.texts(".halves td")[1]
    assert "layanan dari faskes" in lacking and not [word for word in THEIRS if word in lacking]


def test_status_tells_the_family_of_its_own_papers(anonymous: PageClient, case: Case) -> None:
    Case.update(state="perlu_perbaikan").execute()
    page = anonymous.fill(anonymous.get("/status"), "form", number=case.number, digits="1234", _expect=200)
    assert len(page.texts("#public-status li")) == 6
    assert not [word for word in THEIRS if word in page.text("#public-status")]


def test_a_promise_of_an_office_reminds_no_family(client_for: SignIn, case: Case) -> None:
    promised = {"state": "menyusul", "promised_on": date(2026, 11, 10)}
    Case.update(state="penanganan").execute()
    CaseDocument.update(**promised).where(CaseDocument.owner == "instansi").execute()
    bayu = client_for("bayu")
    assert "Dinsos" not in bayu.get("/").text("#needs-action")
    CaseDocument.update(**promised).where(CaseDocument.position == 1).execute()
    shown = bayu.get("/").text("#needs-action")
    assert "faskes" in shown and "Dinsos" not in shown


def test_the_counter_may_tick_what_the_village_wrote_already(client_for: SignIn, cast: Cast) -> None:
    service = cast.services["R03"].id
    page = client_for("sari").post("/penerimaan/layanan", {"service": str(service)}, fragment=True)
    labels = page.texts(".choices label")
    assert "KTP" in labels and "Surat permohonan mengetahui camat diurus desa/kelurahan" in labels


def test_an_extra_paper_can_be_the_hubs(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    page = sari.get(f"/kasus/{case.number}/berkas/tambahan")
    shown = sari.follow(sari.fill(page, ".sheet", name="Surat tugas", owner="hub"))
    assert "Surat tugas diurus hub · tambahan" in shown.text("#case-papers")
    assert "Berkas tambahan diminta: Surat tugas (diurus hub)." in shown.text("#case-history")


def test_the_owner_is_edited_behind_the_name(client_for: SignIn, cast: Cast) -> None:
    ratna, address = client_for("ratna"), f"/pengaturan/layanan/{cast.services['K04'].id}"
    page = ratna.get(address)
    assert "@instansi" in ratna.fill(page, FORM, papers="KTP\nSurat @dinsos", _expect=422).text("#papers-error")
    shown = ratna.follow(ratna.fill(page, FORM, papers="KTP\nSurat Dinsos@INSTANSI"))
    assert shown.texts("#service-preview li") == ["KTP", "Surat Dinsos diurus instansi"]
    papers = CaseDocument.select().where(CaseDocument.case == make_case(cast, service="K04"))
    assert [(paper.name, paper.owner) for paper in papers] == [("KTP", "keluarga"), ("Surat Dinsos", "instansi")]
