"""Surat tugas and berita acara on paper: drafts with dots, acting signers, initials, and blocks that stay whole."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from puskesos import clock
from puskesos.documents.handing_over import day_in_words, handing_over_html
from puskesos.documents.letter_parts import LetterFacts, signature
from puskesos.documents.printing import print_pdf
from puskesos.documents.task_letter import task_letter_html
from puskesos.models import Letter
from puskesos.queries.assignment import find_assignment
from puskesos.queries.case import find_case
from puskesos.queries.letter_settings import Signer
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_content import Goods, HandedOver, HandingOverContent, Party, Stored, TaskContent
from tests.cast import TODAY, Cast, viewer_of
from tests.documents.read_pdf import Paper, read_pdf
from tests.views.field import Field, start_field

NUMBER = "400.9/017/PKS-321617/XI/2026"
CLIENT = {"nik": "3216995206790003", "address": "Kp. Muara Jaya", "rt": "004", "rw": "002"}
CAMAT = Signer("Drs. H. Asep Saepudin", "Kepala Desa Pantai Bahagia")
RATNA = Signer(
    "Ratna Dewi, S.Sos.", "Koordinator Puskesos", "a.n. Camat Muaragembong", "Penata", "NIP. 19800101 200501 2 001"
)
TASK = TaskContent(
    volunteer="Ujang Suherman",
    member_number="3217.16.004",
    position="Pekerja Sosial Masyarakat",
    area="Desa Pantai Bahagia",
    grounds=("Keputusan Kepala Dinas Sosial Nomor 460/Kep.12/2026",),
    purpose="Kunjungan rumah untuk permohonan kursi roda.",
    from_day=TODAY,
    until_day=date(2026, 11, 19),
    report_by=date(2026, 11, 20),
    companions=("Tono",),
)
GOODS = HandingOverContent(
    giver=Party("Bayu Pratama", "Petugas", "Jl. Raya 1"),
    taker=Party("Siti Aminah", "Anak klien", "Kp. Muara Jaya", "NIK 3216 9904 0485 0001"),
    goods=(Goods("Kursi roda dewasa", "1 unit", "baru"), Goods("Tongkat kaki tiga", "1 buah")),
    witnesses=("Ketua RT 004",),
    needs_stamp=True,
)
HANDED_CLIENT = HandingOverContent(what=HandedOver.KLIEN, condition="sehat dan tenang")


def written(cast: Cast, content: Stored, *, issued: bool = True) -> tuple[Letter, Field]:
    """A letter of a case with a task, with its number or as a draft."""
    field = start_field(cast, **CLIENT)
    kind = LetterKind.TUGAS if isinstance(content, TaskContent) else LetterKind.BERITA_ACARA
    taken = {"state": "terbit", "number": NUMBER, "serial": 17, "year": 2026} if issued else {}
    letter = Letter.create(
        hub=cast.hub,
        kind=str(kind),
        dated_on=TODAY,
        case=field.case,
        content=content.to_json(),
        proof_code="K7QF2M9T",
        created_by=cast.ratna,
        created_at=clock.now(),
        **taken,
    )
    return letter, field


def html_of(
    cast: Cast, letter: Letter, field: Field, *, restricted: bool = False, signer: Signer | None = RATNA, **more: object
) -> str:
    case = find_case(viewer_of(cast.ratna), field.case.number)
    case.restricted = restricted
    task = find_assignment(viewer_of(cast.ratna), field.task.number)
    facts = LetterFacts(case, task, signer, more.get("acknowledger"), "Ratna", clock.now())
    draw = task_letter_html if letter.kind == LetterKind.TUGAS else handing_over_html
    return draw(letter, cast.hub, facts)


def printed(app: Flask, cast: Cast, content: Stored, **more: object) -> Paper:
    letter, field = written(cast, content, issued=bool(more.pop("issued", True)))
    with app.app_context():
        return read_pdf(print_pdf(html_of(cast, letter, field, **more), most_pages=4))


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_a_task_letter_has_its_visum_on_the_back(app: Flask, cast: Cast, paper: str) -> None:
    cast.hub.paper = paper
    sheet = printed(app, cast, TASK, acknowledger=CAMAT)
    assert sheet.pages == 2 and sheet.paper_size == (210, 330 if paper == "F4" else 297)
    front, back = sheet.sheets
    for wanted in (
        "SURAT TUGAS", f"Nomor : {NUMBER}", "460/Kep.12/2026", "321617-2611-0001", "T-321617-2611-0001",
        "MEMBERI TUGAS", "Ujang Suherman", "3217.16.004", "Pekerja Sosial Masyarakat", "Siti Nurhaliza", "Tono",
        "Kp. Muara Jaya, RT 004/RW 002, Pantai Bahagia", "17 November 2026 sampai dengan 19 November 2026",
        "Melaporkan hasil paling lambat 20 November 2026.", "Muaragembong, 17 November 2026",
        "a.n. Camat Muaragembong", "Koordinator Puskesos,", "Ratna Dewi, S.Sos.", "NIP. 19800101 200501 2 001",
        "Mengetahui,", "Kepala Desa Pantai Bahagia,", "Halaman 1 dari 2", "Dicetak oleh Ratna",
    ):  # fmt: skip
        assert wanted in front, wanted
    for wanted in ("VISUM KUNJUNGAN", NUMBER, "Tanda tangan dan cap RT/RW", "Ditemui", "Berangkat"):
        assert wanted in back, wanted
    sheet.assert_fit_for_the_office("Surat tugas")


@pytest.mark.pango
def test_a_task_letter_of_a_restricted_case_leads_to_nobody(app: Flask, cast: Cast) -> None:
    sheet = printed(app, cast, TASK, restricted=True)
    assert "RAHASIA" in sheet.text and "S. N. (nomor kasus 321617-2611-0001)" in sheet.text
    assert not [word for word in ("Siti", "Nurhaliza", "Muara Jaya", "RT 004", "3216 99") if word in sheet.text]


def test_a_draft_has_dots_for_its_number_and_says_so(app: Flask, cast: Cast) -> None:
    letter, field = written(cast, TaskContent(), issued=False)
    with app.app_context():
        html = html_of(cast, letter, field, signer=None)
    assert ">DRAF<" in html and 'Nomor : <span class="dots' in html and NUMBER not in html
    assert "Koordinator Puskesos Kecamatan Muaragembong," in html, "the usual office where nobody is named"
    letter.number, letter.state = NUMBER, "batal"
    with app.app_context():
        assert ">BATAL<" in html_of(cast, letter, field)


@pytest.mark.pango
@pytest.mark.parametrize("paper", ["F4", "A4"])
def test_a_handing_over_of_goods_names_both_sides(app: Flask, cast: Cast, paper: str) -> None:
    cast.hub.paper = paper
    sheet = printed(app, cast, GOODS, acknowledger=CAMAT)
    for wanted in (
        "BERITA ACARA SERAH TERIMA BARANG", NUMBER, "Selasa tanggal tujuh belas bulan November", "(17-11-2026)",
        "Bayu Pratama", "PIHAK PERTAMA", "Siti Aminah", "PIHAK KEDUA", "Kursi roda dewasa", "1 unit", "1 buah",
        "Penerima manfaat : Siti Nurhaliza", "meterai Rp10.000", "Ketua RT 004", "Mengetahui,",
    ):  # fmt: skip
        assert wanted in sheet.text, wanted
    assert sheet.pages <= 2
    sheet.assert_fit_for_the_office("Berita acara serah terima")


@pytest.mark.pango
def test_a_client_is_handed_over_with_what_is_known(app: Flask, cast: Cast) -> None:
    sheet = printed(app, cast, HANDED_CLIENT)
    for wanted in ("SERAH TERIMA KLIEN", "3216 9952 0679 0003", "Kp. Muara Jaya", "sehat dan tenang", "Ratna Dewi"):
        assert wanted in sheet.text, wanted
    assert "meterai" not in sheet.text


@pytest.mark.pango
def test_a_restricted_client_is_handed_over_by_initials(app: Flask, cast: Cast) -> None:
    sheet = printed(app, cast, HANDED_CLIENT, restricted=True)
    assert "RAHASIA" in sheet.text and "Inisial : S. N." in sheet.text
    assert not [word for word in ("Nurhaliza", "Muara Jaya", "3216 9952") if word in sheet.text]


@pytest.mark.pango
def test_signers_and_witnesses_never_stand_alone_on_a_page(app: Flask, cast: Cast) -> None:
    for count in range(14, 34, 3):
        many = HandingOverContent(goods=(Goods("Paket sembako", "1 dus", "beras 5 kg"),) * count)
        Letter.delete().execute()
        sheet = printed(app, cast, many)
        (where,) = [place for place, text in enumerate(sheet.sheets) if "Yang menyerahkan," in text]
        assert "Ratna Dewi" in sheet.sheets[where] and "sebagaimana mestinya" in sheet.sheets[where], count
        assert all("Nama barang" in text for text in sheet.sheets if "Paket sembako" in text), "heads are repeated"


@pytest.mark.pango
def test_hostile_texts_are_only_text(app: Flask, cast: Cast) -> None:
    typed = '<img src="file:///etc/passwd"><script>x</script> https://evil.example/ \u202eabc\u202c 😀 {{ 7*7 }} ' * 60
    sheet = printed(app, cast, TaskContent(volunteer=typed, purpose=typed, place=typed, rules=(typed,)))
    assert "<img src=" in sheet.text and "root:" not in sheet.text and "{{ 7*7 }}" in sheet.text
    assert not list(sheet.reader.attachments)


@pytest.mark.parametrize(
    ("signer", "lines"),
    [
        pytest.param(Signer("A", "Camat"), ("Camat,",), id="in the own name"),
        pytest.param(Signer("A", "Camat", "Plt."), ("Plt. Camat,",), id="acting stands before the office"),
        pytest.param(Signer("A", "Camat", "Plh."), ("Plh. Camat,",), id="for a day"),
        pytest.param(
            Signer("A", "Kasi Kesos", "a.n. Camat\nSekretaris\nu.b."),
            ("a.n. Camat", "Sekretaris", "u.b.", "Kasi Kesos,"),
            id="u.b. stands below whom it acts for",
        ),
        pytest.param(None, ("Koordinator,",), id="nobody named"),
    ],
)
def test_the_office_reads_as_it_is_held(signer: Signer | None, lines: tuple[str, ...]) -> None:
    assert signature(signer, office="Koordinator").lines == lines


def test_a_day_in_words() -> None:
    words = day_in_words(date(2026, 2, 1))
    assert words == "Minggu tanggal satu bulan Februari tahun dua ribu dua puluh enam (01-02-2026)"
