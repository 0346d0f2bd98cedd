"""Letters are set up at the desk: the sample follows what is typed; by keyboard, on a phone, and without scripts."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, Route, expect

from puskesos.models import LetterSigner
from tests.browser.conftest import Desks, Seat
from tests.browser.desk import LAPTOP, PHONE, Desk, Size
from tests.browser.keys import go_to
from tests.cast import Cast

pytestmark = pytest.mark.chromium
PATH = "/pengaturan/surat"
FIRST_PRINT = 30_000  # milliseconds: what is saved is printed first, and the first print starts a process


def sample(desk: Desk) -> FrameLocator:
    return desk.page.frame_locator("#letter-preview iframe")


def picture() -> dict[str, object]:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 300), "navy").save(buffer, "PNG")
    return {"name": "lambang.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def test_letters_are_set_up_from_kop_to_words(seat: Seat, cast: Cast) -> None:
    dewi = seat("dewi")
    dewi.page.set_default_timeout(FIRST_PRINT)
    dewi.open(PATH)
    dewi.page.locator("#logo-kiri").set_input_files(picture())
    dewi.press("Simpan logo kiri")
    expect(sample(dewi).locator(".kop img")).to_have_count(1)
    dewi.page.locator("#name").fill("PUSKESOS BAHARI")
    dewi.press("Simpan")
    expect(sample(dewi).locator(".unit")).to_have_text("PUSKESOS BAHARI")
    dewi.open(f"{PATH}/nomor")
    dewi.page.get_by_label("Kode hub").fill("PKS-MG")
    dewi.press("Simpan")
    dewi.expect_text("400.9/017/PKS-MG/XI/2026", "#number-examples")
    dewi.open(f"{PATH}/penanda-tangan/baru")
    dewi.page.get_by_label("Nama dengan gelar").fill("Ratna Wulandari")
    dewi.page.get_by_label("Jabatan", exact=True).fill("Koordinator")
    dewi.press("Simpan")
    dewi.page.get_by_label("Penanda tangan surat tugas").select_option(label="Ratna Wulandari, Koordinator")
    dewi.press("Simpan")
    dewi.open(f"{PATH}/teks/surat_tugas")
    dewi.page.get_by_label("Teks surat", exact=True).fill("- Jaga rahasia.\n\nSelesai.")
    dewi.press("Simpan")
    expect(sample(dewi).locator(".letter-signed")).to_have_text("Ratna Wulandari")
    expect(sample(dewi).locator(".letter-line")).to_have_text("Jaga rahasia.")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_sample_follows_what_is_typed(cast: Cast, open_desk: Desks, size: Size) -> None:
    dewi = open_desk("dewi", size)
    dewi.open(PATH)
    for name in ("PUSKESOS SATU", "PUSKESOS DUA"):
        dewi.page.locator("#name").fill(name)
        expect(sample(dewi).locator(".unit")).to_have_text(name, timeout=15_000)
    dewi.page.get_by_label("Margin kiri (mm)").fill("30")
    expect(sample(dewi).locator("main")).to_have_css("padding-left", "113.386px", timeout=15_000)
    dewi.page.get_by_label("Margin kiri (mm)").fill("3")
    dewi.expect_text("Perbaiki isian yang salah", "#letter-preview")
    assert dewi.page.locator("#name").input_value() == "PUSKESOS DUA"


def test_what_is_typed_while_a_sample_is_on_its_way_is_shown_as_well(cast: Cast, open_desk: Desks) -> None:
    dewi = open_desk("dewi")
    dewi.open(f"{PATH}/teks/surat_rekomendasi")
    words = dewi.page.get_by_label("Teks surat", exact=True)

    def type_on_and_answer(route: Route) -> None:
        words.fill("{identitas}\n\nSatu. Dua.")
        route.continue_()

    dewi.page.route("**/teks/surat_rekomendasi", type_on_and_answer, times=1)
    words.fill("{identitas}\n\nSatu.")
    expect(sample(dewi).locator(".letter-words").last).to_contain_text("Dua.", timeout=15_000)


def test_a_place_is_put_where_the_writing_is_by_keyboard(cast: Cast, open_desk: Desks) -> None:
    dewi = open_desk("dewi")
    dewi.open(f"{PATH}/teks/surat_rekomendasi")
    words = dewi.page.get_by_label("Teks surat", exact=True)
    words.focus()
    dewi.page.keyboard.press("Control+End")
    dewi.page.keyboard.type(" Desil: ")
    go_to(dewi, "[data-insert='{desil}']", most=16)
    dewi.page.keyboard.press("Enter")
    assert words.input_value().endswith("Desil: {desil}")
    expect(sample(dewi).locator(".letter-words").last).to_contain_text("Desil: 2", timeout=15_000)


def test_a_signer_is_written_down_by_keyboard_alone(cast: Cast, open_desk: Desks) -> None:
    dewi = open_desk("dewi")
    dewi.open(f"{PATH}/penanda-tangan/baru")
    dewi.page.get_by_label("Nama dengan gelar").focus()
    dewi.page.keyboard.type("Sri Rahayu")
    go_to(dewi, "#position")
    dewi.page.keyboard.type("Koordinator")
    dewi.page.set_default_timeout(FIRST_PRINT)
    with dewi.arriving():
        dewi.page.keyboard.press("Enter")
    dewi.expect_text("Sri Rahayu tersimpan.", "#flash")
    assert LetterSigner.get().name == "Sri Rahayu"
