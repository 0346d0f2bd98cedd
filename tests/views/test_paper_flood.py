"""Whatever is sent to the forms and addresses of letters, scans, sheets and batches, the answer is never a fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from puskesos.config import Settings
from puskesos.models import Letter
from puskesos.rules.letter import LetterKind
from tests.batches import batch_of
from tests.cast import Cast, make_assignment, make_case
from tests.letters import draft, issue_task_letter
from tests.page_client import PageClient
from tests.scanned import file_page, sheet_of
from tests.signers import make_signer
from tests.views.test_forms_flood import flood, forms_of

SignIn = Callable[[str], PageClient]
WILD = ("", "-1", "0", "²", "9" * 40, "1e9", "\x00", "‮", "x" * 3000, "../../etc", "2026-02-30", "<b>", "%s", "😀")
ADDRESSES = (
    "/surat?cari={}", "/surat?jenis={}&keadaan={}&tahun={}", "/surat/buku?tahun={}", "/surat/cek/{}",
    "/pindaian/lembar?cari={}", "/pindaian?cari={}", "/cetak/kumpulan/baru?kasus={}&kasus={}",
    "/cetak/kumpulan/baru?jenis=hari_relawan&relawan={}&hari={}", "/cetak/kumpulan/baru?jenis=tanda_terima&bulan={}",
    "/cetak/kumpulan/baru?jenis=belum_dicetak&hari={}", "/cetak/kumpulan/baru?semua=1&status={}&desa={}",
    "/pengaturan/surat?jenis={}", "/b/{}",
)  # fmt: skip


@pytest.mark.slow
def test_no_input_to_a_form_about_paper_is_a_fault(
    client_for: SignIn, cast: Cast, app: Flask, opened: Settings
) -> None:
    ratna, case = client_for("ratna"), make_case(cast)
    task = make_assignment(cast, case)
    issued = issue_task_letter(cast, task, opened.papers).id
    scan, sheet = file_page(opened, None, by=cast.ratna).id, sheet_of(case, by=cast.ratna).id
    own = [f"/kasus/{case.number}/surat/{kind}" for kind in LetterKind]
    drafts = [draft(cast, case, kind=kind).id for kind in LetterKind if kind != LetterKind.RUJUKAN]
    paths = [
        *own, f"/kasus/{case.number}/surat/surat_tugas?tugas={task.number}",
        *(f"/surat/{one}/isi" for one in drafts), *(f"/surat/{one}" for one in drafts), f"/surat/{issued}",
        f"/pengaturan/surat/penanda-tangan/{make_signer(cast).id}", "/surat/cek", "/pindaian/baru",
        f"/pindaian/halaman/{scan}?cari={case.number}", f"/pindaian/halaman/{scan}/pembuangan",
        f"/pindaian/lembar/{sheet}/tidak-kembali", "/pindaian/lembar", f"/cetak/kumpulan/baru?kasus={case.number}",
        f"/cetak/kumpulan/{batch_of(cast, case).id}",
    ]  # fmt: skip
    for path in paths:
        for form in forms_of(ratna, path):
            flood(ratna, str(form.get("action") or path), form)
    assert Letter.get_by_id(issued).number


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_odd_address_of_paper_is_a_fault(client_for: SignIn, address: str) -> None:
    ratna = client_for("ratna")
    for value in WILD:
        with ratna.browser.get(address.replace("{}", value.replace("%", "%25"))) as answer:
            assert answer.status_code < 500, value
