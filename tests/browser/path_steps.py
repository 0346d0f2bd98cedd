"""The steps of a case after the counter, each from the page where the one before ended."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.desk import Desk


@dataclass(frozen=True)
class Letter:
    """What a referral is about."""

    agency: str
    wanted: str
    reason: str
    basis: str
    note: str


def say_why(desk: Desk, reason: str) -> None:
    """The door of a restricted case."""
    desk.expect_text("Pilih mengapa kasus ini dibuka.")
    desk.page.get_by_label(reason, exact=True).check()
    desk.press("Buka kasus")


def send_volunteer(desk: Desk, volunteer: str, instruction: str) -> None:
    desk.press("Tugaskan relawan", within="#case-next")
    desk.page.get_by_role("radio", name=volunteer).check()
    desk.page.get_by_label("Petunjuk untuk relawan").fill(instruction)
    desk.press("Tugaskan")


def accept_task(ujang: Desk, name: str) -> None:
    ujang.open("/")
    ujang.expect_text(name)
    ujang.press("Lihat dan terima tugas")
    ujang.press("Terima tugas")


def report_visit(ujang: Desk, met: str, findings: str) -> None:
    ujang.press("Isi hasil kunjungan")
    fill_report(ujang, met, findings)
    send_report(ujang)


def fill_report(ujang: Desk, met: str, findings: str) -> None:
    page = ujang.page
    page.get_by_label("Bertemu klien").check()
    page.get_by_label("Bertemu siapa").fill(met)
    page.get_by_label("Temuan").fill(findings)
    page.get_by_label("Kesimpulan").select_option("Layak")


def send_report(ujang: Desk) -> None:
    ujang.press("Kirim laporan")
    ujang.expect_text("Laporan terkirim")


def approve_report(ratna: Desk) -> None:
    """On the page of a volunteer's report."""
    ratna.page.get_by_label("Setujui laporan").check()
    ratna.press("Simpan keputusan")
    ratna.expect_text("Disetujui")


def check_data(desk: Desk, status: str, *, decile: str = "", channel: str = "Cek Bansos", note: str = "") -> None:
    """What was looked up elsewhere."""
    desk.press("Isi cek data", within="#case-next")
    desk.page.get_by_label(status, exact=True).check()
    desk.page.get_by_label("Desil").fill(decile)
    desk.page.get_by_label("Lewat").select_option(channel)
    desk.page.get_by_label("Keterangan").fill(note)
    desk.press("Simpan cek data")
    desk.expect_text(f"{status}, desil {decile}" if decile else status, "#case-data-check")


def go_on_unchecked(desk: Desk) -> None:
    """A need about no scheme: the reason why nothing was looked up is filled in beforehand."""
    desk.press("Teruskan tanpa cek data", within="#case-next")
    desk.press("Simpan cek data")
    desk.expect_text("Tidak dapat dicek", "#case-data-check")


def recommend(bayu: Desk, choice: str, reason: str) -> None:
    bayu.press("Beri rekomendasi", within="#case-next")
    bayu.page.get_by_label(choice, exact=True).check()
    bayu.page.get_by_role("textbox", name="Alasan").fill(reason)
    bayu.press("Kirim ke koordinator")
    bayu.expect_text("Menunggu penetapan", "#case-header")


def decide_to_serve(ratna: Desk, text: str, officer: str) -> None:
    """On the page of the decision."""
    ratna.page.get_by_label("Layani di Puskesos").check()
    ratna.page.get_by_label("Isi penetapan").fill(text)
    ratna.page.get_by_label("Petugas yang melayani").fill(officer)
    ratna.press("Simpan penetapan")
    ratna.expect_text("Dilayani", "#case-header")


def decide_to_refer(ratna: Desk, text: str, letter: Letter) -> None:
    """On the page of the decision."""
    ratna.page.get_by_label("Rujuk ke instansi").check()
    ratna.page.get_by_label("Isi penetapan").fill(text)
    fill_letter(ratna, letter)
    ratna.press("Simpan penetapan")
    ratna.expect_text("Dirujuk", "#case-header")


def fill_letter(desk: Desk, letter: Letter) -> None:
    page = desk.page
    page.get_by_label("Instansi tujuan").select_option(letter.agency)
    page.get_by_label("Layanan yang diminta").fill(letter.wanted)
    page.get_by_label("Alasan rujukan").fill(letter.reason)
    page.get_by_label("Dasar penyampaian data").select_option(letter.basis)
    page.get_by_label("Keterangan dasar").fill(letter.note)


def note_sent(desk: Desk) -> None:
    """On the page of a letter that somebody carried to the office."""
    desk.press("Catat sudah dikirim")
    desk.page.get_by_label("Lewat").select_option("Datang")
    desk.press("Simpan")


def help_now(desk: Desk, done: str) -> None:
    """Help first; the koordinator decides afterwards."""
    desk.press("Tangani sekarang, penetapan menyusul", within="#case-next")
    desk.page.get_by_label("Tindakan pertama").fill(done)
    desk.press("Catat penanganan")
    desk.expect_text("Penetapan menyusul", "#case-header")


def decide_afterwards(ratna: Desk, text: str, officer: str) -> None:
    """On the page of the decision that follows help."""
    ratna.page.get_by_label("Isi penetapan").fill(text)
    ratna.page.get_by_label("Petugas yang melayani").fill(officer)
    ratna.press("Simpan penetapan")


def tell_family(desk: Desk, through: str, whom: str, words: str) -> None:
    """From the answer of an office to the family."""
    desk.press("Catat sudah disampaikan")
    desk.page.get_by_label("Lewat").select_option(through)
    desk.page.get_by_label("Siapa yang diberi tahu").fill(whom)
    desk.page.get_by_label("Keterangan").fill(words)
    desk.press("Catat sudah disampaikan")
    desk.expect_text("Keluarga diberi tahu", "#referral-next")


def close(ratna: Desk, result: str, text: str, *, given: str = "", told: str = "", content: str = "Puas") -> None:
    """On the page of closing: how it ended, what the family got, how it was told, and what it says of us."""
    page = ratna.page
    page.get_by_label("Hasil akhir").select_option(result)
    page.get_by_label("Keterangan hasil").fill(text)
    page.get_by_label("Bantuan/layanan yang diterima").fill(given)
    if told:
        page.get_by_label("Keluarga diberi tahu lewat").select_option(told)
    page.get_by_label(content, exact=True).check()
    ratna.press("Tutup kasus")
    ratna.expect_text("Selesai", "#case-header")
