"""Pindaian: sending sheets, the tray, placing a page by hand, discarding, taking back; whose tray it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from puskesos.config import Settings
from puskesos.jobs.worker import run_waiting
from puskesos.models import Attachment, AuditEntry, Case, Scan, ScanBatch, ScanFile, SheetOut
from puskesos.rules.letter_code import show_code
from tests.cast import Cast, make_assignment, make_case, make_person
from tests.page_client import PageClient
from tests.scanned import file_page, jpeg_of, page_saying, pdf_of, scan_of, sheet_of

SignIn = Callable[[str], PageClient]
FORM, SEARCH, PLACE = "main form[enctype]", "main form[role=search]", "#scan-places form"
BLANK = jpeg_of(page_saying())


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast)


@pytest.fixture
def unread(app: Flask, opened: Settings, cast: Cast) -> Scan:
    return file_page(opened, None, by=cast.sari)


def page_of(scan: Scan) -> str:
    return f"/pindaian/halaman/{scan.id}"


def test_sheets_are_sent_read_and_told(client_for: SignIn, opened: Settings, case: Case, cast: Cast) -> None:
    sari, sheet = client_for("sari"), sheet_of(case, by=cast.ratna)
    files = [(scan_of(sheet), "Siti 3216991206790001.jpg"), (pdf_of(page_saying()), "b.pdf")]
    page = sari.follow(sari.fill(sari.get("/pindaian/baru"), FORM, files=files, camera=(BLANK, "c.jpg")))
    assert "Berkas diterima" in page and "menunggu giliran" in page.text("#job-progress")
    assert page.one("#job-progress")["hx-get"] == sari.get(page.one("#job-progress")["hx-get"]).path
    run_waiting(opened)
    page = sari.get(page.path)
    assert page.texts("#scan-pages .badge") == ["3", "Tersimpan di kasus", "Perlu ditempatkan", "Perlu ditempatkan"]
    assert case.number in page.text("#scan-pages") and "3216991206790001" not in page.html
    assert "2 halaman perlu" not in page.html
    tray = sari.get("/pindaian")
    assert len(tray.select("#scan-tray tbody tr")) == 2 and "1 halaman tersimpan, 2 perlu" in tray.text("#scan-batches")


def test_sending_the_same_form_again_keeps_one(client_for: SignIn, app: Flask, opened: Settings) -> None:
    sari = client_for("sari")
    page = sari.get("/pindaian/baru")
    first, second = (sari.fill(page, FORM, files=[(BLANK, "a.jpg")]).location for _ in range(2))
    assert first == second and ScanBatch.select().count() == ScanFile.select().count() == 1
    assert len(list(opened.scans.iterdir())) == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Pilih foto atau PDF."),
        ([(b"halo", "a.txt")], "“a.txt” bukan foto atau PDF"),
        ([(b"<svg/>", "a.svg"), (BLANK, "b.jpg")], "“a.svg” bukan foto atau PDF"),
        ([(BLANK, "a.jpg")] * 61, "paling banyak 60 berkas"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field(
    client_for: SignIn, opened: Settings, files: list[tuple[bytes, str]], said: str
) -> None:
    sari = client_for("sari")
    page = sari.fill(sari.get("/pindaian/baru"), FORM, _expect=422, **({"files": files} if files else {}))
    assert said in page.text("#files-error") and not ScanBatch.select().exists()
    assert not opened.scans.exists() or not list(opened.scans.iterdir())


def test_a_full_disk_is_said(client_for: SignIn, app: Flask, opened: Settings) -> None:
    app.config["SETTINGS"] = replace(opened, free_floor_megabytes=10**9)
    sari = client_for("sari")
    page = sari.fill(sari.get("/pindaian/baru"), FORM, files=[(BLANK, "a.jpg")], _expect=422)
    assert "hampir penuh" in page.text("#files-error")


def test_the_tray_is_of_who_scanned_and_of_the_koordinator(client_for: SignIn, unread: Scan) -> None:
    for username, status in (
        ("sari", 200),
        ("ratna", 200),
        ("bayu", 404),
        ("citra", 404),
        ("ujang", 403),
        ("dewi", 403),
    ):
        client = client_for(username)
        for path in (page_of(unread), f"{page_of(unread)}/gambar", f"/pindaian/{unread.batch_id}"):
            client.get(path, expect=status)
        shown = client.get("/pindaian", expect={200, 403})
        assert bool(shown.select("#scan-tray tbody tr")) == (status == 200)
    assert AuditEntry.select().where(AuditEntry.action == "scan_seen").count() == 2


def test_the_picture_is_nothing_but_an_image(client_for: SignIn, unread: Scan) -> None:
    answer = client_for("sari").get(f"{page_of(unread)}/gambar")
    assert answer.headers["Content-Type"] == "image/jpeg" and answer.content.startswith(b"\xff\xd8")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_page_is_placed_by_the_code_that_stands_on_it(
    client_for: SignIn, unread: Scan, case: Case, cast: Cast
) -> None:
    sari, sheet = client_for("sari"), sheet_of(case, by=cast.ratna)
    found = sari.fill(sari.get(page_of(unread)), SEARCH, cari=show_code(sheet.code).lower())
    assert "Siti Nurhaliza" in found.text("#scan-places") and "Lembar kasus" in found.text("#scan-places")
    page = sari.follow(sari.fill(found, PLACE))
    assert page.path == "/pindaian" and f"disimpan di kasus {case.number}" in page
    assert Attachment.get().title == "Lembar kasus" and SheetOut.get().state == "kembali"
    shown = sari.get(page_of(unread))
    assert "Tersimpan di kasus" in shown and sari.get(shown.one("main a.button[data-main]")["href"]).status == 200


@pytest.mark.parametrize("typed", ["number", "short", "task", "name"])
def test_a_page_is_placed_by_number_task_or_name(client_for: SignIn, unread: Scan, cast: Cast, typed: str) -> None:
    case = make_case(cast, client=make_person(cast, "Markonah"))
    task = make_assignment(cast, case)
    words = {"number": case.number, "short": case.number[7:], "task": task.number.lower(), "name": "markona"}
    sari = client_for("sari")
    found = sari.get(f"{page_of(unread)}?cari={words[typed]}", fragment=True)
    assert "Markonah" in found.text("#scan-places")
    sari.fill(found, PLACE)
    scan = Scan.get()
    assert (scan.case_id, scan.assignment_id) == (case.id, task.id if typed == "task" else None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("SR7U-X539", "Ada huruf yang keliru"),
        ("SR7U-X538", "tidak dikenal di hub ini"),
        ("321617-2611-9999", "Tidak ada kasus terbuka"),
        ("T-321617-2611-9999", "Tidak ada kasus terbuka"),
        ("Zzz", "Tidak ada kasus terbuka"),
    ],
)
def test_a_slip_is_said(client_for: SignIn, unread: Scan, typed: str, said: str) -> None:
    assert said in client_for("sari").get(f"{page_of(unread)}?cari={typed}").text("#scan-places")


def test_a_restricted_case_takes_a_page_only_from_who_may_open_it(client_for: SignIn, unread: Scan, cast: Cast) -> None:
    client = make_person(cast, "Zulfatina")
    case = make_case(cast, client=client, service="R08", by=cast.ratna)
    sari, ratna = client_for("sari"), client_for("ratna")
    found = sari.get(f"{page_of(unread)}?cari={case.number}")
    assert "Serahkan lembarnya kepada koordinator" in found and "Zulfatina" not in found.html
    sari.post(f"{page_of(unread)}/penempatan", {"place": f"k:{case.number}"}, expect=403)
    ratna.post(f"{page_of(unread)}/penempatan", {"place": f"k:{case.number}"})
    assert Attachment.get().case_id == case.id
    shown = sari.get(page_of(unread))
    assert case.number in shown and "Zulfatina" not in shown.html
    assert sari.get(f"{page_of(unread)}/gambar", expect=303).location.startswith(f"/kasus/{case.number}/lampiran/")
    sari.get(sari.get(f"{page_of(unread)}/gambar", expect=303).location, expect=403)
    sari.post(f"{page_of(unread)}/pengembalian", expect=403)


def test_a_place_elsewhere_or_nowhere_is_refused(client_for: SignIn, unread: Scan, cast: Cast) -> None:
    theirs = make_case(cast, by=cast.citra)
    sari = client_for("sari")
    for place in ("", "k:", f"k:{theirs.number}", f"b:{sheet_of(theirs, by=cast.citra).code}", "t:T-1", "x:1"):
        page = sari.post(f"{page_of(unread)}/penempatan", {"place": place}, expect=422)
        assert "Pilih kasusnya dulu." in page
    assert not Attachment.select().exists()


def test_placing_twice_files_once_and_elsewhere_is_a_conflict(
    client_for: SignIn, unread: Scan, case: Case, cast: Cast
) -> None:
    sari, other = client_for("sari"), make_case(cast)
    for _ in range(2):
        sari.post(f"{page_of(unread)}/penempatan", {"place": f"k:{case.number}"})
    sari.post(f"{page_of(unread)}/penempatan", {"place": f"k:{other.number}"}, expect=409)
    sari.post(f"{page_of(unread)}/pembuangan", {"reason": "Kosong"}, expect=409)
    assert Attachment.select().count() == 1 and Scan.get().case_id == case.id


def test_a_page_is_discarded_with_a_reason_and_taken_back(client_for: SignIn, unread: Scan) -> None:
    sari = client_for("sari")
    form = sari.get(f"{page_of(unread)}/pembuangan")
    assert "Isi alasan." in sari.fill(form, "main form.sheet", _expect=422)
    page = sari.follow(sari.fill(form, "main form.sheet", reason="Halaman kosong"))
    assert "Halaman dibuang" in page and not page.select("#scan-tray tbody tr")
    shown = sari.get(page_of(unread))
    assert "Halaman kosong" in shown
    page = sari.follow(sari.fill(shown, "main form[action$=pengembalian]"))
    assert "Perlu ditempatkan" in page and Scan.get().state == "menunggu"


def test_a_page_in_the_wrong_case_comes_back_and_is_filed_again(
    client_for: SignIn, app: Flask, opened: Settings, cast: Cast, case: Case
) -> None:
    sheet, right = sheet_of(case, by=cast.ratna), make_case(cast)
    scan, sari = file_page(opened, sheet, by=cast.sari), client_for("sari")
    page = sari.follow(sari.fill(sari.get(page_of(scan)), "main form[action$=pengembalian]"))
    assert "Ditarik kembali dari kasus" in page and SheetOut.get_by_id(sheet.id).state == "di_luar"
    assert Attachment.get().removed_because and "ditarik: salah tempat" in sari.get(f"/kasus/{case.number}").text()
    sari.post(f"{page_of(scan)}/penempatan", {"place": f"k:{right.number}"})
    placed = Attachment.get(Attachment.case == right)
    assert (opened.uploads / placed.stored_name).read_bytes() == (opened.uploads / scan.stored_name).read_bytes()
    assert placed.stored_name != scan.stored_name


def test_the_rest_of_a_sheet_is_filed_with_its_first_page(
    client_for: SignIn, opened: Settings, app: Flask, case: Case, cast: Cast
) -> None:
    pages = [file_page(opened, None, by=cast.sari) for _ in range(4)]
    for number, page in enumerate(pages, start=1):
        trouble = "asing" if number == 4 else "tanpa_kode"
        Scan.update(file=pages[0].file_id, page=number, trouble=trouble).where(Scan.id == page.id).execute()
    sari = client_for("sari")
    found = sari.get(f"{page_of(pages[0])}?cari={case.number}")
    page = sari.follow(sari.fill(found, PLACE, press="button[name=rest]"))
    assert f"3 halaman disimpan di kasus {case.number}" in page
    assert [scan.case_id for scan in Scan.select().order_by(Scan.page)] == [case.id] * 3 + [None]


def test_the_page_after_a_filed_one_is_offered_its_case(
    client_for: SignIn, opened: Settings, app: Flask, case: Case, cast: Cast
) -> None:
    sheet = sheet_of(case, by=cast.ratna)
    first = file_page(opened, sheet, by=cast.sari)
    back = file_page(opened, None, by=cast.sari)
    Scan.update(file=first.file_id, page=2).where(Scan.id == back.id).execute()
    sari = client_for("sari")
    page = sari.get(page_of(back))
    assert "menurut kode atau halaman sebelumnya" in page and case.number in page.text("#scan-places")
    sari.fill(page, PLACE)
    assert Scan.get_by_id(back.id).case_id == case.id
