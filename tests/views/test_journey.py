"""The main job without JavaScript: intake, assignment, visit, review, data check, decision, closing."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

from puskesos.models import Agency, Assignment, Case, CaseDocument, Photo, Referral, Visit
from tests.cast import Cast
from tests.page_client import PageClient

STORY = "Kartu KIS tidak dapat dipakai saat berobat ke puskesmas. Keluarga baru tahu di loket."
Clients = Callable[[str], PageClient]


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (2400, 1800), "#7a9").save(buffer, "JPEG")
    return buffer.getvalue()


def register(client: PageClient, cast: Cast) -> Case:
    page = client.get("/penerimaan")
    found = client.fill(page, "#intake-search", q="Nurhayati binti Sarman", _expect=200)
    sent = client.fill(
        found,
        "#intake",
        nik="3216995206790003",
        sex="P",
        birth_date="1979-06-12",
        village=str(cast.bahagia.id),
        rt="4",
        rw="2",
        service=str(cast.services["K01"].id),
        reporter_relation="anak",
        reporter_name="Wawan",
        reporter_phone="0812-0000-1234",
        story=STORY,
    )
    receipt = client.follow(sent)
    return Case.get(Case.number == receipt.text(".big"))


def test_the_whole_chain_works_without_javascript(client_for: Clients, cast: Cast) -> None:
    case = register(client_for("sari"), cast)
    assert case.number.startswith("321617-2611-")

    ratna = client_for("ratna")
    page = ratna.get(f"/kasus/{case.number}")
    assert "Tugaskan relawan" in page.text("#case-next")
    form = ratna.get(f"/kasus/{case.number}/penugasan")
    ratna.fill(form, "form[data-draft]", volunteer=str(cast.ujang.id), instruction="Lihat kartu dan surat rawat.")
    task = Assignment.get(Assignment.case == case)

    ujang = client_for("ujang")
    assert "Nurhayati binti Sarman" in ujang.get("/")
    shown = ujang.get(f"/tugas/{task.number}")
    ujang.fill(shown, f'form[action="/tugas/{task.number}/penerimaan"]')
    report = ujang.get(f"/tugas/{task.number}/laporan")
    ujang.fill(
        report,
        "form[data-draft]",
        outcome="bertemu",
        met_whom="Anak klien",
        findings="Rumah panggung, klien terbaring, kartu KIS ada.",
        conclusion="layak",
        photos=[(jpeg(), "rumah.jpg")],
    )
    assert Visit.get(Visit.case == case).met_whom == "Anak klien"
    assert Photo.get(Photo.case == case).width == 1600

    review = ratna.get(f"/penugasan/{task.number}/pemeriksaan")
    ratna.fill(review, "form[data-draft]", target="disetujui")
    check = ratna.get(f"/kasus/{case.number}/cek-data")
    ratna.fill(check, "form[data-draft]", status="terdaftar", decile="3", channel="siks_ng", period="Triwulan III 2026")
    assert Case.get_by_id(case.id).state == "penanganan"
    decision = ratna.get(f"/kasus/{case.number}/penetapan")
    ratna.fill(
        decision,
        "form[data-draft]",
        choice="rujuk",
        text="Reaktivasi lewat Dinas Sosial.",
        agency=str(Agency.get(Agency.hub == cast.hub, Agency.code == "DINSOS-LJ").id),
        wanted="Reaktivasi PBI-JK",
        reason="Harus kontrol paru setiap bulan.",
        basis="persetujuan_tertulis",
    )
    assert Case.get_by_id(case.id).state == "dirujuk"
    referral = Referral.get(Referral.case == case)
    sent = ratna.get(f"/kasus/{case.number}/rujukan/{referral.number}/status?ke=dikirim")
    ratna.fill(sent, "form[data-draft]", channel="surat")
    answer = ratna.get(f"/kasus/{case.number}/rujukan/{referral.number}/status?ke=selesai")
    ratna.fill(answer, "form[data-draft]", channel="telepon", contact="Ibu Rini", text="Kartu aktif 17 November.")
    closing = ratna.get(f"/kasus/{case.number}/penutupan")
    ratna.fill(closing, "form[data-draft]", result="terpenuhi", text="Kartu aktif kembali.")
    closed = Case.get_by_id(case.id)
    assert (closed.state, str(closed.told_family_on)) == ("selesai", "2026-11-17")
    assert "Selesai" in ratna.get(f"/kasus/{case.number}").text("#case-header")


def test_papers_are_ticked_on_the_case_page(client_for: Clients, cast: Cast) -> None:
    sari = client_for("sari")
    case = register(sari, cast)
    page = sari.get(f"/kasus/{case.number}")
    form = page.select("#case-papers form")[0]
    sari.fill(page, f'form[action="{form["action"]}"]', shown="ada:asli")
    paper = CaseDocument.get(CaseDocument.case == case, CaseDocument.position == 1)
    assert (paper.state, paper.form) == ("ada", "asli")
