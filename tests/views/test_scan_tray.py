"""The tray of scanned pages as a whole: counted in the menu, paged, skipped through, and emptied of blank pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from puskesos.config import Settings
from puskesos.models import AuditEntry, Scan
from tests.cast import Cast, make_case
from tests.page_client import PageClient
from tests.scanned import file_page

SignIn = Callable[[str], PageClient]


def page_of(scan: Scan) -> str:
    return f"/pindaian/halaman/{scan.id}"


def test_ticked_pages_are_discarded_together(client_for: SignIn, app: Flask, opened: Settings, cast: Cast) -> None:
    first, second, third = (file_page(opened, None, by=cast.sari) for _ in range(3))
    theirs = file_page(opened, None, by=cast.bayu)
    sari, form = client_for("sari"), "#discard-ticked"
    assert "Centang halaman yang dibuang." in sari.fill(sari.get("/pindaian"), form, reason="Kosong", _expect=422)
    wanted = {"halaman": [str(first.id), str(third.id), str(theirs.id), "x", "9" * 12]}
    refused = sari.post("/pindaian/pembuangan", wanted, expect=422)
    assert "Isi alasan." in refused and len(refused.select("#scan-tray input:checked")) == 2
    for _ in range(2):
        page = sari.follow(sari.post("/pindaian/pembuangan", wanted | {"reason": "Halaman kosong"}))
    assert "2 halaman dibuang" in page.text("#flash") and page.texts("#scan-tray tbody a") == [
        f"Pindaian {second.batch_id}, berkas 1, halaman 1"
    ]
    assert {scan.state for scan in Scan.select().where(Scan.id.in_([second.id, theirs.id]))} == {"menunggu"}
    assert AuditEntry.select().where(AuditEntry.action == "scan_discarded").count() == 2
    sari.post(f"{page_of(second)}/penempatan", {"place": f"k:{make_case(cast).number}"})
    sari.post("/pindaian/pembuangan", {"halaman": [str(second.id)], "reason": "Kosong"}, expect=409)
    client_for("ujang").post("/pindaian/pembuangan", wanted, expect=403)
    sari.get("/pindaian/pembuangan", expect=405)


def test_a_page_is_skipped_and_the_tray_goes_on_behind_it(client_for: SignIn, opened: Settings, cast: Cast) -> None:
    first, second, third = (file_page(opened, None, by=cast.sari) for _ in range(3))
    sari, case = client_for("sari"), make_case(cast)
    page = sari.get(sari.get(page_of(first)).one(f"a[href='{page_of(second)}']")["href"])
    sent = sari.post(f"{page.path}/penempatan", {"place": f"k:{case.number}"})
    assert sent.location == page_of(third), "not back to the one that was skipped"
    assert sari.post(f"{page_of(third)}/penempatan", {"place": f"k:{case.number}"}).location == page_of(first)
    assert "Lewati" not in sari.get(page_of(first)), "no other waits"


def test_two_hundred_pages_are_looked_through_page_by_page(client_for: SignIn, opened: Settings, cast: Cast) -> None:
    page = file_page(opened, None, by=cast.sari).__data__
    for number in range(2, 201):
        Scan.create(**page | {"id": None, "page": number, "stored_name": f"{number}.jpg"})
    sari, seen, path = client_for("sari"), [], "/pindaian"
    while path:
        shown = sari.get(path)
        assert shown.text("#scan-tray header .badge") == "200" and len(shown.queries) <= 12
        seen += shown.texts("#scan-tray tbody a")
        path = next((link["href"] for link in shown.select("#scan-tray nav a") if "sesudah" in link["href"]), "")
    assert len(seen) == len(set(seen)) == 200


def test_the_menu_counts_the_tray_on_whole_pages_and_asks_nothing_more(
    client_for: SignIn, app: Flask, cast: Cast
) -> None:
    sari = client_for("sari")
    before = sari.get("/warga")
    assert not before.select("#menu a[href='/cetak'] .count")
    file_page(app.config["SETTINGS"], None, by=cast.sari)
    after = sari.get("/warga")
    assert after.text("#menu a[href='/cetak'] .count") == "1 menunggu" and len(after.queries) <= len(before.queries)
    assert "1 halaman perlu ditempatkan" in sari.get("/cetak").text("main a[data-main]")
    assert not any("scan" in query for query in sari.get("/warga?cari=siti", fragment=True).queries)
