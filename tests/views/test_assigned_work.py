"""The list of assignments on paper: who has what since when, of all or of one, without a client's name."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from puskesos.models import AuditEntry
from tests.cast import Cast, make_assignment, make_case, make_person
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
PATH = "/relawan/penugasan/cetak"


def test_it_tells_who_has_what_since_when(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast)
    hidden = make_assignment(cast, make_case(cast, client=make_person(cast, "Zulfa Aini"), service="R08"))
    make_assignment(cast, volunteer=cast.tono)
    page = client_for("bayu").get(PATH)
    said = page.text("main")
    assert "Ujang · 2 tugas" in said and "Tono · 1 tugas" in said and "per 17 Nov 2026: 3." in said
    assert task.number in said and "17 Nov 2026" in said and "20 Nov 2026" in said and "Pantai Bahagia" in said
    assert "Terbatas" in said and hidden.number in said
    assert not [word for word in ("Siti", "Zulfa", "Z. A.", "Kekerasan") if word in said]


def test_of_one_volunteer_alone_and_of_nobody(client_for: SignIn, cast: Cast) -> None:
    ratna = client_for("ratna")
    assert "Tidak ada tugas terbuka." in ratna.get(PATH)
    make_assignment(cast)
    make_assignment(cast, volunteer=cast.tono)
    page = ratna.get(f"{PATH}?relawan={cast.ujang.id}")
    assert "Ujang" in page.text("main") and "Tono" not in page.text("main")
    assert page.select(f"a[href='{PATH}.pdf?relawan={cast.ujang.id}']")
    assert "Tono" in ratna.get(f"{PATH}?relawan=x").text("main")


def test_each_print_stands_in_the_trail(client_for: SignIn, cast: Cast) -> None:
    client_for("ratna").get(PATH)
    assert AuditEntry.get(AuditEntry.action == "printed").detail == '{"paper": "daftar-penugasan"}'


def test_another_hub_reads_its_own(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast)
    for path in (PATH, f"{PATH}?relawan={cast.ujang.id}"):
        assert task.number not in client_for("citra").get(path)


@pytest.mark.pango
def test_the_pdf_holds_the_same(client_for: SignIn, cast: Cast) -> None:
    task = make_assignment(cast)
    page = client_for("ratna").get(f"{PATH}.pdf")
    assert page.headers["Content-Disposition"] == 'inline; filename="daftar-penugasan-20261117.pdf"'
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.content)).pages)
    assert task.number in text and "Ujang · 1 tugas" in text and "PENUGASAN-20261117" in text
