"""The steps at the counter and the ways to a case, named by what is done; journeys are written in them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.registry_desk import follow

MORE_OF_CLIENT = "Alamat, nomor KK, telepon, dan lainnya"
MORE_OF_NEED = "Cara masuk, harapan, kerahasiaan"


@dataclass(frozen=True)
class Told:
    """What is told at the counter; empty words leave what the form proposes."""

    service: str
    story: str
    relation: str = "Diri sendiri"
    reporter: str = ""
    phone: str = ""
    priority: str = ""
    kind: str = ""
    channel: str = ""
    about_official: bool = False


def find_client(sari: Desk, name: str) -> None:
    """Look somebody up who is in the register, and begin a new need for them."""
    sari.open("/penerimaan")
    search(sari, name)
    follow(sari, sari.page.locator("#intake-results a", has_text=name))


def meet_new_client(sari: Desk, name: str) -> None:
    """Look somebody up who is not in the register: the short form grows with the name in it."""
    sari.open("/penerimaan")
    search(sari, name)
    expect(sari.page.get_by_label("Nama klien")).to_have_value(name)


def search(sari: Desk, name: str) -> None:
    sari.page.get_by_label("Siapa yang butuh bantuan?").fill(name)
    if not sari.scripts:
        sari.press("Cari")


def describe(
    sari: Desk, *, sex: str, village: str = "Pantai Bahagia", born: str = "", age: str = "", why_no_nik: str = ""
) -> None:
    """Who the new client is, as far as anybody knows."""
    page = sari.page
    page.get_by_label(sex, exact=True).check()
    page.get_by_label("Desa/kelurahan").select_option(village)
    if why_no_nik:
        page.get_by_label("Bila tanpa NIK, sebabnya").select_option(why_no_nik)
    if born:
        page.get_by_label("Tanggal lahir").fill(born)
    if age:
        page.get_by_text(MORE_OF_CLIENT).click()
        page.get_by_label("Perkiraan umur").fill(age)


def register(sari: Desk, told: Told) -> str:
    """Write down the need and save it; the number of the case."""
    fill_need(sari, told)
    sari.press("Simpan dan daftarkan")
    sari.expect_text("Kasus terdaftar")
    return sari.page.locator(".big.number").inner_text()


def fill_need(sari: Desk, told: Told) -> None:
    page = sari.page
    page.get_by_label("Jenis layanan").select_option(told.service)
    page.get_by_label("Uraian masalah").fill(told.story)
    page.get_by_label("Hubungan pelapor").select_option(told.relation)
    page.get_by_label("Nama pelapor").fill(told.reporter)
    page.get_by_label("No. HP/WA pelapor").fill(told.phone)
    if told.priority:
        page.get_by_label("Prioritas").select_option(told.priority)
    if told.kind or told.channel or told.about_official:
        page.get_by_text(MORE_OF_NEED).click()
    if told.kind:
        page.get_by_label("Jenis masukan").select_option(told.kind)
    if told.channel:
        page.get_by_label("Cara masuk", exact=True).select_option(told.channel)
    if told.about_official:
        page.get_by_label("Pengaduan tentang petugas atau pejabat tertentu").check()


def open_from_list(desk: Desk, number: str) -> None:
    """From the list of cases to one of them."""
    desk.open("/kasus")
    follow(desk, desk.page.locator(f"#case-row-{number} a"))


def take_up(desk: Desk, name: str, button: str) -> None:
    """The button of this client's line in "Perlu tindakan" on the own first page."""
    desk.open("/")
    follow(desk, desk.page.locator(".needs li", has_text=name).get_by_role("link", name=button, exact=True))


def tick_papers(sari: Desk, *names: str) -> None:
    """The papers that the family brought."""
    papers = sari.page.locator("#case-papers")
    for name in names:
        if sari.scripts:
            papers.get_by_role("button", name=name, exact=True).click()
            pressed = papers.locator("button.tick[aria-pressed=true]", has_text=name)
            expect(pressed.get_by_text(name, exact=True)).to_be_visible()
        else:
            sari.press(name, within="#case-papers")


def open_paper(desk: Desk, link: str, within: str = "main") -> None:
    """The page of the same sheet that this link gives as a PDF."""
    address = desk.control(link, within=within).get_attribute("href")
    assert address.endswith(".pdf")
    desk.open(address.removesuffix(".pdf"))
