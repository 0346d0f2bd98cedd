"""The copy for the person: all that is held, third parties gone from every layer, the same on paper and in JSON."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from puskesos import clock
from puskesos.actions.case_content import change_content
from puskesos.actions.case_work import add_note
from puskesos.actions.membership import MembershipEntry, add_membership
from puskesos.actions.person import reveal_number
from puskesos.documents.person_copy import (
    CopyFile,
    build_copy,
    person_copy_html,
    person_copy_json,
    person_copy_pdf,
)
from puskesos.models import Case, Hub, Person
from puskesos.queries.person import find_resident
from puskesos.queries.person_copy import gather_person
from puskesos.rules.blackout import BLACK
from tests.cast import Cast, make_case, make_person, viewer_of
from tests.documents.full_case import KK, NIK, decided_case

OTHERS = ("Rohman", "Saputra", "Wati", "Kusumawati", "Darto", "0813", "3216990301150008")
STORY = "Siti Nurhaliza dan Rohman Saputra. BU WATI dan Pak Darto, HP 0813-9999-8888, NIK 3216990301150008."


def copy_file(cast: Cast, person: Person, *, words: str = "") -> CopyFile:
    seen = find_resident(viewer_of(cast.ratna), person.id)
    assert seen is not None
    hub = Hub.get(Hub.id == cast.hub.id)
    added = words.split(",") if words else []
    return CopyFile(hub, gather_person(seen), added, "KTP dicocokkan dengan orangnya", "Ratna", clock.now())


def client_of(case: Case) -> Person:
    return Person.get_by_id(case.client_id)


def full_person(cast: Cast, tmp_path: Path, **more: object) -> Person:
    """Decided case, a family member, a reporter whose name was corrected, a program, a number that was opened."""
    case = decided_case(cast, tmp_path, **{"story": STORY, "reporter_name": "Wati Kusumawati"} | more)
    sari, now = viewer_of(cast.sari), clock.now()
    fields = {"reporter_name": "Kartini", "reporter_relation": "saudara"}
    change_content(case, fields, version=case.version, actor=sari, now=now)
    person = client_of(case)
    entry = MembershipEntry("pkh", "aktif", card_number="6013011234567890", since=date(2025, 1, 1))
    add_membership(person, entry, key="00000000-0000-4000-8000-000000000001", actor=sari, now=now)
    reveal_number(find_resident(sari, person.id), "nik", "Diminta Rohman untuk PKH", actor=sari, now=now)
    return person


def text_of(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.pango
def test_the_paper_holds_what_the_hub_holds_and_no_third_party(app: Flask, cast: Cast, tmp_path: Path) -> None:
    person = full_person(cast, tmp_path)
    with app.app_context():
        pdf = person_copy_pdf(copy_file(cast, person))
    text = text_of(pdf)
    for wanted in (
        "SALINAN DATA PRIBADI",
        "3216 9942 0388 0003",
        "3216 9903 0115 0007",
        "6013 0112 3456 7890",
        "Anggota keluarga (hubungan belum diisi)",
        f"Siti Nurhaliza dan {BLACK}",
        "Atap bocor",
        "Dinas Sosial Kabupaten Bekasi",
        "PBI-JK nonaktif",
        "membuka NIK",
        f"Diminta {BLACK} untuk PKH",
        "Sari Front office",
        "Dibuat untuk Siti Nurhaliza",
        "KTP dicocokkan dengan orangnya",
        "pembetulan tidak dipungut biaya",
        "Halaman 1 dari",
    ):
        assert wanted in text, wanted
    for gone in (*OTHERS, "Kartini"):
        assert gone not in text
        assert gone.encode() not in pdf


def test_json_says_the_same_in_a_stable_shape(app: Flask, cast: Cast, tmp_path: Path) -> None:
    person = full_person(cast, tmp_path)
    with app.app_context():
        raw = person_copy_json(copy_file(cast, person)).decode("utf-8")
    told = json.loads(raw)
    sections = {section["section"]: section for section in told["sections"]}
    made_at = datetime.fromisoformat(told["made_at"])
    assert (told["format"], made_at.isoformat(timespec="minutes")) == ("puskesos-salinan-1", "2026-11-17T09:00+07:00")
    assert [*sections] == [
        *("identity", "address", "welfare", "household", "memberships", "corrections", "case", "printed", "looks")
    ]
    fields = {field["field"]: field for section in told["sections"] for field in section["fields"]}
    assert fields["nik"] == {"field": "nik", "label": "NIK", "value": NIK, "text": "3216 9942 0388 0003"}
    assert (fields["kk"]["value"], fields["birth_date"]["value"]) == (KK, "1988-03-02")
    assert fields["reporter"]["value"] == BLACK and "reporter_phone" not in fields
    tables = {table["table"]: table for table in sections["case"]["tables"]}
    assert [*tables] == ["papers", "data_checks", "visits", "recommendations", "decisions", "history"]
    assert tables["papers"]["rows"][2] == {
        "name": tables["papers"]["rows"][2]["name"],
        **{"state": "ada", "state_text": "Ada", "form": "fotokopi", "form_text": "Fotokopi"},
        **{"owner": "keluarga", "owner_text": "Keluarga"},
    }
    assert not [gone for gone in (*OTHERS, "Kartini") if gone in raw]


def test_all_cases_stand_in_it_the_restricted_ones_too(app: Flask, cast: Cast) -> None:
    person = make_person(cast)
    numbers = [make_case(cast, client=person, by=cast.ratna, restricted=hidden).number for hidden in (False, True)]
    with app.app_context():
        titles = [section.title for section in build_copy(copy_file(cast, person)).sections]
    assert [f"Kasus {number}" for number in numbers] == [title for title in titles if title.startswith("Kasus 3")]


def test_who_reported_for_himself_stays(app: Flask, cast: Cast) -> None:
    need = {"reporter_name": "Siti Nurhaliza", "reporter_relation": "diri", "reporter_phone": "081234567890"}
    person = client_of(make_case(cast, **need))
    with app.app_context():
        html = person_copy_html(copy_file(cast, person))
    assert "Siti Nurhaliza (diri sendiri)" in html and "0812-3456-7890" in html


def test_a_reporter_known_by_phone_goes_under_every_name(app: Flask, cast: Cast) -> None:
    make_person(cast, "Ningsih Rahayu", alias="Enung", phone="081399998888")
    need = {"reporter_name": "Bu Ning", "reporter_phone": "0813 9999 8888"}
    person = client_of(make_case(cast, story="Enung dan Rahayu mengantar.", **need))
    with app.app_context():
        html = person_copy_html(copy_file(cast, person))
    assert f"{BLACK} dan {BLACK} mengantar." in html


def test_words_of_the_koordinator_go_and_doubtful_ones_are_pointed_out(app: Flask, cast: Cast) -> None:
    person = client_of(make_case(cast, story="Diantar oleh Marbun ke Puskesmas Pantai Bahagia."))
    with app.app_context():
        assert build_copy(copy_file(cast, person)).doubtful == ["Marbun"]
        copy = copy_file(cast, person, words="marbun")
        assert build_copy(copy).doubtful == [] and "Marbun" not in person_copy_html(copy)


def test_markup_that_somebody_typed_is_text(app: Flask, cast: Cast) -> None:
    person = client_of(make_case(cast, story="<script>alert(1)</script><img src=x onerror=y> & selesai"))
    with app.app_context():
        html = person_copy_html(copy_file(cast, person))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt; &amp; selesai" in html
    assert "<script" not in html and "<img" not in html


@pytest.mark.pango
def test_somebody_with_nothing_gets_one_page_that_says_so(app: Flask, cast: Cast) -> None:
    with app.app_context():
        pdf = person_copy_pdf(copy_file(cast, make_person(cast)))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert "Tidak ada kasus." in text_of(pdf) and "Belum ada yang diubah." in text_of(pdf)


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_a_long_life_is_printed_whole(app: Flask, cast: Cast, tmp_path: Path, paper: str) -> None:
    case = decided_case(
        cast, tmp_path, notes=200, story=("Rumah bambu, penghasilan tidak tetap. " * 120)[:3990] + "TAMAT"
    )
    add_note(case, "kata " * 400 + "AKHIR", actor=viewer_of(cast.sari), now=clock.now())
    file = copy_file(cast, client_of(case))
    file.hub.paper = paper
    with app.app_context():
        pdf = person_copy_pdf(file)
    text = text_of(pdf)
    assert "TAMAT" in text and "AKHIR" in text
    assert all(f"Catatan ke-{number}: faskes dihubungi." in text for number in range(200))
    assert 5 < len(PdfReader(io.BytesIO(pdf)).pages) < 20
