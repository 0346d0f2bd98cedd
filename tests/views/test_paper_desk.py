"""Kertas over the web: papers without a case, of a folder, of a task and of a day; who prints, what is logged."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest

from puskesos.documents import printing
from puskesos.models import Assignment, AuditEntry, Case
from tests.cast import Cast, make_assignment, make_case
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
BLANK = ["lembar-kosong", "persetujuan", "label-map", "lembar-kunjungan"]
OF_CASE = ["persetujuan", "label-map"]
STAFF = ["sari", "bayu", "ratna"]


def logged() -> list[tuple[str, str, str]]:
    entries = AuditEntry.select().where(AuditEntry.action == "printed").order_by(AuditEntry.id)
    return [(one.object_type, one.object_id, json.loads(one.detail)["paper"]) for one in entries]


@pytest.mark.parametrize("who", STAFF)
def test_the_page_leads_to_every_paper_without_a_case(client_for: SignIn, cast: Cast, who: str) -> None:
    client = client_for(who)
    page = client.get("/cetak")
    links = [link["href"] for link in page.select("main a")]
    assert all(f"/cetak/{stem}" in links for stem in BLANK)
    assert "/cetak/register?bulan=2026-11" in links and "/rujukan/cetak" in links
    assert ("/relawan" in links) is (who != "sari"), "who does not see the board is not sent there"
    for link in links:
        client.get(link)
    assert page.one('nav a[href="/cetak"][aria-current]')


@pytest.mark.pango
@pytest.mark.parametrize("stem", BLANK)
def test_an_empty_paper_opens_as_page_and_as_pdf(client_for: SignIn, cast: Cast, stem: str) -> None:
    client = client_for("sari")
    page = client.get(f"/cetak/{stem}")
    assert page.one(f'nav a[href="/cetak/{stem}.pdf"]') and page.one('nav a[href="/cetak"]')
    answer = client.get(f"/cetak/{stem}.pdf")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{stem}-kosong.pdf"'
    hub = str(cast.hub.id)
    assert logged() == [("hub", hub, f"{stem} kosong"), ("hub", hub, f"{stem}.pdf kosong")]


@pytest.mark.pango
@pytest.mark.parametrize("stem", OF_CASE)
def test_papers_of_the_folder_carry_the_case(client_for: SignIn, cast: Cast, stem: str) -> None:
    case, client = make_case(cast), client_for("bayu")
    page = client.get(f"/kasus/{case.number}/{stem}", allow_numbers=True)
    assert case.number in page and "Siti Nurhaliza" in page
    assert page.one(f'nav a[href="/kasus/{case.number}/{stem}.pdf"]')
    assert client.get(f"/kasus/{case.number}/{stem}.pdf").content.startswith(b"%PDF")
    assert logged() == [("case", case.number, stem), ("case", case.number, f"{stem}.pdf")]


def test_the_case_page_offers_its_papers_in_one_place(client_for: SignIn, cast: Cast) -> None:
    case, client = make_case(cast), client_for("ratna")
    task = make_assignment(cast, case)
    menu = client.get(f"/kasus/{case.number}").select("details.printing a")
    links = [link["href"] for link in menu]
    assert links[0] == f"/penugasan/{task.number}/lembar-kunjungan"
    for link in links:
        client.get(link, allow_numbers=True)
    assert len(links) == 6


@pytest.mark.pango
def test_a_task_has_a_sheet_for_the_pen(client_for: SignIn, cast: Cast) -> None:
    task, ujang = make_assignment(cast, make_case(cast)), client_for("ujang")
    (link,) = [one["href"] for one in ujang.get(f"/tugas/{task.number}").select('a[href$="/lembar-kunjungan"]')]
    page = ujang.get(link)
    assert page.one(f'nav a[href="{link}.pdf"]') and page.one(f'nav a[href="/tugas/{task.number}"]')
    for client, where in ((ujang, "tugas"), (client_for("sari"), "penugasan")):
        assert client.get(f"/{where}/{task.number}/lembar-kunjungan.pdf").content.startswith(b"%PDF")
    assert {one[:2] for one in logged()} == {("assignment", task.number)}


def test_the_route_is_offered_where_the_day_is(client_for: SignIn, cast: Cast) -> None:
    make_assignment(cast, make_case(cast))
    ujang, ratna = client_for("ujang"), client_for("ratna")
    assert ujang.get("/").one('main a[href="/tugas/rute"]')
    ujang.get("/tugas/rute")
    path = f"/relawan/{cast.ujang.id}"
    page = ratna.get(ratna.get(path).one(f'main a[href="{path}/rute"]')["href"])
    assert "Siti Nurhaliza" in page and "Dicetak oleh Ratna" in page and page.one(f'nav a[href="{path}"]')
    assert [one[1:] for one in logged()] == [(str(cast.ujang.id), "rute")] * 2
    assert not client_for("tono").get("/").select('main a[href="/tugas/rute"]'), "nothing to walk to"


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        pytest.param("ujang", "/cetak", 403, id="a volunteer has no desk of papers"),
        pytest.param("ujang", "/cetak/register", 403, id="nor the register"),
        pytest.param("dewi", "/cetak/register.pdf", 403, id="the admin reads no cases"),
        pytest.param("sari", "/relawan/{volunteer}/rute", 403, id="the front office does not send volunteers"),
        pytest.param("bayu", "/relawan/{volunteer}/rute.pdf", 403, id="nor does the back office"),
        pytest.param("citra", "/relawan/{volunteer}/rute", 404, id="another hub's volunteer"),
        pytest.param("citra", "/kasus/{case}/persetujuan", 404, id="another hub's case"),
        pytest.param("citra", "/penugasan/{task}/lembar-kunjungan", 404, id="another hub's task"),
        pytest.param("tono", "/tugas/{task}/lembar-kunjungan", 404, id="another volunteer's task"),
        pytest.param("sari", "/cetak/apa-saja", 404, id="a paper that there is not"),
    ],
)
def test_others_print_nothing(client_for: SignIn, cast: Cast, who: str, path: str, status: int) -> None:
    case = make_case(cast)
    task = make_assignment(cast, case)
    client_for(who).get(path.format(case=case.number, task=task.number, volunteer=cast.ujang.id), expect=status)
    assert logged() == []


def test_a_task_that_was_taken_back_prints_no_more(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast, make_case(cast))
    Assignment.update(state="batal").where(Assignment.id == task.id).execute()
    client_for("ujang").get(f"/tugas/{task.number}/lembar-kunjungan", expect={403, 404, 410})
    assert "Siti" not in client_for("ujang").get("/tugas/rute")


def test_papers_of_a_restricted_case_are_for_its_team_and_name_nobody(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, by=cast.ratna, restricted=True)
    for stem in OF_CASE:
        page = client_for("ratna").get(f"/kasus/{case.number}/{stem}")
        assert "RAHASIA" in page and "Siti" not in page
        client_for("sari").get(f"/kasus/{case.number}/{stem}", expect=403)
    assert {one[1] for one in logged()} == {case.number} and len(logged()) == 2


def test_the_register_covers_what_was_asked_for(client_for: SignIn, cast: Cast) -> None:
    kept, other = make_case(cast), make_case(cast)
    Case.update(registered_on="2026-10-05").where(Case.id == other.id).execute()
    client = client_for("sari")
    page = client.get("/cetak/register")
    assert kept.number in page and other.number not in page and "November 2026" in page
    page = client.get("/cetak/register?dari=2026-10-01&sampai=2026-10-31")
    assert other.number in page and kept.number not in page and "Oktober 2026" in page
    assert page.one('nav a[href="/cetak/register.pdf?dari=2026-10-01&sampai=2026-10-31"]')
    assert logged()[-1][2] == "buku-register Oktober 2026"
    client.get("/cetak/register?dari=besok&sampai=" + "9" * 400)


def test_without_a_pdf_engine_the_page_prints(client_for: SignIn, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    printing.stop_printing()
    client, case = client_for("ratna"), make_case(cast)
    for path in ("/cetak/lembar-kosong", f"/kasus/{case.number}/label-map", f"/relawan/{cast.ujang.id}/rute"):
        answer = client.get(f"{path}.pdf", expect=303)
        assert answer.location == path
        assert "Cetak halaman ini lewat menu peramban" in client.get(path, allow_numbers=True)
