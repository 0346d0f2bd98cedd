"""How tests write, press and print letters over the web."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

from pypdf import PdfReader

from puskesos.models import Case, Letter
from tests.cast import Cast, make_case, make_person
from tests.page_client import Page, PageClient

NIK = "3216994203880003"
TYPED = {
    "dated_on": "2026-11-17",
    "subject": "Rekomendasi PBI-JK",
    "addressee": "Kepala Dinas Sosial",
    "purpose": "Reaktivasi PBI-JK",
    "statement": "Keluarga ini layak dibantu.\n\n- rumah sewa\n- tanpa penghasilan",
}
KINDS: dict[str, dict[str, str]] = {
    "surat_rekomendasi": TYPED,
    "surat_pengantar": {**TYPED, "items": "Kartu Keluarga; 1 lembar; fotokopi\nKTP", "opening": "Untuk data."},
    "berita_acara": {
        **TYPED, "what": "barang", "place": "Kantor kecamatan", "giver_name": "Ratna", "taker_name": "Siti",
        "goods": "Kursi roda; 1 unit; baru", "witnesses": "Pak Darma, Ketua RT",
    },
}  # fmt: skip


def case_of(cast: Cast, **typed: Any) -> Case:
    return make_case(cast, client=make_person(cast, "Siti Nurhaliza", nik=NIK, address="Kp. Muara Jaya"), **typed)


def write(client: PageClient, case: Case, kind: str = "surat_rekomendasi", **typed: str) -> Letter:
    sent = {"key": str(uuid4())} | KINDS.get(kind, TYPED) | typed
    client.post(f"/kasus/{case.number}/surat/{kind}", sent, expect=303)
    return Letter.select().order_by(Letter.id.desc()).get()


def press(client: PageClient, letter: Letter, step: str, expect: Any = 303, **typed: str) -> Page:
    version = Letter.get_by_id(letter.id).version
    return client.post(f"/surat/{letter.id}/{step}", {"version": version, **typed}, expect=expect)


def printed(client: PageClient, letter: Letter) -> bytes:
    answer = client.get(f"/surat/{letter.id}/cetak.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer.content


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
