"""Which pictures /bantuan shows: name, person, page, shape of screen, and the steps from the page to the picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from playwright.sync_api import Page

Walk = Callable[["Page"], None]


class Shape(StrEnum):
    """The reference screens (design, part 6)."""

    SCREEN = "screen"
    PHONE = "phone"


SIZES: dict[Shape, tuple[int, int]] = {Shape.SCREEN: (1366, 768), Shape.PHONE: (360, 640)}


@dataclass(frozen=True)
class Picture:
    """One picture: file name without ending, who is signed in, where to begin, and what to do there."""

    name: str
    person: str
    path: str = "/"
    steps: tuple[Walk, ...] = ()
    shape: Shape = Shape.SCREEN


def press(css: str) -> Walk:
    """Follow the first link or button that `css` finds, and wait for its page."""

    def walk(page: Page) -> None:
        page.locator(css).first.click()
        page.wait_for_load_state("load")

    return walk


def follow(css: str) -> Walk:
    """Open the page of the first link that `css` finds, where a press would only open a dialog."""
    return lambda page: page.goto(urljoin(page.url, page.locator(css).first.get_attribute("href")))


def pick_day(css: str, day: str) -> Walk:
    """Fill a date field with a day like 2026-11-01."""
    return lambda page: page.locator(css).fill(day)


def write(css: str, text: str) -> Walk:
    """Type like a person, then leave the field, so that the page answers."""

    def walk(page: Page) -> None:
        page.locator(css).press_sequentially(text)
        page.locator(css).dispatch_event("change")
        page.wait_for_timeout(500)
        page.wait_for_load_state("networkidle")

    return walk


def choose(css: str, label: str) -> Walk:
    """Choose the first option whose words begin with `label`."""

    def walk(page: Page) -> None:
        options = page.locator(f"{css} option").all_text_contents()
        page.locator(css).select_option(label=next(text for text in options if text.strip().startswith(label)))
        page.wait_for_load_state("networkidle")

    return walk


def tick(css: str) -> Walk:
    """Tick the first box or circle that `css` finds."""
    return lambda page: page.locator(css).first.check()


def show(css: str) -> Walk:
    """Bring this part to the top of the screen."""
    return lambda page: page.locator(css).first.evaluate("element => element.scrollIntoView({block: 'start'})")


def attach(css: str, name: str, *lines: str) -> Walk:
    """Choose a file of these lines."""
    file = {"name": name, "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode()}
    return lambda page: page.locator(css).set_input_files(file)


def again(page: Page) -> None:
    """Load the page once more: work in the background is done by now."""
    page.reload()


def ask_as_family(page: Page) -> None:
    """From a case's page: what its family sees when it asks with the number and the last digits of its phone."""
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    digits = re.findall(r"08[\d -]{8,}\d", page.locator("main").inner_text())[0][-4:]
    page.goto("/status")
    page.locator("#number").fill(number)
    page.locator("#digits").fill(digits)
    press("main form button[type=submit]")(page)


def answer_as_office(page: Page) -> None:
    """From a referral's page: what the office sees when it types the code of its letter."""
    code = page.locator("#referral-code strong").inner_text()
    page.goto("/j")
    page.locator("#code").fill(code)
    press("main form button[type=submit]")(page)


STEP = press(".needs .button")
TO_REVIEW, TO_DECIDE = "/perlu-tindakan?alasan=laporan", "/kasus?status=menunggu_penetapan"
REGISTERED = press("main ul.results a:has-text('Administrasi kependudukan')")
HANDLED = press("#case-rows td a")
TO_HANDLE = "/kasus?status=penanganan&bidang=kesehatan"
STORY = "Sejak dua bulan lalu tidak melaut karena sakit paru. Obat habis, kartu BPJS tidak aktif."

WAITING_LETTER = ("/rujukan?status=diproses", press("#referral-rows tr:has-text('Baznas') td a"))
NO_HOME = press("#case-rows tr:has-text('tanpa identitas') a")
MOVED_HERE = press("#case-rows tr:has-text('Usulan DTSEN') a")
RESTRICTED = press("#case-rows tr:has-text('Terbatas') a")
ADVICE = "Desil 2, kartu nonaktif sejak September. Sarankan rujuk ke BPJS Kesehatan dengan surat pengantar."
RESIDENTS = (
    "NIK;Nama Lengkap;Jenis Kelamin;Tanggal Lahir;Desa/Kelurahan;RT;RW;Agama",
    "3216990307850001;Encep Suhendar;L;03/07/1985;Pantai Bahagia;003;001;Islam",
    "3216995206790003;Kokom Komariah;P;12/06/1979;Pantai Bahagia;003;001;Islam",
    "3216991708850004;Asep Saepudin;L;17/08/1985;Pantai Bakti;001;002;Islam",
    "3216994101900005;Neneng Rohaeni;P;01/01/1990;Pantai Mekar;002;001;Islam",
    ";Itjih binti Karsa;P;03/09/1957;Jayasakti;004;002;Islam",
    "3,21699E+15;Rokayah;P;01/02/1950;Pantai Bahagia;002;001;Islam",
)
UPLOADED = (
    attach("#file", "penduduk.csv", *RESIDENTS),
    pick_day("#data_on", "2026-11-01"),
    write("#name", "Penduduk November 2026"),
    press("main form button[type=submit]"),
    again,
)

PAGE_PICTURES: tuple[Picture, ...] = (
    Picture("fo-beranda", "sari"),
    Picture("fo-cari", "sari", "/penerimaan", (write("#q", "sit"),)),
    Picture(
        "fo-warga-baru",
        "sari",
        "/penerimaan/baru",
        (write("#name", "Kokom Komariah"), write("#nik", "3216996105880003")),
    ),
    Picture(
        "fo-kebutuhan",
        "sari",
        "/penerimaan",
        (
            write("#q", "sit"),
            press("#intake-results li:not(:has(.sub)) > a"),
            choose("#service", "Reaktivasi"),
            write("#story", STORY),
        ),
    ),
    Picture("fo-terdaftar", "sari", "/", (REGISTERED, lambda page: page.goto(receipt_of(page.url)))),
    Picture("fo-kasus", "sari", "/", (REGISTERED,)),
    Picture("fo-periksa", "sari", "/warga/periksa"),
    Picture("fo-gabung", "sari", "/warga/periksa", (press("#check-rows a.button"),)),
    Picture("bo-beranda", "bayu"),
    Picture(
        "bo-cek-data",
        "bayu",
        TO_HANDLE,
        (HANDLED, press("#case-data-check header a"), tick("[value=terdaftar]"), write("#decile", "2")),
    ),
    Picture(
        "bo-rekomendasi",
        "bayu",
        TO_HANDLE,
        (HANDLED, press("#case-next [data-main]"), tick("[value=rujuk]"), write("#reason", ADVICE)),
    ),
    Picture("bo-rujukan", "bayu", WAITING_LETTER[0], WAITING_LETTER[1:]),
    Picture("bo-surat", "bayu", WAITING_LETTER[0], (WAITING_LETTER[1], lambda page: page.goto(f"{page.url}/surat"))),
    Picture("bo-jawaban-instansi", "bayu", WAITING_LETTER[0], (WAITING_LETTER[1], answer_as_office), Shape.PHONE),
    Picture("bo-jalur", "bayu", "/jalur"),
    Picture("bo-spm", "bayu", "/kasus?status=penanganan", (NO_HOME, lambda page: page.goto(f"{page.url}/spm/SPM-3"))),
    Picture("fo-pintu-terbatas", "sari", "/kasus", (RESTRICTED,)),
    Picture("fo-serah-terima", "sari", "/serah-terima?sejak=kemarin"),
    Picture("fo-kabar-keluarga", "sari", "/kasus?status=perlu_perbaikan", (MOVED_HERE, ask_as_family), Shape.PHONE),
    Picture("koordinator-beranda", "ratna"),
    Picture("koordinator-perlu-tindakan", "ratna", "/perlu-tindakan"),
    Picture("koordinator-papan", "ratna", "/papan"),
    Picture(
        "koordinator-tugaskan", "ratna", "/papan", (follow("[aria-labelledby='column-belum'] .card footer .button"),)
    ),
    Picture("koordinator-bagi", "ratna", "/papan/penugasan", (show("tbody"),)),
    Picture("koordinator-laporan", "ratna", TO_REVIEW, (STEP,)),
    Picture("koordinator-penetapan", "ratna", TO_DECIDE, (HANDLED, press("#case-next [data-main]"))),
    Picture("koordinator-impor-kolom", "ratna", "/warga/impor/baru", (*UPLOADED, show("form[data-draft=kolom]"))),
    Picture(
        "koordinator-impor-siap",
        "ratna",
        "/warga/impor/baru",
        (*UPLOADED, press("form[data-draft=kolom] footer button"), again),
    ),
    Picture(
        "koordinator-ekspor",
        "ratna",
        "/warga",
        (choose("#desa", "Pantai Bahagia"), press("#person-rows .end a.button"), write("#reason", "Bahan rapat desa.")),
    ),
    Picture(
        "koordinator-salinan",
        "ratna",
        TO_DECIDE,
        (
            HANDLED,
            press("#case-identity a[href^='/warga/']"),
            press("#person-looks a.button"),
            tick("[name=checked]"),
            press("button[value=pratinjau]"),
        ),
    ),
    Picture("psm-hari-ini", "ujang", shape=Shape.PHONE),
    Picture("psm-tugas", "ujang", "/", (press("a:text-is('Lihat dan terima tugas')"),), Shape.PHONE),
    Picture(
        "psm-laporan",
        "ujang",
        "/",
        (press("a:text-is('Isi hasil kunjungan')"), tick("[name=outcome]")),
        Shape.PHONE,
    ),
    Picture("psm-semua-tugas", "ujang", "/tugas", shape=Shape.PHONE),
    Picture("admin-pengguna", "dewi", "/pengaturan/pengguna"),
    Picture("admin-layanan", "dewi", "/pengaturan/layanan", (press("main td a"),)),
    Picture("admin-tenggat", "dewi", "/pengaturan/tenggat"),
    Picture("admin-kesehatan", "dewi", "/pengaturan/kesehatan"),
)


def receipt_of(case_address: str) -> str:
    """The page that follows the registering of the case at this address."""
    return "/penerimaan/selesai/" + case_address.rstrip("/").rsplit("/", 1)[-1]
