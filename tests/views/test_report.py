"""/laporan: the month's figures, the list behind each, the koordinator's words, and closing the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from puskesos.models import AuditEntry, Case, MonthNote, MonthReport
from puskesos.rules.permissions import Permission
from tests.cast import NOW, Cast, make_case, make_person, viewer_of
from tests.page_client import Page, PageClient
from tests.welfare import note_ppks

SignIn = Callable[[str], PageClient]
PATH, LIST = "/laporan", "/laporan/daftar"
LATER = datetime(2026, 12, 2, 3, 0, tzinfo=NOW.tzinfo)
LONG = "Nyi Raden Siti Nurhasanah Kusumaningrum Puspita Rahayuningsih"


def number_at(page: Page, section: str, row: str, column: str) -> str:
    """The figure of a table by the words of its line and its column."""
    table = page.one(f"#bagian-{section} table")
    heads = [cell.get_text(" ", strip=True) for cell in table.select("thead th")]
    line = next(one for one in table.select("tbody tr, tfoot tr") if one.th.get_text(" ", strip=True) == row)
    return line.select("th, td")[heads.index(column)].get_text(strip=True)


def test_an_empty_hub_is_told_where_figures_come_from(client_for: SignIn) -> None:
    page = client_for("ratna").get(PATH)
    assert "Belum ada kasus" in page.text("main") and page.select("main a[href='/penerimaan']")


def test_figures_open_exactly_their_lists(client_for: SignIn, cast: Cast) -> None:
    for name in (LONG, "Budi <b>Santoso</b>"):
        make_case(cast, client=make_person(cast, name=name))
    ratna = client_for("ratna")
    page = ratna.get(PATH)
    village = Case.get().village_id
    assert number_at(page, "c", "Pantai Bahagia", "Masuk") == "2" == number_at(page, "c", "Jumlah", "Masuk")
    for link in page.select("#bagian-c td a:not([data-km]), #bagian-b2 td a, #neraca a, #bagian-a a"):
        listed = ratna.get(str(link["href"]))
        assert len(listed.select("main tbody tr")) == int(link.get_text()) == int(listed.text("main p.row strong"))
    listed = ratna.get(f"{LIST}?bulan=2026-11&isi=masuk&desa={village}")
    assert LONG in listed.text("tbody") and "Budi <b>Santoso</b>" in listed.text("tbody")
    assert "Desa/kelurahan: Pantai Bahagia" in listed.text("main header")


def test_a_list_of_many_is_paged(client_for: SignIn, cast: Cast) -> None:
    person = make_person(cast)
    for _ in range(53):
        make_case(cast, client=person)
    ratna = client_for("ratna")
    page = ratna.get(f"{LIST}?bulan=2026-11&isi=masuk")
    assert len(page.select("tbody tr")) == 50 and page.text("main p.row strong") == "53"
    rest = ratna.get(str(page.one("nav.pagination a[rel=next]")["href"]))
    assert len(rest.select("tbody tr")) == 3


@pytest.mark.parametrize("query", ["isi=", "isi=nama", "isi=masuk'--"])
def test_a_figure_that_is_none_is_not_found(client_for: SignIn, cast: Cast, query: str) -> None:
    make_case(cast)
    client_for("ratna").get(f"{LIST}?{query}", expect=404)


@pytest.mark.parametrize("month", ["2026-13", "1999-01", "2030-01", "x", "2026-11-01"])
def test_an_odd_month_is_this_one(client_for: SignIn, cast: Cast, month: str) -> None:
    make_case(cast)
    assert "Laporan November 2026" in client_for("ratna").get(f"{PATH}?bulan={month}").text("h1")


def test_a_list_tells_no_name_of_another_hub(client_for: SignIn, cast: Cast) -> None:
    village = next(iter(cast.other_villages.values()))
    theirs = {"relawan": cast.citra, "desa": village, "layanan": cast.other_services["K01"]}
    ours = {"relawan": cast.ujang, "desa": cast.bahagia, "layanan": cast.services["K01"]}
    ratna = client_for("ratna")
    for part, row in theirs.items():
        told = ratna.get(f"{LIST}?bulan=2026-11&isi=tugas&{part}={row.id}").text("main header")
        assert f": {row.id}" in told and row.name not in told
        assert ours[part].name in ratna.get(f"{LIST}?bulan=2026-11&isi=tugas&{part}={ours[part].id}").text("main")


def test_a_restricted_case_is_counted_and_not_shown_to_others(client_for: SignIn, cast: Cast) -> None:
    case = make_case(cast, service="R08", by=cast.ratna)
    note_ppks(cast, case, "19")
    bayu, ratna = client_for("bayu"), client_for("ratna")
    assert number_at(bayu.get(PATH), "c", "Jumlah", "Masuk") == "1"
    hidden = bayu.get(f"{LIST}?bulan=2026-11&isi=ppks&ppks=19")
    assert "1 di antaranya pada kasus terbatas" in hidden.text("main") and not hidden.select("tbody tr")
    assert case.number not in hidden and "Kosong" not in hidden.text("main")
    assert "(Terbatas)" in ratna.get(f"{LIST}?bulan=2026-11&isi=ppks&ppks=19").text("tbody")


def test_words_are_written_corrected_and_never_lost(client_for: SignIn, cast: Cast) -> None:
    make_case(cast)
    ratna = client_for("ratna")
    typed = {"obstacles": "Listrik padam.", "proposals": "Genset."}
    page = ratna.follow(ratna.fill(ratna.get(PATH), "#kendala form", **typed))
    assert "Kendala dan usul disimpan." in page.text("#flash") and MonthNote.get().obstacles == "Listrik padam."
    long = "a" * 2001
    refused = ratna.fill(page, "#kendala form", obstacles=long, _expect=422)
    assert "paling banyak 2000 huruf" in refused.text(".errors")
    assert refused.text("#obstacles") == long
    ratna.fill(page, "#kendala form", obstacles="Lain.")
    stale = ratna.fill(page, "#kendala form", obstacles="Dari halaman lama.", _expect=409)
    assert stale and MonthNote.get().obstacles == "Lain."


def test_closing_and_reopening_a_month(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast)
    moment.move_to(LATER)
    ratna = client_for("ratna")
    assert "belum berakhir" in ratna.get(PATH).text("#tutup")
    november = ratna.get(f"{PATH}?bulan=2026-11")
    page = ratna.follow(ratna.fill(november, "#tutup form"))
    assert "Laporan November 2026 ditutup." in page.text("#flash") and "ditutup" in page.text("main header .badge")
    again = ratna.fill(november, "#tutup form", _expect=422)
    assert "sudah ditutup" in again.text(".errors") and MonthReport.select().count() == 1
    refused = ratna.fill(page, "#tutup form", reason="", _expect=422)
    assert "Isi alasan dibuka kembali." in refused.text("#reason-error")
    opened = ratna.follow(ratna.fill(page, "#tutup form", reason="Dua kasus tertinggal di buku"))
    assert "dibuka kembali" in opened.text("#flash") and "Dua kasus tertinggal di buku" in opened.text("#tutup details")
    assert AuditEntry.get(AuditEntry.action == "month_reopened").reason == "Dua kasus tertinggal di buku"


def test_this_month_leads_to_the_one_that_must_be_closed(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast)
    moment.move_to(LATER)
    page = client_for("ratna").get(PATH)
    assert "Laporan November 2026 belum ditutup." in page.text("main")
    turn = client_for("ratna").get(str(page.one("main p.remark a")["href"]).split("#")[0])
    assert turn.select("#tutup form") and "Periksa dan tutup" not in turn.text("main")
    assert "Periksa dan tutup" not in client_for("bayu").get(PATH).text("main")


def test_one_way_leads_between_all_that_is_counted(client_for: SignIn, cast: Cast) -> None:
    ratna, css = client_for("ratna"), "nav[aria-label='Laporan dan hitungan'] a"
    start = ratna.get(PATH)
    for link in start.select(css):
        page = ratna.get(str(link["href"]))
        if "/register" not in str(link["href"]):
            assert page.texts(css) == start.texts(css) and len(page.select(f"{css}[aria-current]")) == 1
    assert "Gambaran" not in client_for("bayu").get(PATH).texts(css)
    assert not client_for("sari").get(f"{PATH}/hari").select(css)


def test_later_changes_are_told_beside_the_closed_month(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast)
    moment.move_to(LATER)
    ratna = client_for("ratna")
    ratna.fill(ratna.get(f"{PATH}?bulan=2026-11"), "#tutup form")
    make_case(cast, received_at=NOW, late_because="Kertas tercecer")
    november = ratna.get(f"{PATH}?bulan=2026-11")
    assert "Masuk: 1 menjadi 2" in november.text("#neraca") and number_at(november, "c", "Jumlah", "Masuk") == "1"
    assert "+1" in ratna.get(PATH).text("#koreksi")


def test_back_office_reads_and_does_not_close(client_for: SignIn, cast: Cast, moment: Any) -> None:
    make_case(cast)
    moment.move_to(LATER)
    bayu = client_for("bayu")
    page = bayu.get(f"{PATH}?bulan=2026-11")
    assert "Laporan ditutup oleh koordinator." in page.text("#tutup") and not page.select("main form")
    bayu.post(f"{PATH}/tutup?bulan=2026-11", expect=403)
    assert not viewer_of(cast.sari).can(Permission.SEE_REPORT) and client_for("sari").get(PATH, expect=403)
