"""Pengaturan → Surat: kop, paper, margins, logos and numbers; everything is checked before it is kept."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from puskesos.models import AuditEntry, Hub, LetterKindChoice, LetterSettings
from puskesos.queries.letter_settings import classification_of, counts_together, hub_mark, look_of, number_pattern
from puskesos.rules.letter import LetterKind
from tests.cast import Cast
from tests.page_client import Page, PageClient

SignIn = Callable[[str], PageClient]
PATH, NUMBERS = "/pengaturan/surat", "/pengaturan/surat/nomor"
KOP, NUMBER_FORM = "#kop-form", "#nomor-form"


def picture(size: tuple[int, int] = (600, 500), kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, kind)
    return buffer.getvalue()


def framed(page: Page) -> str:
    """The sample inside the frame."""
    return str(page.one("#letter-preview iframe")["srcdoc"])


def test_the_kop_and_the_page_are_kept_and_shown(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    assert dewi.get("/pengaturan").select(f"main nav a[href='{PATH}']")
    above = "PEMERINTAH KABUPATEN BEKASI\nDINAS SOSIAL\nKECAMATAN MUARAGEMBONG"
    typed = {"above": above, "name": "PUSKESOS BAHARI", "paper": "A4", "margin_left": "25", "archive": True}
    page = dewi.follow(dewi.fill(dewi.get(PATH), KOP, **typed))
    assert "Pengaturan surat tersimpan." in page.text("#flash")
    look = look_of(Hub.get_by_id(cast.hub.id))
    assert look.above == tuple(above.splitlines()) and look.name == "PUSKESOS BAHARI"
    assert (look.paper, look.margins, look.archive) == ("a4", (12, 18, 18, 25), True)
    assert "Jl." in look.address or "Kantor" in look.address, "the hub's own line where nothing was typed"
    assert "DINAS SOSIAL" in framed(page) and "/kertas/halaman/12-18-18-25.css" in framed(page)
    assert "margin kiri semula “22”" in page.text(".timeline") and "ukuran kertas semula “F4”" in page.text(".timeline")


def test_saving_the_same_again_changes_nothing(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    assert "Tidak ada yang berubah." in dewi.follow(dewi.fill(dewi.get(PATH), KOP)).text("#flash")
    assert "Tidak ada yang berubah." in dewi.follow(dewi.fill(dewi.get(NUMBERS), NUMBER_FORM)).text("#flash")
    assert not AuditEntry.select().where(AuditEntry.action == "letter_settings_changed").exists()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"margin_top": "4"}, "margin_top", "Margin atas (mm) antara 5 dan 40."),
        ({"margin_left": "41"}, "margin_left", "antara 5 dan 40"),
        ({"margin_left": ""}, "margin_left", "Isi angkanya."),
        ({"above": "a\nb\nc\nd\ne"}, "above", "Paling banyak 4 baris"),
        ({"above": "x" * 81}, "above", "paling banyak 80 huruf"),
        ({"name": "x" * 81}, "name", "paling banyak 80"),
    ],
)
def test_what_will_not_do_is_said_at_the_field(
    client_for: SignIn, cast: Cast, typed: dict[str, str], field: str, said: str
) -> None:
    dewi = client_for("dewi")
    page = dewi.fill(dewi.get(PATH), KOP, _expect=422, **typed)
    assert said in page.text(f"#{field}-error") and "Perbaiki isian" in page.text("#letter-preview")
    assert not LetterSettings.select().exists()


def test_the_sample_changes_while_typing_and_by_its_button_and_keeps_nothing(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    part = dewi.fill(dewi.get(PATH), KOP, press="[name=pratinjau]", name="PUSKESOS COBA", _expect=200, _fragment=True)
    assert "PUSKESOS COBA" in framed(part) and not part.select("form")
    assert "from:#kop-form" in str(part.one("#letter-preview")["hx-trigger"]), "the next letter typed asks again"
    page = dewi.fill(dewi.get(PATH), KOP, press="[name=pratinjau]", name="<b>COBA</b>", _expect=200)
    assert "<b>COBA" not in framed(page) and "&lt;b&gt;COBA" in framed(page)
    assert page.one("#name")["value"] == "<b>COBA</b>" and "<script" not in framed(page)
    assert not LetterSettings.select().exists()


def test_a_stale_page_is_a_conflict_and_another_page_of_these_settings_counts(client_for: SignIn, cast: Cast) -> None:
    dewi, ratna = client_for("dewi"), client_for("ratna")
    stale = ratna.get(PATH)
    dewi.fill(dewi.get(NUMBERS), NUMBER_FORM, hub_mark="PKS-MG")
    ratna.fill(stale, KOP, name="LAIN", _expect=409)
    assert look_of(Hub.get_by_id(cast.hub.id)).name == cast.hub.name.upper()


def test_numbers_are_kept_and_used(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    typed = {"number_pattern": "{klas}/{urut:4}/{kode_hub}/{jenis}/{bulan}/{tahun}", "hub_mark": "PKS-MG"}
    answer = dewi.fill(dewi.get(NUMBERS), NUMBER_FORM, together="0", klas_surat_tugas="094", **typed)
    page = dewi.follow(answer)
    assert "094/0017/PKS-MG/ST/11/2026" in page.text("#number-examples")
    hub = Hub.get_by_id(cast.hub.id)
    assert (number_pattern(hub), hub_mark(hub), counts_together(hub)) == (*typed.values(), False)
    assert classification_of(hub, LetterKind.TUGAS) == "094" and classification_of(hub, LetterKind.RUJUKAN) == "400.9"
    assert LetterKindChoice.select().count() == 1
    assert "klasifikasi surat tugas semula “400.9”" in page.text(".timeline")


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"number_pattern": "{urut}/{nik}/{tahun}"}, "number_pattern", "{nik} tidak dikenal"),
        ({"number_pattern": "{klas}/{tahun}"}, "number_pattern", "perlu {urut}"),
        ({"number_pattern": ""}, "number_pattern", "Isi pola nomor."),
        ({"together": "0"}, "number_pattern", "tambahkan {jenis}"),
        ({"hub_mark": "A/B"}, "hub_mark", "tanda hubung"),
        ({"hub_mark": "{tahun}"}, "hub_mark", "tanda hubung"),
        ({"klas_surat_rujukan": "40"}, "klas_surat_rujukan", "angka dengan titik"),
        ({"klas_surat_rujukan": ""}, "klas_surat_rujukan", "angka dengan titik"),
    ],
)
def test_wrong_numbers_are_said_at_the_field(
    client_for: SignIn, cast: Cast, typed: dict[str, str], field: str, said: str
) -> None:
    dewi = client_for("dewi")
    assert said in dewi.fill(dewi.get(NUMBERS), NUMBER_FORM, _expect=422, **typed).text(f"#{field}-error")
    assert not LetterSettings.select().exists()


def test_counting_each_kind_by_itself_may_tell_kinds_by_their_codes(client_for: SignIn, cast: Cast) -> None:
    dewi = client_for("dewi")
    codes = {f"klas_{kind}": f"400.9.{place}" for place, kind in enumerate(LetterKind, start=1)}
    dewi.fill(dewi.get(NUMBERS), NUMBER_FORM, together="0", **codes)
    assert not counts_together(Hub.get_by_id(cast.hub.id))


def test_the_page_rules_are_for_everybody_and_say_nothing_else(anonymous: PageClient) -> None:
    answer = anonymous.get("/kertas/halaman/12-18-18-25.css")
    assert answer.headers["Content-Type"].startswith("text/css") and "12mm 18mm 18mm 25mm" in answer.html
    anonymous.get("/kertas/halaman/12-18-18-99.css", expect=404)


def test_nobody_else_changes_letters(client_for: SignIn, cast: Cast) -> None:
    for name in ("sari", "bayu", "ujang"):
        client_for(name).get(PATH, expect=403)
    citra = client_for("citra")
    citra.fill(citra.get(PATH), KOP, name="HUB LAIN")
    assert look_of(Hub.get_by_id(cast.hub.id)).name == cast.hub.name.upper()
    assert look_of(Hub.get_by_id(cast.other_hub.id)).name == "HUB LAIN"
