"""Lampiran of a case: chosen or taken, listed with who and when, opened safely, removed with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from puskesos.models import Attachment, AuditEntry, Case, CaseDocument, User
from tests.attached import PDF, attach
from tests.cast import Cast, make_case
from tests.page_client import Page, PageClient
from tests.views.field import jpeg

SignIn = Callable[[str], PageClient]
FORM = "form[data-draft=lampiran]"
LIST = "#case-attachments"


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast)


def send(client: PageClient, case: Case, expect: int = 303, **typed: object) -> Page:
    return client.fill(client.get(f"/kasus/{case.number}/lampiran/baru"), FORM, _expect=expect, **typed)


def test_several_files_and_one_from_the_camera_are_listed_with_who(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    files = [(jpeg(), "a.jpg"), (PDF, "Siti 3216991206790001.pdf")]
    page = sari.follow(send(sari, case, title="Surat kontrol", files=files, camera=(jpeg(), "c.jpg")))
    assert "3 lampiran tersimpan." in page
    assert page.texts(f"{LIST} strong") == ["Surat kontrol (3/3)", "Surat kontrol (2/3)", "Surat kontrol (1/3)"]
    assert "Sari, 17 Nov 2026 09.00" in page.text(LIST) and "3216991206790001" not in page.html


def test_a_paper_gets_its_photo_and_its_name(client_for: SignIn, case: Case) -> None:
    sari = client_for("sari")
    page = sari.get(f"/kasus/{case.number}/lampiran/baru?berkas=1")
    sari.fill(page, FORM, files=[(jpeg(), "ktp.jpg")])
    paper = CaseDocument.get(CaseDocument.case == case, CaseDocument.position == 1)
    assert (paper.state, paper.form) == ("ada", "foto") and Attachment.get().title == paper.name


def test_a_photo_is_an_image_and_a_pdf_only_a_download(client_for: SignIn, case: Case, cast: Cast, app: Flask) -> None:
    uploads, bayu = app.config["SETTINGS"].uploads, client_for("bayu")
    photo, paper = attach(case, uploads, by=cast.sari), attach(case, uploads, by=cast.sari, content=PDF)
    for row, kind, way in ((photo, "image/jpeg", "inline"), (paper, "application/pdf", "attachment")):
        shown = bayu.get(f"/kasus/{case.number}/lampiran/{row.id}")
        assert bool(shown.select("main img")) == (row is photo)
        assert not shown.select("iframe, embed, object")
        answer = bayu.get(f"/kasus/{case.number}/lampiran/{row.id}/isi")
        assert answer.headers["Content-Type"] == kind and answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith(way)
        assert "Surat" not in answer.headers["Content-Disposition"]
    assert AuditEntry.select().where(AuditEntry.action == "attachment_seen").count() == 2


def test_a_removed_file_opens_for_nobody_and_its_trace_stays(
    client_for: SignIn, case: Case, cast: Cast, app: Flask
) -> None:
    row, ratna = attach(case, app.config["SETTINGS"].uploads, by=cast.sari), client_for("ratna")
    path = f"/kasus/{case.number}/lampiran/{row.id}"
    page = ratna.get(f"{path}/penghapusan")
    assert "Isi alasan." in ratna.fill(page, "form[data-draft]", reason=" ", _expect=422).text(".errors")
    page = ratna.follow(ratna.fill(page, "form[data-draft]", reason="Salah kasus."))
    assert "Surat kontrol: Ratna, 17 Nov 2026 09.00: Salah kasus." in page.text(f"{LIST} details")
    for way in (path, f"{path}/isi", f"{path}/penghapusan"):
        ratna.get(way, expect=404)


def test_a_file_of_another_case_or_a_restricted_one_stays_closed(
    client_for: SignIn, case: Case, cast: Cast, app: Flask
) -> None:
    row, other = attach(case, app.config["SETTINGS"].uploads, by=cast.sari), make_case(cast)
    client_for("sari").get(f"/kasus/{other.number}/lampiran/{row.id}/isi", expect=404)
    ratna = User.get(User.username == "ratna")
    Case.update(restricted=True, created_by=ratna, area="pendidikan").where(Case.id == case.id).execute()
    for way in ("", "/isi", "/penghapusan"):
        client_for("bayu").get(f"/kasus/{case.number}/lampiran/{row.id}{way}", expect=403)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"files": [(b"<svg onload=alert(1)>", "a.jpg")]}, "bukan foto atau PDF"),
        ({"files": [(PDF, f"{place}.pdf") for place in range(7)]}, "paling banyak 6"),
        ({"title": "Tanpa berkas"}, "Pilih foto atau PDF."),
    ],
    ids=["hostile", "many", "none"],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    client_for: SignIn, case: Case, typed: dict[str, object], said: str
) -> None:
    page = send(client_for("sari"), case, 422, **{"title": "Surat"} | typed)
    assert said in page.text(".errors") and not Attachment.select().exists()
    assert page.one("#title")["value"] == str(typed.get("title", "Surat"))


def test_a_nearly_full_disk_takes_no_more_files(client_for: SignIn, case: Case, app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], free_floor_megabytes=10**9)
    page = send(client_for("sari"), case, 422, files=[(jpeg(), "a.jpg")])
    assert "hampir penuh" in page.text(".errors") and not Attachment.select().exists()
