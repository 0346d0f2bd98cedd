"""Serah terima: composed from one's shift, handed over once, read by the next, safe with restricted names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from puskesos.documents.printing import PrintingUnavailable
from puskesos.models import AuditEntry, Case, CaseDocument, Handover, HandoverRead, Referral, User
from tests.attached import give, note
from tests.cast import TODAY, Cast, make_assignment, make_case, make_person, make_referral
from tests.page_client import PageClient

SignIn = Callable[[str], PageClient]
FORM, PARTS = "form[data-draft=serah-terima]", "#handover-parts"


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast, client=make_person(cast, "Siti Nurhaliza"))


def test_it_tells_what_was_done_and_what_is_due(client_for: SignIn, case: Case, cast: Cast) -> None:
    paper = CaseDocument.get(CaseDocument.case == case, CaseDocument.position == 1)
    CaseDocument.update(state="menyusul", promised_on=TODAY).where(CaseDocument.id == paper.id).execute()
    make_assignment(cast, case, due_on=TODAY + timedelta(days=1))
    make_referral(cast, make_case(cast, client=make_person(cast, "Amin Saputra")))
    Referral.update(answer_due_on=TODAY - timedelta(days=2)).execute()
    page = client_for("sari").get("/serah-terima")
    assert page.texts(f"{PARTS} h3") == [
        "Kasus yang dikerjakan",
        "Berkas dijanjikan keluarga",
        "Kunjungan sampai besok",
        "Rujukan lewat waktu jawab",
    ]
    said = page.text(PARTS)
    assert "Siti Nurhaliza Mendaftarkan kasus; sekarang Kunjungan lapangan; menunggu laporan relawan." in said
    assert f"{paper.name}: dijanjikan 17 Nov 2026." in said and "Ujang: laporan paling lambat 18 Nov 2026." in said
    assert "Dinas Pendidikan: jawaban ditunggu sejak 15 Nov 2026." in said


def test_open_emergencies_and_decisions_to_come_stand_on_top_whoever_did_them(
    client_for: SignIn, cast: Cast, case: Case, moment: time_machine.Traveller
) -> None:
    urgent, helped = (make_case(cast, priority="darurat", by=cast.bayu) for _ in range(2))
    ended = make_case(cast, priority="darurat", by=cast.bayu)
    Case.update(state="dilayani", decision_pending=True).where(Case.id == helped.id).execute()
    Case.update(state="selesai").where(Case.id == ended.id).execute()
    moment.shift(timedelta(days=10))
    page = client_for("sari").get("/serah-terima?sejak=hari-ini")
    assert page.texts(f"{PARTS} h3") == ["Darurat yang masih terbuka", "Penetapan menyusul"]
    lists = [block.get_text(" ", strip=True) for block in page.select(f"{PARTS} ul")]
    assert urgent.number in lists[0] and helped.number in lists[0] and helped.number in lists[1]
    assert "Terdaftar sejak 17 Nov 2026 09.00; menunggu penugasan relawan" in lists[0]
    assert "Sudah ditangani sejak 17 Nov 2026 09.00; menunggu penetapan koordinator." in lists[1]
    assert ended.number not in page and case.number not in page
    client_for("sari").fill(page, FORM, note="Titip.")
    kept = Handover.select().order_by(Handover.id.desc()).get().content
    assert urgent.number in kept and "Nurhaliza" not in kept
    assert not client_for("citra").get("/serah-terima").select(f"{PARTS} h3")


def test_it_begins_where_the_worker_chooses(
    client_for: SignIn, case: Case, cast: Cast, moment: time_machine.Traveller
) -> None:
    moment.shift(timedelta(days=2))
    sari = client_for("sari")
    assert case.number not in sari.get("/serah-terima?sejak=hari-ini").text(PARTS)
    note(case, "Keluarga menelepon.", by=cast.sari)
    page = sari.get("/serah-terima?sejak=hari-ini")
    assert "Menulis catatan; sekarang Terdaftar; menunggu penugasan relawan atau cek data." in page.text(PARTS)
    assert page.one("nav [aria-current=true]").get_text() == "Sejak tadi pagi"
    sari.get("/serah-terima?sejak=nonsens")


def test_the_next_one_sees_it_on_beranda_until_it_is_read(client_for: SignIn, case: Case) -> None:
    sari, ratna = client_for("sari"), client_for("ratna")
    sari.fill(sari.get("/serah-terima"), FORM, note="Pak Amin datang besok.")
    assert "Serah terima dari" not in sari.get("/")
    link = next(one for one in ratna.get("/").select("a") if "Serah terima dari Sari" in one.get_text())
    assert link.get_text() == "Serah terima dari Sari, 17 Nov 2026 09.00"
    page = ratna.get(str(link["href"]))
    assert "Pak Amin datang besok." in page and "Siti Nurhaliza" in page.text(PARTS)
    ratna.fill(page, "#handover-read")
    assert "Serah terima dari Sari," not in ratna.get("/").text("main")
    assert "Ratna, 17 Nov 2026 09.00" in sari.get(str(link["href"]))
    assert HandoverRead.select().count() == 1


def test_handing_over_and_reading_twice_counts_once(client_for: SignIn, cast: Cast, case: Case) -> None:
    sari, ratna = client_for("sari"), client_for("ratna")
    page = sari.get("/serah-terima")
    first, second = (sari.fill(page, FORM, note="Sama.").location for _ in range(2))
    assert first == second and Handover.select().count() == 1
    for _ in range(2):
        ratna.post(f"{first}/dibaca")
    assert AuditEntry.select().where(AuditEntry.action == "handover_read").count() == 1


def test_a_case_restricted_later_shows_initials_in_an_old_handover(client_for: SignIn, cast: Cast, case: Case) -> None:
    made = give(cast, case)
    ratna = User.get(User.username == "ratna")
    Case.update(restricted=True, created_by=ratna, area="pendidikan").where(Case.id == case.id).execute()
    for way in ("", "/cetak"):
        page = client_for("bayu").get(f"/serah-terima/{made.id}{way}")
        assert "Nurhaliza" not in page.html and "S. N. (Terbatas)" in page.html
        assert "Menunggu berkas" not in page.html and "Kasus terbatas" in page.html
    assert not client_for("bayu").get(f"/serah-terima/{made.id}").select(f"a[href='/kasus/{case.number}']")
    assert "Menunggu berkas" in client_for("ratna").get(f"/serah-terima/{made.id}")


def test_another_hub_and_a_volunteer_see_none_of_it(client_for: SignIn, cast: Cast, case: Case) -> None:
    made = give(cast, case)
    for way in ("", "/cetak", "/cetak.pdf"):
        client_for("citra").get(f"/serah-terima/{made.id}{way}", expect=404)
        client_for("ujang").get(f"/serah-terima/{made.id}{way}", expect=403)
    client_for("citra").post(f"/serah-terima/{made.id}/dibaca", expect=404)
    assert "Sari" not in client_for("citra").get("/serah-terima").text("#handover-list")


def test_without_the_printer_the_page_prints(
    client_for: SignIn, cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> bytes:
        raise PrintingUnavailable

    made = give(cast, case)
    monkeypatch.setattr("puskesos.documents.handover.print_pdf", broken)
    answer = client_for("sari").get(f"/serah-terima/{made.id}/cetak.pdf", expect=303)
    assert answer.location == f"/serah-terima/{made.id}/cetak"
