"""Every paper looks as it did when somebody looked at it: its pages as pictures, within a tolerance."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date

import pytest
from PIL import Image, ImageChops

from puskesos.models import Case
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_content import CoverContent, Goods, HandingOverContent, Party, RecommendationContent
from tests.cast import Cast, make_assignment, make_case, make_person, make_referral
from tests.letters import draft
from tests.page_client import PageClient
from tests.page_pictures import GOLDEN, apart, golden_of, pictures_of, remake

pytestmark = pytest.mark.pango
SignIn = Callable[[str], PageClient]
ALIKE = 14.0  # codes in letters differ from run to run; a block that moved by a line is further apart
CONTENTS = {
    LetterKind.REKOMENDASI: RecommendationContent(purpose="Reaktivasi PBI-JK", statement="Layak dibantu.\n\n- sewa"),
    LetterKind.PENGANTAR: CoverContent(purpose="Data", items=(Goods("Kartu Keluarga", "1 lembar", "fotokopi"),)),
    LetterKind.BERITA_ACARA: HandingOverContent(
        place="Kantor kecamatan",
        giver=Party("Ratna", "Koordinator"),
        taker=Party("Siti", "Klien"),
        goods=(Goods("Kursi roda", "1 unit", "baru"),),
    ),
}


def a_case(cast: Cast) -> Case:
    known = {"nik": "3216994203880003", "birth_date": date(1988, 3, 2), "address": "Kp. Muara Jaya", "rt": "004"}
    return make_case(cast, client=make_person(cast, "Siti Nurhaliza", rw="002", **known))


def of_case(paper: str) -> Callable[[Cast], str]:
    return lambda cast: f"/kasus/{a_case(cast).number}/{paper}.pdf"


def of_letter(kind: LetterKind) -> Callable[[Cast], str]:
    def path(cast: Cast) -> str:
        letter = draft(cast, a_case(cast), kind=kind, content=CONTENTS[kind].as_dict())
        return f"/surat/{letter.id}/cetak.pdf"

    return path


def of_referral(cast: Cast) -> str:
    referral = make_referral(cast, a_case(cast))
    return f"/kasus/{Case.get_by_id(referral.case_id).number}/rujukan/{referral.number}/surat.pdf"


def of_task(cast: Cast) -> str:
    return f"/penugasan/{make_assignment(cast, a_case(cast)).number}/lembar-kunjungan.pdf"


def of_register(cast: Cast) -> str:
    make_referral(cast, a_case(cast))
    return "/surat/buku.pdf"


PAPERS: dict[str, Callable[[Cast], str]] = {
    "lembar-kasus": of_case("lembar-kasus"),
    "tanda-terima": of_case("tanda-terima"),
    "perlu-dibawa": of_case("perlu-dibawa"),
    "persetujuan": of_case("persetujuan"),
    "label-map": of_case("label-map"),
    "lembar-kunjungan": of_task,
    "lembar-kosong": lambda _cast: "/cetak/lembar-kosong.pdf",
    "surat-rujukan": of_referral,
    "surat-rekomendasi": of_letter(LetterKind.REKOMENDASI),
    "surat-pengantar": of_letter(LetterKind.PENGANTAR),
    "berita-acara": of_letter(LetterKind.BERITA_ACARA),
    "buku-surat": of_register,
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_as_it_did(client_for: SignIn, cast: Cast, name: str) -> None:
    pdf = client_for("ratna").get(PAPERS[name](cast)).content
    if os.environ.get("REMAKE_GOLDEN"):
        remake(name, pdf)
    golden, pages = golden_of(name), pictures_of(pdf)
    assert len(pages) == len(golden) > 0, name
    distances = [round(apart(one, other), 1) for one, other in zip(pages, golden, strict=True)]
    assert max(distances) < ALIKE, distances


@pytest.mark.parametrize("name", ["lembar-kasus", "surat-rekomendasi", "surat-rujukan", "tanda-terima"])
def test_a_block_that_moved_or_is_missing_is_noticed(name: str) -> None:
    page = golden_of(name)[0]
    moved = ImageChops.offset(page, 0, 4)  # four millimetres
    assert apart(page, moved) > ALIKE
    gone = page.copy()
    gone.paste(Image.new("L", (page.width, 12), 255), (0, page.height // 4))
    assert apart(page, gone) > ALIKE


def test_every_golden_page_belongs_to_a_paper() -> None:
    kept = {path.stem.rsplit("-", 1)[0] for path in GOLDEN.glob("*.png")}
    assert kept == set(PAPERS)
