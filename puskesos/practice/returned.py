"""Sheets of the practice hub that went out on paper, and photos of those that came back, read as any other scan."""

from __future__ import annotations

import io
import secrets
from datetime import date, datetime

import segno
from PIL import Image, ImageDraw

from puskesos.actions.job import end_job, take_next
from puskesos.actions.scan import SentFile, discard_scan, take_in
from puskesos.actions.scan_reading import PagePicture, end_batch, end_file, keep_page
from puskesos.actions.sheet import hand_out
from puskesos.models import Hub, Scan, ScanFile, SheetOut
from puskesos.practice.beside import Beside, Deed, Place, once
from puskesos.practice.scene import Scene
from puskesos.rules.attachment import AttachmentKind
from puskesos.rules.sheet import SheetPaper
from puskesos.security import audit

SHEET, CODE_SIDE = (1050, 1650), 170  # F4 as a phone shows it
DESK, PAPER, INK, PEN = "#6b4f35", "#fbfaf5", "#222222", "#1f3f8f"
OF_TASKS = {SheetPaper.LEMBAR_KUNJUNGAN, SheetPaper.SURAT_TUGAS}
FOREIGN = "HTTPS://PUSKESOS-LAIN.EXAMPLE/B/SR7UX538"


def print_sheet(paper: SheetPaper) -> Deed:
    """The koordinator prints a sheet of the case, or of its task; it is out from then on."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        task = scene.assignment if paper in OF_TASKS else None
        hand_out(paper, scene.case, assignment=task, actor=scene.ratna, now=now)
        about = {"object_type": "assignment", "object_id": task.number} if task else {"object_type": "case"}
        told = {"object_id": scene.number} | about | {"paper": f"{str(paper).replace('_', '-')}.pdf"}
        audit.record("printed", actor=scene.ratna, now=now, **told)

    return deed


def photograph(paper: SheetPaper, turned: float) -> Deed:
    """The front office photographs the sheet that came back, lying askew."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        sheet = SheetOut.get(SheetOut.case == scene.case, SheetOut.paper == str(paper))
        address = Hub.get_by_id(scene.case.hub_id).network_address
        _scan(scene, _photo(f"{address}/b/{sheet.code}".upper(), turned), now)

    return deed


def send_unread(said: str = "", *, thrown_away: str = "") -> Deed:
    """A photo that names no sheet of this hub; it waits in the tray, unless it is thrown away for a reason."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        page = _scan(scene, _photo(said, 4).reduce(1 if said else 2), now)
        if thrown_away:
            discard_scan(page, thrown_away, actor=scene.sari, now=now)

    return deed


def _scan(scene: Scene, picture: Image.Image, now: datetime) -> Scan:
    """Send the picture in and read it, as the worker would."""
    from puskesos.scanning.codes import find_codes  # brings a decoder that only this work needs
    from puskesos.scanning.pages import as_jpeg

    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=62)
    sent = [SentFile(str(AttachmentKind.FOTO), secrets.token_hex(16), stream.getvalue())]
    by = {"settings": scene.settings, "actor": scene.sari, "now": now}
    batch = take_in(sent, key=once(scene, f"pindai {now}"), **by)
    job, file = take_next(now), ScanFile.get(ScanFile.batch == batch)
    texts, how, turned = find_codes(picture)
    content, width, height = as_jpeg(picture, turned)
    keep_page(file, PagePicture(1, content, width, height, tuple(texts), how), **by)
    end_file(file, pages=1, trouble="", settings=scene.settings, now=now)
    end_batch(batch, now)
    if job:
        end_job(job, now=now)
    return Scan.get(Scan.file == file.id)


def _photo(said: str, turned: float) -> Image.Image:
    """A sheet on a desk, filled by pen, with a QR code that says this, or without one."""
    sheet = Image.new("RGB", SHEET, PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.line((80, 150, SHEET[0] - 80, 150), fill=INK, width=5)
    for top in range(330, SHEET[1] - 120, 64):
        pen.line((80, top, SHEET[0] - 80, top), fill=INK, width=2)
        scrawl = [(left, top - 8 - (left * top) % 24) for left in range(100, 560 + (top * 7) % 350, 14)]
        pen.line(scrawl, fill=PEN, width=4)
    if said:
        drawn = io.BytesIO()
        segno.make(said, error="q", micro=False).save(drawn, kind="png", scale=8, border=2)
        code = Image.open(drawn).convert("RGB").resize((CODE_SIDE, CODE_SIDE), Image.Resampling.NEAREST)
        sheet.paste(code, (SHEET[0] - 80 - CODE_SIDE, 165))
    return sheet.rotate(turned, expand=True, fillcolor=DESK, resample=Image.Resampling.BILINEAR)


VISIT, CONSENT, CASE = SheetPaper.LEMBAR_KUNJUNGAN, SheetPaper.PERSETUJUAN, SheetPaper.LEMBAR_KASUS
RETURNED: dict[Place, tuple[Beside, ...]] = {
    ("E06", "laporan", 8): (Beside("terima", print_sheet(VISIT)), Beside("lapor", photograph(VISIT, 11))),
    ("K01", "laporan", 5): (Beside("terima", print_sheet(VISIT)), Beside("lapor", photograph(VISIT, 90))),
    ("R03", "usul_tutup", 14): (Beside("putus", photograph(SheetPaper.BERITA_ACARA, -6), 2),),
    ("K06", "lapangan", 4): (Beside("terima", print_sheet(VISIT)), Beside("daftar", print_sheet(CASE))),
    ("E02", "lapangan", 3): (Beside("terima", print_sheet(VISIT)),),
    ("R07", "dirujuk", 20): (Beside("daftar", print_sheet(CONSENT)),),
    ("K04", "penanganan_cek", 2): (Beside("cek", send_unread(), 1),),
    ("P01", "menunggu_cek", 7): (Beside("cek", send_unread(FOREIGN), 1),),
    ("E01", "menunggu_cek", 5): (Beside("cek", send_unread(thrown_away="Foto kabur; lembarnya difoto lagi."), 1),),
}
