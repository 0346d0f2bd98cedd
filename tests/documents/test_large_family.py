"""A family of twenty with names of sixty letters on every paper: all are there, no row is cut, heads come again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from puskesos import clock
from puskesos.actions.visit_draft import save_parts
from puskesos.documents.case_sheet import MOST_MEMBERS, case_sheet_pdf
from puskesos.documents.printing import print_pdf
from puskesos.documents.visit_report import visit_report_pdf
from puskesos.models import Case, Letter, Person
from puskesos.rules.assessment import MOST_MEMBERS as MOST_TOLD
from puskesos.rules.assessment import typed_again
from puskesos.rules.letter import LetterKind
from puskesos.rules.visit_form import VisitPart
from puskesos.views.letter_paper import LetterDesk, lay_out_at
from tests.cast import Cast, make_person, viewer_of
from tests.documents.full_case import KK, case_file, decided_case
from tests.documents.read_pdf import Paper, read_pdf
from tests.documents.test_pen_papers import consent, fresh, visit
from tests.documents.test_register import printed as printed_register
from tests.documents.test_register import row
from tests.documents.test_visit_report import printed as printed_report
from tests.letters import draft
from tests.views.field import report, start_field

TWENTY, LETTERS = 20, 60
HEADS = ("Nama", "Hubungan", "L/P", "Umur", "Pekerjaan")


def name_of(place: int) -> str:
    """Sixty letters that begin and end with something nobody else has."""
    middle = "Raden Siti Nurhaliza binti Muhammad Syarifuddin Hidayatullah "
    return f"Awal{place:02} {middle[: LETTERS - 15]} Akhir{place:02}"


def family_case(cast: Cast, uploads: Path, members: int = TWENTY, **told: object) -> Case:
    """A case that went the whole way; its client is the first of `members`."""
    case = decided_case(cast, uploads, **told)
    Person.update(name=name_of(1)).where(Person.id == case.client_id).execute()
    Person.update(name=name_of(2)).where(Person.household.is_null(False), Person.id != case.client_id).execute()
    known = {"kk": KK, "occupation": "Buruh harian lepas", "birth_date": date(2009, 5, 4)}
    for place in range(3, members + 1):
        make_person(cast, name_of(place), **known)
    Person.update(household_role="anak").where(Person.id != case.client_id).execute()
    return Case.get_by_id(case.id)


def assert_whole(paper: Paper, places: range) -> None:
    """Everybody is there, begun and ended on the same page; pages are counted."""
    assert all(f"Halaman {at} dari {paper.pages}" in text for at, text in enumerate(paper.sheets, start=1))
    for place in places:
        found = [text for text in paper.sheets if f"Awal{place:02}" in text]
        assert found and all(f"Akhir{place:02}" in text for text in found), place


def test_names_have_sixty_letters() -> None:
    assert {len(name_of(place)) for place in range(1, 49)} == {LETTERS}


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
@pytest.mark.parametrize(("members", "most"), [(MOST_MEMBERS + 1, 2), (TWENTY, 3), (49, 4)])
def test_a_case_sheet_has_the_whole_family_in_its_annex(
    app: Flask, cast: Cast, tmp_path: Path, paper: str, members: int, most: int
) -> None:
    case = family_case(cast, tmp_path, members, notes=200)
    with app.app_context():
        sheet = read_pdf(case_sheet_pdf(case_file(cast, case, paper=paper)))
    assert_whole(sheet, range(1, members + 1))
    annex = [text for text in sheet.sheets if re.search(r"Akhir(1[0-9]|[2-4][0-9])", text)]
    assert all(heading in text for text in annex for heading in HEADS)
    assert sheet.pages <= most and ("Lampiran lembar kasus" in sheet.text) is (members > MOST_MEMBERS + 1)
    if members > MOST_MEMBERS + 1:
        assert f"dan {members - 1 - MOST_MEMBERS} orang lain; lihat lampiran" in sheet.text


@pytest.mark.pango
def test_a_report_tells_of_as_many_members_as_can_be_typed(app: Flask, cast: Cast, tmp_path: Path) -> None:
    field = start_field(cast, address="Kp. Muara Jaya")
    family = [{"name": name_of(place), "age": 7, "school": "masih"} for place in range(1, MOST_TOLD + 1)]
    parts = {VisitPart.ANGGOTA: typed_again(VisitPart.ANGGOTA, family)}
    save_parts(field.task, parts, version=0, actor=viewer_of(cast.ujang), now=clock.now())
    report(field, tmp_path)
    with app.app_context():
        assert_whole(read_pdf(printed_report(visit_report_pdf, cast, field.again())), range(1, MOST_TOLD + 1))


@pytest.mark.pango
@pytest.mark.parametrize("make", [visit, consent], ids=["lembar kunjungan", "persetujuan"])
def test_papers_for_the_pen_write_the_clients_name_whole(app: Flask, cast: Cast, make: object) -> None:
    field = start_field(cast)
    Person.update(name=name_of(1)).where(Person.id == field.case.client_id).execute()
    with app.app_context():
        paper = read_pdf(print_pdf(make(cast, fresh(cast, field)), most_pages=2))
    assert_whole(paper, range(1, 2))
    assert name_of(1) in paper.text


@pytest.mark.pango
def test_lines_of_the_register_hold_long_names(app: Flask, cast: Cast) -> None:
    rows = [row(place, client_name=name_of(place)) for place in range(1, TWENTY + 1)]
    paper = printed_register(app, cast, rows)
    assert_whole(paper, range(1, TWENTY + 1))


@pytest.mark.pango
def test_twenty_things_handed_over_to_long_names_stay_whole(app: Flask, cast: Cast, tmp_path: Path) -> None:
    case = family_case(cast, tmp_path, 2)
    goods = [
        {"name": name_of(place), "amount": "1 unit", "remark": "baru, dengan buku"} for place in range(3, 23)
    ]
    parties = {"giver": {"name": name_of(23)}, "taker": {"name": name_of(24)}, "witnesses": [name_of(25)]}
    made = draft(cast, case, kind=LetterKind.BERITA_ACARA, content={"what": "barang", "goods": goods} | parties)
    letter = Letter.select(Letter, Case).join(Case).where(Letter.id == made.id).get()
    desk = LetterDesk(cast.hub, viewer_of(cast.ratna), "", clock.now())
    with app.app_context():
        paper = read_pdf(print_pdf(lay_out_at(desk, letter), most_pages=4))
    assert_whole(paper, range(3, 26))
    for text in (text for text in paper.sheets if "1 unit" in text):
        assert all(heading in text for heading in ("Nama barang", "Jumlah", "Keterangan"))
