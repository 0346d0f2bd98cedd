"""Papers over the web: who may print, what is answered, what is logged, and where a QR code leads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest

from puskesos.documents import printing
from puskesos.documents.printing import PrintingUnavailable
from puskesos.models import AuditEntry, Hub
from puskesos.queries.hub import forget_hub
from tests.cast import Cast, make_assignment, make_case
from tests.page_client import PageClient

Clients = Callable[[str], PageClient]
PAPERS = ["lembar-kasus", "tanda-terima", "lembar-kasus.pdf", "tanda-terima.pdf"]


def printed() -> list[str]:
    entries = AuditEntry.select().where(AuditEntry.action == "printed").order_by(AuditEntry.id)
    return [json.loads(entry.detail)["paper"] for entry in entries]


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["lembar-kasus", "tanda-terima"])
def test_a_pdf_opens_in_the_browser_under_its_number_and_is_logged(client_for: Clients, cast: Cast, paper: str) -> None:
    case = make_case(cast)
    answer = client_for("sari").get(f"/kasus/{case.number}/{paper}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{paper}-{case.number}.pdf"'
    assert answer.content.startswith(b"%PDF")
    assert printed() == [f"{paper}.pdf"]


@pytest.mark.parametrize("paper", ["lembar-kasus", "tanda-terima"])
def test_the_print_ready_page_shows_the_case_and_is_logged(client_for: Clients, cast: Cast, paper: str) -> None:
    case = make_case(cast)
    page = client_for("sari").get(f"/kasus/{case.number}/{paper}", allow_numbers=True)
    assert case.number in page and "Siti Nurhaliza" in page
    assert page.one(f'nav a[href="/kasus/{case.number}/{paper}.pdf"]')
    assert printed() == [paper]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param("ujang", 403, id="the volunteer on the case"),
        pytest.param("tono", 403, id="another volunteer"),
        pytest.param("dewi", 403, id="the admin"),
        pytest.param("citra", 404, id="another hub"),
    ],
)
def test_others_print_nothing(client_for: Clients, cast: Cast, paper: str, who: str, status: int) -> None:
    case = make_case(cast)
    make_assignment(cast, case)
    client_for(who).get(f"/kasus/{case.number}/{paper}", expect=status)
    assert printed() == []


@pytest.mark.parametrize("paper", PAPERS)
def test_an_unknown_case_is_not_found(client_for: Clients, paper: str) -> None:
    client_for("sari").get(f"/kasus/321617-2611-9999/{paper}", expect=404)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_restricted_case_prints_only_for_those_who_may_open_it(client_for: Clients, cast: Cast, paper: str) -> None:
    case = make_case(cast, by=cast.ratna, restricted=True)
    client_for("sari").get(f"/kasus/{case.number}/{paper}", expect=403)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_stranger_is_sent_to_sign_in(anonymous: PageClient, cast: Cast, paper: str) -> None:
    case = make_case(cast)
    assert anonymous.get(f"/kasus/{case.number}/{paper}", expect=303).location.startswith("/masuk?lanjut=")


def test_without_a_pdf_engine_the_print_ready_page_opens(
    client_for: Clients, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    printing.stop_printing()
    case = make_case(cast)
    client = client_for("sari")
    answer = client.get(f"/kasus/{case.number}/lembar-kasus.pdf", expect=303)
    assert answer.location == f"/kasus/{case.number}/lembar-kasus"
    assert "PDF tidak dapat dibuat" in client.follow(answer, allow_numbers=True)
    with pytest.raises(PrintingUnavailable):
        printing.print_pdf("x")


def test_the_qr_code_opens_the_case_for_staff_and_the_task_for_its_volunteer(client_for: Clients, cast: Cast) -> None:
    case = make_case(cast)
    task = make_assignment(cast, case)
    assert client_for("sari").get(f"/k/{case.number}", expect=303).location == f"/kasus/{case.number}"
    assert client_for("ujang").get(f"/k/{case.number}", expect=303).location == f"/tugas/{task.number}"
    for who in ("tono", "dewi", "citra"):
        client_for(who).get(f"/k/{case.number}", expect=404)


def test_scanning_without_being_signed_in_comes_back_to_the_case(anonymous: PageClient, cast: Cast) -> None:
    number = make_case(cast).number
    asked = anonymous.get(f"/k/{number}", expect=303)
    assert asked.location == f"/status?nomor={number}"
    assert f"/masuk?lanjut=%2Fk%2F{number}" in {link["href"] for link in anonymous.follow(asked).select("a")}
    Hub.update(public_status=False).execute()
    forget_hub()
    assert anonymous.get(f"/k/{number}", expect=303).location == f"/masuk?lanjut=%2Fk%2F{number}"
