"""A paper with a code, printed and scanned at 200 dpi: its page names the case, and the visit where it has one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from puskesos.models import Case, SheetOut
from puskesos.queries.scan import Named, name_page
from puskesos.rules.letter_code import show_code
from puskesos.scanning.codes import find_codes
from puskesos.security.letter_code import hash_token
from tests.cast import Cast
from tests.documents.read_pdf import read_pdf
from tests.page_client import PageClient
from tests.scanned import photocopied
from tests.views.field import Field, report, start_field

pytestmark = pytest.mark.pango
SignIn = Callable[[str], PageClient]
PAPERS = [
    pytest.param("/kasus/{case}/lembar-kasus.pdf", "Lembar kasus", False, id="case sheet"),
    pytest.param("/kasus/{case}/persetujuan.pdf", "Persetujuan klien", False, id="consent"),
    pytest.param("/kasus/{case}/label-map.pdf", "Kartu kendali", False, id="control card below the folder's label"),
    pytest.param("/penugasan/{task}/lembar-kunjungan.pdf", "Lembar kunjungan", True, id="visit sheet"),
    pytest.param("/penugasan/{task}/laporan-kunjungan.pdf", "Laporan kunjungan", True, id="signed visit report"),
]


@pytest.fixture
def field(cast: Cast, tmp_path: Path) -> Field:
    started = start_field(cast)
    report(started, tmp_path)
    return started.again()


def first_page(pdf: bytes) -> Image.Image:
    """As a scanner at 200 dpi sees it."""
    return pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=200 / 72).to_pil().convert("RGB")


def named_by(page: Image.Image, hub_id: int) -> Named:
    return name_page(hub_id, find_codes(page)[0], hash_token)


@pytest.mark.parametrize("paper", ["F4", "A4"])
@pytest.mark.parametrize(("path", "title", "of_visit"), PAPERS)
def test_a_photocopy_names_its_case_and_visit(
    client_for: SignIn, cast: Cast, field: Field, path: str, title: str, of_visit: bool, paper: str
) -> None:
    cast.hub.paper = paper
    cast.hub.save()
    pdf = client_for("ratna").get(path.format(case=field.case.number, task=field.task.number)).content
    named, sheet = named_by(photocopied(first_page(pdf)), cast.hub.id), SheetOut.get()
    assert (named.case_id, named.sheet_id, named.trouble) == (field.case.id, sheet.id, "")
    assert named.assignment_id == (field.task.id if of_visit else None)
    assert named.title == (f"{title} {field.task.number}" if of_visit else title)
    assert show_code(sheet.code) in read_pdf(pdf).text


def test_the_folders_label_alone_names_its_case(client_for: SignIn, cast: Cast, field: Field) -> None:
    cast.hub.network_address = "http://10.0.0.5:8000"
    cast.hub.save()
    page = first_page(client_for("ratna").get(f"/kasus/{field.case.number}/label-map.pdf").content)
    label = page.crop((0, 0, page.width, page.height // 7))
    assert named_by(label, cast.hub.id).case_id == field.case.id
    assert named_by(label, cast.hub.id).sheet_id is None, "the label stays on the folder; its card has the code"


def test_the_volunteer_prints_the_same_signed_report_as_staff(client_for: SignIn, cast: Cast, field: Field) -> None:
    for username, where in (("ujang", "tugas"), ("ratna", "penugasan")):
        page = client_for(username).get(f"/{where}/{field.task.number}/laporan-kunjungan")
        assert show_code(SheetOut.get().code) in page.text(".qr")
    assert SheetOut.get().times == 2 and Case.get_by_id(SheetOut.get().case_id).number == field.case.number
