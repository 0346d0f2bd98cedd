"""Each paper of domain 6.3 on F4 and A4: kop, title, marks, feet, page count, weight; and what was typed into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from puskesos.config import Settings
from puskesos.models import Assignment, Case, Hub, Letter, Person, Referral
from tests.cast import Cast
from tests.documents.lures import SECRET, Canary, Listener, payloads
from tests.documents.read_pdf import read_pdf
from tests.page_client import PageClient
from tests.papers import PAPERS, print_paper

pytestmark = pytest.mark.pango
SignIn = Callable[[str], PageClient]
MOST_WEIGHT = 40_000  # bytes
KOP = ("PEMERINTAH KABUPATEN BEKASI", "KECAMATAN MUARAGEMBONG", "Jl. Raya Muaragembong No. 1")
OFFICE = {  # what stands in the title of the file, pages on F4 and on A4, and words of the paper
    "lembar-kasus": (
        "Lembar kasus",
        (1, 1),
        ("LEMBAR KASUS", "Pelapor", "Keluarga", "Hasil akhir", "Riwayat tindakan"),
    ),
    "lembar-kosong": ("Lembar kasus kosong", (2, 3), ("LEMBAR KASUS", "Prioritas:", "12. Riwayat tindakan")),
    "tanda-terima": ("Tanda terima", (1, 1), ("Lembar untuk pemohon", "gunting di sini", "Lembar untuk Puskesos")),
    "surat-rujukan": (
        "Surat rujukan",
        (1, 1),
        ("Sifat :", "Perihal :", "Yth.", "Tembusan:", "LEMBAR JAWABAN RUJUKAN", "gunting di sini", "/XI/2026"),
    ),
    "surat-rekomendasi": ("Surat rekomendasi", (1, 1), ("SURAT REKOMENDASI Nomor :", "menerangkan", "Tembusan:")),
    "surat-pengantar": ("Surat pengantar", (1, 1), ("Sifat :", "Hal :", "Yth.", "Banyaknya", "Diterima tanggal")),
    "surat-tugas": ("Surat tugas", (2, 2), ("SURAT TUGAS Nomor :", "Dasar", "MEMBERI TUGAS", "VISUM KUNJUNGAN")),
    "berita-acara": ("Berita acara", (1, 1), ("BERITA ACARA SERAH TERIMA", "PIHAK PERTAMA", "PIHAK KEDUA", "Saksi")),
    "persetujuan": ("Persetujuan klien", (1, 2), ("PERSETUJUAN", "Saya setuju", "Cap jempol", "Penarikan")),
    "label-map": ("Label map", (1, 1), ("KARTU KENDALI", "Langkah", "Peminjaman map")),
    "register": ("Buku register", (1, 1), ("BUKU REGISTER", "No. registrasi", "Tindak lanjut", "Mengetahui,")),
    "buku-surat": ("Buku surat", (1, 1), ("BUKU SURAT", "Ditujukan kepada", "Keterangan")),
    "lembar-kunjungan": ("Lembar kunjungan", (2, 3), ("LEMBAR KUNJUNGAN", "Temuan", "Kesimpulan", "Ketua RT/RW")),
    "rute": ("Rute hari ini", (1, 1), ("RUTE HARI INI", "RT 004/RW 002", "Jumlah 2 kunjungan")),
}
HEIGHTS = {"F4": 330, "A4": 297}
WITHOUT_KOP = {"label-map"}  # it is glued on a folder


@pytest.mark.parametrize("paper", HEIGHTS)
@pytest.mark.parametrize("name", OFFICE)
def test_a_paper_is_as_the_office_wants_it(
    client_for: SignIn, cast: Cast, opened: Settings, name: str, paper: str
) -> None:
    Hub.update(paper=paper, practice=True).execute()
    pdf = print_paper(client_for("ratna"), name, cast, opened)
    sheet, (title, pages, words) = read_pdf(pdf), OFFICE[name]
    sheet.assert_fit_for_the_office(title)
    size = (210, HEIGHTS[paper])
    assert sheet.paper_size == (size[::-1] if name == "register" else size)
    assert sheet.pages == pages[paper == "A4"] and len(pdf) <= MOST_WEIGHT, (sheet.pages, len(pdf))
    for place, text in enumerate(sheet.sheets, start=1):
        foot = f"Dicetak oleh Ratna, 17 Nov 2026 09.00 WIB Halaman {place} dari {sheet.pages}"
        assert foot in text and "MODE LATIHAN" in text, place
    for wanted in (*words, *(() if name in WITHOUT_KOP else KOP)):
        assert wanted in sheet.text, wanted
    assert name in WITHOUT_KOP or has_double_rule(pdf), "the kop ends with two lines"


def has_double_rule(pdf: bytes) -> bool:
    """Whether two lines lie close together below the kop, over the width of the page's words."""
    page = pypdfium2.PdfDocument(pdf)[0]
    dots = 300
    top = page.render(scale=dots / 72, grayscale=True, crop=(0, page.get_height() - 150, 0, 0)).to_pil().convert("L")
    middle = top.crop((top.width // 6, 0, top.width * 5 // 6, top.height))
    dark = [line < 90 for line in middle.resize((1, middle.height), Image.Resampling.BOX).get_flattened_data()]
    starts = [at for at in range(1, len(dark)) if dark[at] and not dark[at - 1]]
    return any(0 < after - one < dots / 25.4 for one, after in pairwise(starts))


@pytest.mark.parametrize("name", OFFICE)
def test_what_people_typed_prints_as_words_on_every_paper(
    client_for: SignIn, cast: Cast, opened: Settings, tmp_path: Path, name: str
) -> None:
    listener, canary, ratna = Listener(), Canary(tmp_path), client_for("ratna")
    path = PAPERS[name](cast, opened)
    spoil(" ".join(payloads(f"{listener.address}/x.png", canary.path.as_uri())))
    sheet = read_pdf(ratna.get(path, allow_numbers=True).content)
    listener.close()
    assert (listener.hits, canary.was_opened()) == (0, False)
    canary.close()
    assert SECRET not in sheet.text and not list(sheet.reader.attachments)
    assert not any(page.images for page in sheet.reader.pages)
    assert name == "lembar-kosong" or "<b>" in sheet.text, "what was typed is there, as it was typed"
    assert sheet.pages <= OFFICE[name][1][1] + 3
    sheet.assert_fit_for_the_office(OFFICE[name][0])


def spoil(typed: str) -> None:
    """Every word of the hub's cases becomes markup, turned letters and pictures of letters; stories have 5,000."""
    wild = f"<b>Siti</b> \u202eשלום بنت\u202c 😀 {typed}"
    Person.update(name=wild[:60], address=wild[:300], landmark=wild[:200], occupation=wild[:60]).execute()
    Case.update(story=wild.ljust(5000, "W")[:5000], wish=wild[:1000], reporter_name=wild[:60]).execute()
    Assignment.update(instruction=wild[:500]).execute()
    Referral.update(reason=wild[:1500], wanted=wild[:200], agency_name=wild[:100]).execute()
    Letter.update(subject=wild[:160], addressee=wild[:160]).execute()
    for letter in Letter.select().where(Letter.state == "draf"):
        content = json.loads(letter.content) | {"purpose": wild[:300], "statement": wild, "place": wild[:100]}
        Letter.update(content=json.dumps(content)).where(Letter.id == letter.id).execute()
