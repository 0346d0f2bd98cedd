"""Kegiatan saya on the phone, the months the koordinator reads, and their paper."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask

from puskesos.documents import printing
from puskesos.documents.printing import PrintingUnavailable
from puskesos.models import Activity, AuditEntry, User, UserVillage, Visit
from tests.cast import Cast
from tests.page_client import Page, PageClient
from tests.views.field import report, start_field

SignIn = Callable[[str], PageClient]
MINE, THEIRS, FORM = "/kegiatan", "/kegiatan-relawan", "main form.sheet"


def tap(client: PageClient, kind: str = "rapat") -> Page:
    return client.fill(client.get(MINE), FORM, press=f"[value={kind}]")


def printed() -> list[str]:
    entries = AuditEntry.select().where(AuditEntry.action == "printed").order_by(AuditEntry.id)
    return [json.loads(entry.detail)["paper"] for entry in entries]


def test_one_tap_notes_an_activity_and_offers_the_rest(cast: Cast, client_for: SignIn) -> None:
    ujang = client_for("ujang")
    start = ujang.get(MINE)
    assert len(start.select(".taps button")) == 12 and "Belum ada kegiatan di bulan ini" in start
    page = ujang.follow(tap(ujang, "sosialisasi"))
    made = Activity.get()
    assert page.path == f"{MINE}/{made.id}" and "Sosialisasi hari ini tercatat." in page.text("#flash")
    sent = ujang.fill(page, FORM, place="Posyandu Melati", obstacle="Hujan", note="23 ibu hadir", day="2026-11-02")
    month = ujang.follow(sent)
    assert month.path == f"{MINE}?bulan=2026-11"
    day = month.text("#days-title ~ .visit")
    assert "Senin 2 November" in day and "Posyandu Melati, Pantai Bahagia · 23 ibu hadir · Kendala: Hujan" in day
    assert (made.village_id, Activity.get().day.isoformat()) == (cast.bahagia.id, "2026-11-02")


def test_a_double_tap_and_the_same_correction_sent_twice_lead_to_the_same_place(cast: Cast, client_for: SignIn) -> None:
    ujang = client_for("ujang")
    page = ujang.get(MINE)
    first, again = (ujang.fill(page, FORM, press="[value=rapat]").location for _ in range(2))
    assert first == again and Activity.select().count() == 1
    form = ujang.get(first)
    assert len({ujang.fill(form, FORM, place="Balai desa").location for _ in range(2)}) == 1
    assert Activity.get().version == 2
    stale = ujang.fill(form, FORM, place="Lain", _expect=409)
    assert Activity.get().place == "Balai desa" and stale.status == 409


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"day": "2026-11-18"}, "day", "tidak boleh di masa depan"),
        ({"day": "2026-09-30"}, "day", "paling lama bulan lalu"),
        ({"day": ""}, "day", "Isi tanggal."),
        ({"kind": "arisan"}, "kind", "Pilih kegiatan dari daftar."),
        ({"village": "999999999"}, "village", "Pilih desa/kelurahan dari daftar."),
        ({"note": "NIK 3216995206790003"}, "note", "Jangan menulis NIK"),
        ({"place": "x" * 161}, "place", "paling banyak 160"),
    ],
    ids=["future", "handed in", "no day", "kind", "village", "nik", "long"],
)
def test_what_is_wrong_is_said_at_its_field(
    cast: Cast, client_for: SignIn, typed: dict[str, str], field: str, message: str
) -> None:
    ujang = client_for("ujang")
    form = ujang.follow(tap(ujang))
    page = ujang.fill(form, FORM, _expect=422, _allow_numbers=True, **typed)
    assert message in page.text(f"#{field}-error") and Activity.get().version == 1
    assert page.one("details[open] #day") if field in {"day", "kind", "village"} else page.one("#place")


def test_an_unknown_kind_is_refused_on_the_page(cast: Cast, client_for: SignIn) -> None:
    page = client_for("ujang").post(MINE, {"kind": "arisan"}, expect=422)
    assert "Pilih jenis kegiatan dari daftar." in page.text(".errors") and not Activity.select().exists()


def test_a_mistake_is_cancelled_and_stays_visible(cast: Cast, client_for: SignIn) -> None:
    ujang = client_for("ujang")
    page = ujang.follow(tap(ujang))
    month = ujang.follow(ujang.fill(page, "details form.stack"))
    assert "Rapat dibatalkan" in month.text("#flash") and "1 kegiatan dibatalkan" in month.text("#activity-cancelled")
    assert "Belum ada kegiatan" in month and Activity.get().cancelled_at
    closed = ujang.get(page.path)
    assert "sudah dibatalkan" in closed and not closed.select(FORM)
    ujang.get(f"{page.path}/pembatalan", expect=405)


def test_visits_of_tasks_appear_by_themselves_with_the_case_number_only(
    cast: Cast, client_for: SignIn, app: Flask
) -> None:
    field = start_field(cast)
    report(field, app.config["SETTINGS"].uploads)
    for client, path in ((client_for("ujang"), MINE), (client_for("ratna"), f"{THEIRS}/{cast.ujang.id}")):
        page = client.get(path)
        assert field.case.number in page and "Siti" not in page and "Bertemu klien" in page
        assert page.texts("#activity-figures .figure") == ["1", "0", "0", "0"]


def test_months_lead_back_and_only_this_one_takes_taps(cast: Cast, client_for: SignIn) -> None:
    ujang = client_for("ujang")
    october = ujang.get(str(ujang.get(MINE).one("a[rel=prev]")["href"]))
    assert "Oktober 2026" in october.text("#month-title") and not october.select(".taps")
    assert october.one("a[rel=next]")["href"] == f"{MINE}?bulan=2026-11"
    assert "November 2026" in ujang.get(f"{MINE}?bulan=9999-99").text("#month-title")
    assert not ujang.get(f"{MINE}?bulan=2024-11").select("a[rel=prev]")


def test_a_volunteer_of_two_villages_is_asked_which(cast: Cast, client_for: SignIn) -> None:
    UserVillage.create(user=cast.ujang, village=cast.bakti)
    ujang = client_for("ujang")
    form = ujang.follow(tap(ujang))
    assert form.one("details[open] #village") and len(form.select("#village option")) == 3
    ujang.fill(form, FORM, village=str(cast.bakti.id))
    assert Activity.get().village_id == cast.bakti.id


def test_the_koordinator_reads_every_month_and_changes_nothing(cast: Cast, client_for: SignIn) -> None:
    tap(client_for("ujang"))
    ratna = client_for("ratna")
    rows = ratna.get(THEIRS).texts("tbody tr")
    assert rows == ["Tono Pantai Bakti 0 0 0", "Ujang Pantai Bahagia 0 1 0"]
    page = ratna.get(f"{THEIRS}/{cast.ujang.id}")
    assert "Ujang, November 2026" in page.text("h1") and not page.select("main form") and not page.select(".visit a")
    ratna.get(f"{THEIRS}/{cast.sari.id}", expect=404)
    ratna.get(MINE, expect=403)


def test_nobody_sees_anothers_month(cast: Cast, client_for: SignIn) -> None:
    tap(client_for("ujang"))
    made, tono = Activity.get().id, client_for("tono")
    tono.get(f"{MINE}/{made}", expect=404)
    tono.post(f"{MINE}/{made}/pembatalan", {"version": "1"}, expect=404)
    assert "Rapat" not in tono.get(MINE).text("#days-title ~ .visit")
    for name in ("tono", "sari", "bayu", "dewi"):
        for path in (THEIRS, f"{THEIRS}/{cast.ujang.id}", f"{THEIRS}/{cast.ujang.id}/cetak"):
            client_for(name).get(path, expect=403)
    client_for("citra").get(f"{THEIRS}/{cast.ujang.id}", expect=404)
    assert "Ujang" not in client_for("citra").get(THEIRS)


def test_the_paper_has_the_fields_of_the_volunteers_report_and_no_names(
    cast: Cast, client_for: SignIn, app: Flask
) -> None:
    field = start_field(cast)
    report(field, app.config["SETTINGS"].uploads, outcome="tidak_ada")
    User.update(letter_of_appointment="SK-17/2026").where(User.id == cast.ujang.id).execute()
    ujang = client_for("ujang")
    ujang.fill(ujang.follow(tap(ujang)), FORM, place="Balai desa", obstacle="Hujan")
    pages = [ujang.get(f"{MINE}/cetak"), client_for("ratna").get(f"{THEIRS}/{cast.ujang.id}/cetak")]
    for page in pages:
        headings = page.texts("table.list th")[:5]
        assert headings == ["Tanggal", "Tempat", "Kegiatan", "Kendala", "Keterangan"]
        for wanted in ("Ujang", "SK-17/2026", "Pantai Bahagia", "November 2026", "Balai desa", "Hujan", "Ratna"):
            assert wanted in page.text(".monthly"), wanted
        assert f"Kasus {field.case.number}" in page and "Tidak ada di tempat" in page and "Siti" not in page.html
    assert printed() == ["laporan-kegiatan 2026-11"] * 2 and Visit.get().created_by_id == cast.ujang.id


@pytest.mark.pango
def test_the_pdf_opens_under_month_and_name(cast: Cast, client_for: SignIn) -> None:
    answer = client_for("ujang").get(f"{MINE}/cetak.pdf?bulan=2026-10")
    assert answer.content.startswith(b"%PDF") and printed() == ["laporan-kegiatan.pdf 2026-10"]
    assert answer.headers["Content-Disposition"] == 'inline; filename="laporan-kegiatan-2026-10-ujang.pdf"'


def test_without_a_pdf_engine_the_page_opens(cast: Cast, client_for: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_asked: object, **_how: object) -> bytes:
        raise PrintingUnavailable

    monkeypatch.setattr(printing.Printer, "print", missing)
    for name, path in (("ujang", MINE), ("ratna", f"{THEIRS}/{cast.ujang.id}")):
        client = client_for(name)
        page = client.follow(client.get(f"{path}/cetak.pdf", expect=303))
        assert "PDF tidak dapat dibuat" in page and page.path == f"{path}/cetak?bulan=2026-11"


def test_the_way_there_stands_on_the_volunteers_day_and_with_the_volunteers(cast: Cast, client_for: SignIn) -> None:
    assert client_for("ujang").get("/").one(f"main a[href='{MINE}']")
    assert client_for("ratna").get("/relawan").one(f"main a[href='{THEIRS}']")
