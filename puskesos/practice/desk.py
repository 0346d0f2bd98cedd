"""What the desks add to cases: notes and their corrections, files, a further paper, a client who died."""

from __future__ import annotations

import io
from datetime import date, datetime

from puskesos.actions.attachment import add_attachments, remove_attachment
from puskesos.actions.case_papers import add_paper
from puskesos.actions.case_work import add_note
from puskesos.actions.history import correct_text
from puskesos.actions.person_status import StatusEntry, set_person_status
from puskesos.files import PreparedFile, prepare_file
from puskesos.models import Attachment, CaseDocument, CaseEvent, Person
from puskesos.practice.beside import Beside, Deed, Place, once
from puskesos.practice.drawing import draw_letter, draw_photos
from puskesos.practice.scene import Scene
from puskesos.rules.attachment import AttachmentKind
from puskesos.rules.person import PersonStatus

MOST_BYTES = 1_000_000


def note(text: str, by: str = "") -> Deed:
    """Somebody writes a note, the case's officer unless said otherwise."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        add_note(scene.case, text, actor=scene.stage.actors[by] if by else scene.officer, now=now)

    return deed


def mend_note(text: str, reason: str) -> Deed:
    """The author corrects the newest note of the case."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        case = scene.case
        notes = CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind == "catatan")
        event = notes.order_by(CaseEvent.id.desc()).get()
        author = next(one for one in scene.stage.actors.values() if one.id == event.actor_id)
        correct_text(case, event, text, reason=reason, actor=author, now=now)

    return deed


def photos(count: int, title: str, paper: str = "") -> Deed:
    """Photos are attached, as the required paper of this name if one is given."""
    return lambda scene, now, _today: _attach(scene, title, _photos(count), now, paper)


def letter(title: str) -> Deed:
    """A scanned letter is attached as PDF."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        _attach(scene, title, [prepare_file(io.BytesIO(draw_letter()), title, limit=MOST_BYTES)], now)

    return deed


def take_out(reason: str) -> Deed:
    """The newest file of the case is taken out of sight again."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        case = scene.case
        newest = Attachment.select().where(Attachment.case == case).order_by(Attachment.id.desc()).get()
        remove_attachment(case, newest, reason, actor=scene.officer, now=now)

    return deed


def ask_paper(name: str) -> Deed:
    """A paper that only this case needs."""
    return lambda scene, now, _today: _ask(scene, name, now)


def died(scene: Scene, now: datetime, today: date) -> None:
    """The family tells that the client died."""
    person = Person.get_by_id(scene.case.client_id)
    entry = StatusEntry(str(PersonStatus.MENINGGAL), today, "Kabar dari keluarga.")
    set_person_status(person, entry, version=person.version, actor=scene.officer, now=now, today=today)


def _ask(scene: Scene, name: str, now: datetime) -> None:
    add_paper(scene.case, name, key=once(scene, name), actor=scene.officer, now=now)


def _photos(count: int) -> list[PreparedFile]:
    return [PreparedFile(kind=str(AttachmentKind.FOTO), **one.row(), content=one.content) for one in draw_photos(count)]


def _attach(scene: Scene, title: str, files: list[PreparedFile], now: datetime, paper: str = "") -> None:
    case, shown = scene.case, (CaseDocument.case == scene.case) & (CaseDocument.name == paper)
    position = CaseDocument.select(CaseDocument.position).where(shown).scalar() if paper else None
    about = {"position": position, "uploads": scene.uploads, "key": once(scene, title)}
    add_attachments(case, files, title, **about, actor=scene.officer, now=now)


DESK: dict[Place, tuple[Beside, ...]] = {
    ("K03", "dirujuk", 9): (
        Beside("cek", letter("Rincian biaya rumah sakit")),
        Beside("cek", note("Ketua RT sanggup menjadi saksi bila diminta Baznas.")),
    ),
    ("E02", "penanganan", 7): (Beside("setuju", photos(2, "Rumah dan dapur", "Foto rumah")),),
    ("E06", "kembali_bo", 9): (
        Beside("cek", photos(1, "Lantai dapur")),
        Beside("cek", photos(1, "Salinan KK")),
        Beside("cek", take_out("Tertukar: KK keluarga lain.")),
        Beside("rekomendasi", note("Tanah milik sendiri dengan girik, luas 60 m²."), 2),
        Beside("rekomendasi", mend_note("Tanah milik mertua dengan girik, luas 60 m².", "Salah dengar di telepon."), 3),
    ),
    ("E02", "berkas_kurang", 9): (Beside("kurang", ask_paper("Surat pindah dari Karawang")),),
    ("R07", "dirujuk", 20): (Beside("jawab", note("Kepala dusun diminta mencari kamar sementara.", "ratna")),),
    ("K01", "laporan", 5): (Beside("lapor", note("Rumah sakit bersedia menunggu sampai Jumat."), 1),),
    ("K03", "selesai_cek", 64): (Beside("putus", died, 2),),
}
