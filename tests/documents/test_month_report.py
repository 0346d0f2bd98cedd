"""The month's report on paper: everything readable after a bad photocopy, no row cut, heads on every page."""

from __future__ import annotations

import os
import re

import pytest
from flask import Flask

from puskesos import clock
from puskesos.documents.month_report import MOST_PAGES, month_report_html
from puskesos.documents.printing import print_pdf, stop_printing
from puskesos.queries.report_paper import MonthPaper
from puskesos.rules.letter import LetterKind
from puskesos.rules.report import DEFINITIONS, C
from puskesos.rules.report_tables import SECTIONS
from tests.cast import NOW, Cast
from tests.documents.read_pdf import Paper, read_pdf
from tests.month_papers import FINGERPRINT, LONG, UNBROKEN, busy_month, finished, month_of, things
from tests.signers import make_signer, sign_kind

SECONDS, START = 5.0, 2.0  # of computing: for the paper, and for a worker that starts
PATIENCE = 300.0  # seconds on the wall of a machine that does other things too


def html_of(app: Flask, cast: Cast, paper: MonthPaper, *, leaves: bool = False) -> str:
    with app.app_context():
        return month_report_html(paper, cast.hub, leaves=leaves, printed_by="Ratna", now=clock.now())


def children_seconds() -> float:
    """Computing time of processes of ours that have ended."""
    return os.times().children_user + os.times().children_system


def printed(app: Flask, cast: Cast, paper: MonthPaper, *, leaves: bool = False) -> Paper:
    return pdf_of(html_of(app, cast, paper, leaves=leaves))


def pdf_of(html: str) -> Paper:
    return read_pdf(print_pdf(html, most_pages=MOST_PAGES, seconds=PATIENCE))


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_a_month_on_paper(app: Flask, cast: Cast, paper: str) -> None:
    cast.hub.paper = paper
    items = [*finished(20, late=5, referred=8, bidang="kesehatan"), *things(C.PPKS, 7, ppks="08", jk="P", umur="60+")]
    sheet = printed(app, cast, month_of(cast, items, note=("Listrik padam.", "Genset.")))
    assert sheet.paper_size == ((330, 210) if paper == "F4" else (297, 210)) and 3 <= sheet.pages <= 6
    wanted = ["LAPORAN BULANAN", "November 2026", "SEMENTARA", "12 dari 20 kasus selesai (60%)", "Listrik padam."]
    wanted += ["15 dari 20 kasus selesai (75%)", "Genset.", "Mengetahui,", "Koordinator Puskesos", "belum ditutup"]
    wanted += [f"{section.code}. {section.title}" for section in SECTIONS] + ["j. Kendala dan usul"]
    counted = {column.counted for section in SECTIONS for column in section.columns}
    for words in [*wanted, *(DEFINITIONS[one] for one in counted)]:
        assert words in sheet.text, words
    assert "Sidik" not in sheet.text and "Koreksi setelah" not in sheet.text and "L/P ?" not in sheet.text
    (where,) = [text for text in sheet.sheets if "26 Komunitas adat terpencil" in text]
    assert "01 Anak balita telantar" in where and re.search(r"Laki-laki Perempuan", where), "all 26 on one page"
    assert all(f"Halaman {page} dari {sheet.pages}" in text for page, text in enumerate(sheet.sheets, 1))
    sheet.assert_fit_for_the_office("Laporan bulanan November 2026")


@pytest.mark.pango
def test_a_busy_month_flows_and_is_there_in_time(app: Flask, cast: Cast) -> None:
    month = busy_month(cast)
    html = html_of(app, cast, month)
    stop_printing()
    before = children_seconds()
    sheet = pdf_of(html)
    stop_printing()
    assert children_seconds() - before < SECONDS + START, "the clock on the wall tells how busy the machine is"
    with_services = [text for text in sheet.sheets if f"{LONG} " in text and "Tidak dilayani" in text]
    for place in range(300):
        assert sum(f"{LONG} {place} 0 3 0 3" in text for text in with_services) == 1, "each line whole, on one page"
    assert UNBROKEN in sheet.text.replace(" ", "") and "L/P ?" in sheet.text
    for words in ("Koreksi setelah tutup buku", "Oktober 2026", "40 43 +3", f"Sidik laporan (SHA-256): {FINGERPRINT}"):
        assert words in sheet.text, words
    assert "SEMENTARA" not in sheet.text and "Ditutup 17 Nov 2026 09.00 WIB oleh Ratna." in sheet.text
    sheet.assert_fit_for_the_office("Laporan bulanan")


@pytest.mark.pango
def test_a_month_in_which_nothing_happened(app: Flask, cast: Cast) -> None:
    sheet = printed(app, cast, month_of(cast))
    assert "Belum ada kasus yang selesai" in sheet.text and "Tidak ada pada bulan ini." in sheet.text
    assert "Kendala –" in sheet.text
    sheet.assert_fit_for_the_office("Laporan bulanan")


def test_what_leaves_the_hub_hides_small_figures(app: Flask, cast: Cast) -> None:
    cells = {"60+": 9, "18-44": 2, "45-59": 3, "0-4": 1}
    items = [one for age, count in cells.items() for one in things(C.PPKS, count, ppks="08", jk="P", umur=age)]
    month = month_of(cast, items)
    inside, outside = html_of(app, cast, month), html_of(app, cast, month, leaves=True)
    assert "kurang dari 5" not in inside and ">3<" in inside
    row = outside[outside.index("08 Lanjut usia") :].partition("</tr>")[0]
    assert re.findall(r"<td[^>]*>([^<]*)<", row)[8:] == [
        *("&lt;5", "0", "0", "&lt;5", "&lt;5", "9", "0", "15"),
        *("0", "15"),
    ]
    assert "kurang dari 5" in outside


def test_the_hubs_own_signers_stand_below(app: Flask, cast: Cast) -> None:
    camat = make_signer(cast, "H. Asep Sunandar, S.IP.", position="Camat Muaragembong", identity="kosong")
    sign_kind(cast, LetterKind.PENGANTAR, make_signer(cast), camat)
    html = html_of(app, cast, month_of(cast, closed=NOW))
    below = html[html.index("letter-signing") :]
    assert below.index("Mengetahui,") < below.index("Camat Muaragembong,") < below.index("H. Asep Sunandar, S.IP.")
    assert f"Koordinator {cast.hub.name}," in below and ">Ratna<" in below


def test_names_are_words_and_nothing_else(app: Flask, cast: Cast) -> None:
    html = html_of(app, cast, month_of(cast, things(C.TUGAS, 1, relawan="1"), relawan={"1": "<b>Ujang</b> & Tono"}))
    assert "&lt;b&gt;Ujang&lt;/b&gt; &amp; Tono" in html
