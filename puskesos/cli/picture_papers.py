"""The pictures of papers: print-ready pages, and letters that are written for the picture."""

from __future__ import annotations

from puskesos.cli.picture_figures import FIGURE_PICTURES
from puskesos.cli.picture_list import (
    HANDLED,
    PAGE_PICTURES,
    REGISTERED,
    TO_HANDLE,
    Picture,
    Walk,
    choose,
    follow,
    press,
    write,
)

SAVE = press("main form[data-draft=surat] button[type=submit]")
SHEET = press("#letter-next a.button")  # the draft as a page of its own
GOODS = "Kursi roda; 1 unit; baru\nTongkat; 2 buah"


def beside(stem: str) -> Walk:
    """From a page: the paper of that name below it."""
    return lambda page: page.goto(f"{page.url.rstrip('/')}/{stem}")


def letter(kind: str, *typed: Walk) -> tuple[Walk, ...]:
    """From a case's page: a letter of that kind, written and saved as a draft."""
    return (beside(f"surat/{kind}"), *typed, SAVE)


ADVISED = letter(
    "surat_rekomendasi",
    write("#addressee", "Kepala Dinas Sosial Kabupaten Bekasi"),
    write("#purpose", "reaktivasi PBI-JK"),
    write("#statement", "Keluarga ini tinggal di rumah sewa dan tidak mempunyai penghasilan.\n\n- kartu nonaktif"),
)
COVERED = letter(
    "surat_pengantar",
    write("#addressee", "Kepala Dinas Kependudukan dan Pencatatan Sipil"),
    write("#purpose", "perbaikan data keluarga"),
    write("#items", "Kartu Keluarga; 1 lembar; fotokopi\nKTP; 1 lembar; fotokopi"),
)
HANDED = letter(
    "berita_acara",
    choose("#what", "Barang"),
    write("#taker_name", "Perwakilan keluarga"),
    write("#goods", GOODS),
)
ON_TASK = "#case-letters a[href*='surat_tugas']"
ROUTE = (press("main td a:has-text('Ujang')"), press("a:has-text('Cetak rute')"))
ON_BOARD = press("#board-ditugaskan .card h3 a")
PAPER_PICTURES: tuple[Picture, ...] = (
    Picture("bo-draf-surat", "bayu", TO_HANDLE, (HANDLED, *ADVISED)),
    Picture("bo-kertas-rekomendasi", "bayu", TO_HANDLE, (HANDLED, *ADVISED, SHEET)),
    Picture("bo-kertas-pengantar", "bayu", TO_HANDLE, (HANDLED, *COVERED, SHEET)),
    Picture("fo-kertas-kasus", "sari", "/", (REGISTERED, beside("lembar-kasus"))),
    Picture("fo-kertas-tanda-terima", "sari", "/", (REGISTERED, beside("tanda-terima"))),
    Picture("fo-kertas-dibawa", "sari", "/", (REGISTERED, beside("perlu-dibawa"))),
    Picture("fo-kertas-persetujuan", "sari", "/", (REGISTERED, beside("persetujuan"))),
    Picture("fo-kertas-label", "sari", "/", (REGISTERED, beside("label-map"))),
    Picture("fo-kertas", "sari", "/cetak"),
    Picture("fo-kertas-kosong", "sari", "/cetak/lembar-kosong"),
    Picture("fo-kertas-register", "sari", "/cetak", (press("a[href*='bulan=']"),)),
    Picture("koordinator-buku-surat", "ratna", "/surat"),
    Picture("koordinator-kertas-tugas", "ratna", "/papan", (ON_BOARD, follow(ON_TASK), SAVE, SHEET)),
    Picture("koordinator-kertas-acara", "ratna", TO_HANDLE, (HANDLED, *HANDED, SHEET)),
    Picture("koordinator-kertas-kunjungan", "ratna", "/papan", (ON_BOARD, follow("a[href*='lembar-kunjungan']"))),
    Picture("koordinator-kertas-rute", "ratna", "/relawan", ROUTE),
)
PICTURES = (*PAGE_PICTURES, *PAPER_PICTURES, *FIGURE_PICTURES)
