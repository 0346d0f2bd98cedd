"""Letters over the web: written by the back office, issued by the koordinator, the same paper for ever."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from pypdf import PdfReader

from puskesos.documents import printing
from puskesos.models import AuditEntry, CaseEvent, Letter, Person, SheetOut
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_code import show_code
from tests.cast import Cast, make_assignment
from tests.letters import draft
from tests.page_client import PageClient
from tests.views.letters_written import KINDS, TYPED, case_of, press, printed, text_of, write

SignIn = Callable[[str], PageClient]


@pytest.mark.pango
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_drafted_issued_and_printed_the_same_for_ever(client_for: SignIn, cast: Cast, kind: str) -> None:
    case, bayu, ratna = case_of(cast), client_for("bayu"), client_for("ratna")
    letter = write(bayu, case, kind)
    preview = bayu.get(f"/surat/{letter.id}/cetak", allow_numbers=True)
    assert "DRAF" in preview.text() and "Siti Nurhaliza" in preview.text()
    assert "DRAF" in text_of(printed(bayu, letter)) and not Letter.get().file_sha256
    facts = bayu.get(f"/surat/{letter.id}").text("#letter-facts")
    assert letter.subject in facts and ("Barang" in facts) is (kind == "berita_acara")
    press(bayu, letter, "penerbitan", expect=403)
    press(ratna, letter, "penerbitan")
    first = printed(ratna, letter)
    text = text_of(first)
    assert "400.9/001/PKS-321617/XI/2026" in text and "DRAF" not in text and "Siti Nurhaliza" in text
    assert show_code(Letter.get().proof_code) in text and "17 November 2026" in text
    Person.update(name="Nama Baru").execute()
    printing.stop_printing()
    assert printed(bayu, letter) == first
    on_screen = bayu.get(f"/surat/{letter.id}/cetak", allow_numbers=True)
    assert "Nama Baru" not in on_screen.text() and on_screen.one(f'a[href="/surat/{letter.id}/cetak.pdf"]')
    told = CaseEvent.select().where(CaseEvent.kind == "surat").get().text
    assert f"{LetterKind(kind).label} 400.9/001" in told
    assert letter.subject in ratna.get(f"/kasus/{case.number}").text("#case-letters")


@pytest.mark.parametrize(("who", "told"), [("bayu", "koordinator"), ("ratna", "lalu terbitkan")])
def test_a_draft_says_whose_the_next_step_is(client_for: SignIn, cast: Cast, who: str, told: str) -> None:
    client, case = client_for(who), case_of(cast)
    path = f"/kasus/{case.number}/surat/surat_rekomendasi"
    page = client.follow(client.post(path, {"key": str(uuid4())} | TYPED, expect=303))
    assert told in page.text("#flash") and told in page.text("#letter-next")
    assert bool(page.select("form[action$='/penerbitan']")) is (who == "ratna")


@pytest.mark.pango
@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_tagged_named_and_carries_its_fonts(client_for: SignIn, cast: Cast, kind: str) -> None:
    letter = write(client_for("bayu"), case_of(cast), kind)
    press(client_for("ratna"), letter, "penerbitan")
    reader = PdfReader(io.BytesIO(printed(client_for("ratna"), letter)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"] and root["/Lang"] == "id"
    assert "400.9/001/PKS-321617/XI/2026" in reader.metadata.title
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts and all("FontFile" in str(font["/DescendantFonts"][0]["/FontDescriptor"].keys()) for font in fonts)
    assert len(reader.pages) == 1


@pytest.mark.pango
def test_a_task_letter_is_written_for_a_volunteer_at_work(client_for: SignIn, cast: Cast) -> None:
    case, bayu = case_of(cast), client_for("bayu")
    task = make_assignment(cast, case)
    bayu.get(f"/kasus/{case.number}/surat/surat_tugas", expect=404)
    path = f"/kasus/{case.number}/surat/surat_tugas?tugas={task.number}"
    assert bayu.get(path).one("#volunteer")["value"] == "Ujang"
    sent = {**TYPED, "volunteer": "Ujang", "purpose": "Kunjungan rumah", "from_day": "2026-11-17", "key": str(uuid4())}
    wrong = bayu.post(path, sent | {"until_day": "2026-11-16"}, expect=422)
    assert "sebelum tanggal mulai" in wrong.text("#until_day-error")
    bayu.post(path, sent, expect=303)
    letter = Letter.get()
    assert letter.assignment_id == task.id
    press(client_for("ratna"), letter, "penerbitan")
    text = text_of(printed(bayu, letter))
    assert "SURAT TUGAS" in text and "Ujang" in text and "VISUM KUNJUNGAN" in text and task.number in text
    ujang = client_for("ujang")
    own = ujang.get(f"/tugas/{task.number}/surat-tugas/cetak.pdf").content
    assert own == printed(bayu, letter)
    link = ujang.get(f"/tugas/{task.number}").one(f'a[href="/tugas/{task.number}/surat-tugas"]')
    assert "VISUM KUNJUNGAN" in ujang.get(str(link["href"])).text()
    client_for("tono").get(f"/tugas/{task.number}/surat-tugas", expect=404)
    press(client_for("ratna"), letter, "pembatalan", reason="Salah tanggal.")
    ujang.get(f"/tugas/{task.number}/surat-tugas", expect=404)


@pytest.mark.pango
@pytest.mark.parametrize("kind", KINDS)
def test_of_a_restricted_case_a_letter_says_initials(client_for: SignIn, cast: Cast, kind: str) -> None:
    case, ratna = case_of(cast, restricted=True, by=cast.ratna), client_for("ratna")
    ratna.fill(ratna.get(f"/kasus/{case.number}/alasan"), "main form.sheet", reason="periksa")
    letter = draft(cast, case, kind=LetterKind(kind))
    text = text_of(printed(ratna, letter))
    assert (
        "Siti" not in text
        and "3216994" not in text.replace(" ", "")
        and "RAHASIA" in text
        and "S.N." in text.replace(" ", "")
    )


def test_nothing_typed_is_lost_and_the_sentence_stands_at_its_field(client_for: SignIn, cast: Cast) -> None:
    case, bayu = case_of(cast), client_for("bayu")
    sent = {**TYPED, "purpose": "", "dated_on": "2026-12-30", "key": str(uuid4())}
    page = bayu.post(f"/kasus/{case.number}/surat/surat_rekomendasi", sent, expect=422)
    assert "Isi keperluan." in page.text("#purpose-error")
    assert "layak dibantu" in page.one("#statement").text and page.one("#subject")["value"] == TYPED["subject"]
    page = bayu.post(f"/kasus/{case.number}/surat/surat_rekomendasi", sent | {"purpose": "KIS"}, expect=422)
    assert "antara 10 November 2026 dan 24 November 2026" in page.text("#dated_on-error")
    assert not Letter.select().exists()


def test_a_draft_is_changed_and_a_stale_page_or_an_issued_letter_is_not(client_for: SignIn, cast: Cast) -> None:
    bayu, ratna = client_for("bayu"), client_for("ratna")
    letter = write(bayu, case_of(cast))
    page = bayu.get(f"/surat/{letter.id}/isi")
    assert page.one("#purpose")["value"] == TYPED["purpose"]
    press(bayu, letter, "isi", **TYPED | {"purpose": "Beasiswa"})
    stale = TYPED | {"version": "1", "purpose": "Lain"}
    bayu.post(f"/surat/{letter.id}/isi", stale, expect=409)
    press(ratna, letter, "penerbitan")
    ratna.post(f"/surat/{letter.id}/penerbitan", {"version": "1"}, expect=409)
    press(bayu, letter, "isi", **TYPED)
    assert "sudah terbit dan tidak dapat diubah" in bayu.get(f"/surat/{letter.id}").text()
    assert "Beasiswa" in Letter.get().content and Letter.get().serial == 1


def test_two_taps_on_the_button_make_one_draft_and_one_number(client_for: SignIn, cast: Cast) -> None:
    case, bayu, ratna = case_of(cast), client_for("bayu"), client_for("ratna")
    sent = {"key": str(uuid4())} | TYPED
    for _ in range(2):
        bayu.post(f"/kasus/{case.number}/surat/surat_rekomendasi", sent, expect=303)
    letter = Letter.get()
    for _ in range(2):
        ratna.post(f"/surat/{letter.id}/penerbitan", {"version": "1"}, expect={303, 409})
    assert Letter.select().count() == 1 and Letter.get().serial == 1


def test_a_void_letter_says_so_everywhere_and_its_number_is_not_used_again(client_for: SignIn, cast: Cast) -> None:
    case, ratna = case_of(cast), client_for("ratna")
    letter = write(ratna, case)
    press(ratna, letter, "penerbitan")
    assert "Isi alasan pembatalan." in press(ratna, letter, "pembatalan", expect=422).text("#reason-error")
    press(client_for("bayu"), letter, "pembatalan", expect=403, reason="Salah.")
    press(ratna, letter, "pembatalan", reason="Salah nama instansi.")
    assert "Salah nama instansi." in ratna.get(f"/surat/{letter.id}").text("#letter-next")
    assert "Salah nama instansi." in ratna.get("/surat").text(f"#letter-row-{letter.id}")
    second = write(ratna, case)
    press(ratna, second, "penerbitan")
    assert Letter.get_by_id(second.id).number.startswith("400.9/002/")


def test_a_draft_nobody_wants_goes_without_a_trace_in_the_register(client_for: SignIn, cast: Cast) -> None:
    bayu = client_for("bayu")
    letter = write(bayu, case_of(cast))
    press(bayu, letter, "penghapusan")
    assert not Letter.select().exists()
    assert AuditEntry.select().where(AuditEntry.action == "letter_dropped").count() == 1


def test_kinds_that_do_not_exist_or_are_written_elsewhere_are_not_found(client_for: SignIn, cast: Cast) -> None:
    case, bayu = case_of(cast), client_for("bayu")
    for kind in ("surat_rujukan", "apa_saja"):
        bayu.get(f"/kasus/{case.number}/surat/{kind}", expect=404)


@pytest.mark.pango
def test_a_letter_that_is_signed_outside_counts_as_out_and_carries_its_code(client_for: SignIn, cast: Cast) -> None:
    case, ratna = case_of(cast), client_for("ratna")
    letter = write(ratna, case, "berita_acara")
    assert not SheetOut.select().exists()
    press(ratna, letter, "penerbitan")
    out = SheetOut.get()
    assert (out.paper, out.case_id, out.state) == ("berita_acara", case.id, "di_luar")
    assert show_code(out.code) in text_of(printed(ratna, letter))
