"""Every paper looks as it did when somebody looked at it: its pages as pictures, within a tolerance."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops

from puskesos.config import Settings
from tests.cast import Cast
from tests.page_client import PageClient
from tests.page_pictures import GOLDEN, apart, golden_of, pictures_of, remake
from tests.papers import print_paper

pytestmark = pytest.mark.pango
SignIn = Callable[[str], PageClient]
ALIKE = 14.0  # codes in letters differ from run to run; a block that moved by a line is further apart
LOOKED_AT = (
    "lembar-kasus",
    "tanda-terima",
    "perlu-dibawa",
    "persetujuan",
    "label-map",
    "lembar-kunjungan",
    "lembar-kosong",
    "surat-rujukan",
    "surat-rekomendasi",
    "surat-pengantar",
    "surat-tugas",
    "berita-acara",
    "buku-surat",
    "register",
    "rute",
    "laporan-bulanan",
    "spm-tahun",
    "rekap",
)


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_paper_looks_as_it_did(client_for: SignIn, cast: Cast, opened: Settings, name: str) -> None:
    pdf = print_paper(client_for("ratna"), name, cast, opened)
    if os.environ.get("REMAKE_GOLDEN"):
        remake(name, pdf)
    golden, pages = golden_of(name), pictures_of(pdf)
    assert len(pages) == len(golden) > 0, name
    distances = [round(apart(one, other), 1) for one, other in zip(pages, golden, strict=True)]
    assert max(distances) < ALIKE, distances


SHAKEN = ["lembar-kasus", "surat-rekomendasi", "surat-rujukan", "surat-tugas", "tanda-terima", "register", "rute"]


@pytest.mark.parametrize("name", SHAKEN)
def test_a_block_that_moved_or_is_missing_is_noticed(name: str) -> None:
    page = golden_of(name)[0]
    moved = ImageChops.offset(page, 0, 4)  # four millimetres
    assert apart(page, moved) > ALIKE
    gone = page.copy()
    gone.paste(Image.new("L", (page.width, 12), 255), (0, page.height // 4))
    assert apart(page, gone) > ALIKE


def test_every_golden_page_belongs_to_a_paper() -> None:
    kept = {path.stem.rsplit("-", 1)[0] for path in GOLDEN.glob("*.png")}
    assert kept == set(LOOKED_AT)
