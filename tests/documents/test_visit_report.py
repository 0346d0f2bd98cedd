"""The visit report on paper: everything told in words, lines to sign, and silence about restricted cases."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.actions.visit_draft import save_parts
from puskesos.documents.case_blocks import visit_lines
from puskesos.documents.person_copy_cases import visit_words
from puskesos.documents.visit_report import PrintFacts, visit_report_html, visit_report_pdf
from puskesos.models import Case, Hub, Person, Visit
from puskesos.queries.assignment import find_assignment
from puskesos.queries.case_page import load_case_page
from puskesos.rules.assessment import typed_again
from puskesos.rules.visit_form import VisitPart
from puskesos.rules.visit_place import Place
from tests.cast import Cast, viewer_of
from tests.views.field import Field, report, start_field

PLACE = Place("-6.01000", "107.02000", 15)
MEMBER = {"name": "Ani Suryani", "age": 7, "school": "masih", "difficulty": "dengar", "level": "sedikit"}


def full_report(cast: Cast, uploads: Path, members: int = 1, words: str = "Kursi roda.") -> Field:
    """A report with every part."""
    field = start_field(cast, address="Kp. Muara Jaya", rt="004", rw="002")
    parts = {
        VisitPart.VERVAL: {"identity_fits": ["ya"], "programs_received": ["pkh"]},
        VisitPart.RUMAH: {"floor": ["tanah"], "water": ["hujan"]},
        VisitPart.ANGGOTA: typed_again(VisitPart.ANGGOTA, [MEMBER] * members),
        VisitPart.ASESMEN: {name: [words] for name in ("physical", "mental", "social", "needs", "strengths")},
    }
    save_parts(field.task, parts, version=0, actor=viewer_of(cast.ujang), now=clock.now())
    report(field, uploads, place=PLACE, aid_given="1 paket sembako", contacted="Ketua RT")
    return field.again()


def printed(make: object, cast: Cast, field: Field, **hub_fields: object) -> str | bytes:
    hub = Hub.get_by_id(cast.hub.id)
    for name, value in hub_fields.items():
        setattr(hub, name, value)
    task = find_assignment(viewer_of(cast.ratna), field.task.number)
    return make(task, Visit.get(), PrintFacts(hub, 1, "Ratna", clock.now()))


def test_it_tells_everything_in_words(app: Flask, cast: Cast, tmp_path: Path) -> None:
    field = full_report(cast, tmp_path)
    with app.app_context():
        html = printed(visit_report_html, cast, field)
    wanted = (
        "LAPORAN KUNJUNGAN", field.task.number, "Siti Nurhaliza", "Kp. Muara Jaya", "Bertemu klien: Anak klien",
        "1 paket sembako", "Ketua RT", "Lantai terluas", "Tanah", "Ani Suryani", "sulit mendengar", "Kursi roda.",
        "Klien / keluarga", "Ketua RT/RW", "Petugas", "Ujang", "-6.01000, 107.02000", "1 foto tersimpan", "PKH",
    )  # fmt: skip
    assert not [words for words in wanted if words not in html]


def test_a_restricted_case_stands_by_initials(app: Flask, cast: Cast, tmp_path: Path) -> None:
    field = full_report(cast, tmp_path)
    Case.update(restricted=True).where(Case.id == field.case.id).execute()
    with app.app_context():
        html = printed(visit_report_html, cast, field)
    assert "RAHASIA" in html and "S. N." in html and "A. S." in html
    assert not [secret for secret in ("Siti", "Nurhaliza", "Muara Jaya", "Ani Suryani", "-6.01000") if secret in html]


def test_the_copy_for_the_person_tells_nothing_of_the_others_in_the_house(cast: Cast, tmp_path: Path) -> None:
    field = full_report(cast, tmp_path, members=2)
    client = Person.get_by_id(field.case.client_id)
    told = visit_words(Visit.get(), client)
    assert "Anggota keluarga: 2 orang lain" in told and "Ani" not in told and "Bantuan diberikan: 1 paket" in told
    client.name = "Ani Suryani binti Salim"
    assert "sulit mendengar" in visit_words(Visit.get(), client)


def test_the_case_sheet_shows_the_version_that_counts(cast: Cast, tmp_path: Path) -> None:
    field = full_report(cast, tmp_path)
    report(field, tmp_path, findings="Rumah panggung, atap bocor.", corrects=Visit.get().id, aid_given="Beras 5 kg")
    lines = visit_lines(load_case_page(Case.get_by_id(field.case.id)), "Asia/Jakarta", 200)
    assert len(lines) == 1
    assert lines[0][3] == (
        "Rumah panggung, atap bocor.\nBantuan diberikan: Beras 5 kg\n"
        "Asesmen: Verval, Rumah, Anggota keluarga, Asesmen lima dimensi"
    )


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
@pytest.mark.parametrize(("members", "words", "most"), [(1, "Kursi roda.", 1), (12, "Perlu kursi roda. " * 50, 5)])
def test_it_prints(app: Flask, cast: Cast, tmp_path: Path, paper: str, members: int, words: str, most: int) -> None:
    field = full_report(cast, tmp_path, members, words)
    with app.app_context():
        reader = PdfReader(io.BytesIO(printed(visit_report_pdf, cast, field, paper=paper)))
    assert len(reader.pages) <= most
    assert round(float(reader.pages[0].mediabox.height) / 72 * 25.4) == {"F4": 330, "A4": 297}[paper]
