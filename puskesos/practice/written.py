"""Letters of the practice hub: drafted by the back office, issued by the koordinator, one of them void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from puskesos.actions.letter import LetterEntry, draft_letter, issue_letter, void_letter
from puskesos.documents.frozen import freeze
from puskesos.models import Case, Hub, Letter
from puskesos.practice.beside import Beside, Deed, Place, once
from puskesos.practice.scene import Scene
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_content import (
    CoverContent,
    Goods,
    HandedOver,
    HandingOverContent,
    Party,
    RecommendationContent,
    Stored,
    TaskContent,
)
from puskesos.views.letter_paper import LetterDesk, lay_out_at, signing_of

TASK_DAYS = timedelta(days=3)
COVERED = (Goods("Fotokopi KTP", "1 lembar"), Goods("Fotokopi Kartu Keluarga", "1 lembar"))
RECEIVED = Party("Keluarga klien", "Anggota keluarga")


def recommend(to: str, purpose: str, statement: str, *, issued: bool = True) -> Deed:
    """A surat rekomendasi for something."""
    content = RecommendationContent(purpose=purpose, statement=statement)
    return _letter(LetterKind.REKOMENDASI, f"Rekomendasi {purpose}", to, lambda *_: content, issued)


def send_along(to: str, purpose: str, *more: Goods, issued: bool = True) -> Deed:
    """A surat pengantar with the family's papers."""
    content = CoverContent(purpose=purpose, items=(*COVERED, *more))
    return _letter(LetterKind.PENGANTAR, f"Pengantar berkas {purpose}", to, lambda *_: content, issued)


def send_out(purpose: str, transport: str = "sepeda motor") -> Deed:
    """A surat tugas of the volunteer who has the story's task."""

    def content(scene: Scene, today: date) -> TaskContent:
        until, who = today + TASK_DAYS, scene.volunteer.name
        days = {"from_day": today, "until_day": until, "report_by": until}
        area = f"Desa {scene.story.village}"
        return TaskContent(who, "", "Pekerja Sosial Masyarakat", area, purpose=purpose, transport=transport, **days)

    return _letter(LetterKind.TUGAS, "Kunjungan rumah", "", content)


def hand_over_goods(place: str, purpose: str, *goods: Goods) -> Deed:
    """A berita acara with the family."""

    def content(scene: Scene, _today: date) -> HandingOverContent:
        giver = Party(scene.officer.name, "Petugas Puskesos")
        told = {"purpose": purpose, "goods": goods, "witnesses": ("Ketua RT 003",)}
        return HandingOverContent(HandedOver.BARANG, place, giver, RECEIVED, **told)

    return _letter(LetterKind.BERITA_ACARA, "Serah terima bantuan", "", content)


def void_last(reason: str) -> Deed:
    """The newest letter of the case counts no longer."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        mine = Letter.select().where(Letter.case == scene.case, Letter.state == "terbit", Letter.referral.is_null())
        letter = mine.order_by(Letter.id.desc()).get()
        void_letter(letter, reason, version=letter.version, actor=scene.ratna, now=now)

    return deed


def _letter(
    kind: LetterKind, subject: str, to: str, content: Callable[[Scene, date], Stored], issued: bool = True
) -> Deed:
    def deed(scene: Scene, now: datetime, today: date) -> None:
        entry = LetterEntry(kind, today, subject, to, content(scene, today).as_dict())
        task = scene.assignment.id if kind == LetterKind.TUGAS else None
        key = once(scene, f"surat {kind} {subject} {today}")
        made = draft_letter(scene.case, entry, key=key, actor=scene.officer, now=now, assignment=task)
        if issued:
            _issue(scene, made, now)

    return deed


def _issue(scene: Scene, letter_id: int, now: datetime) -> None:
    letter = Letter.select(Letter, Case).join(Case).where(Letter.id == letter_id).get()
    hub = Hub.get_by_id(letter.hub_id)
    desk, signing = LetterDesk(hub, scene.ratna, hub.network_address, now), signing_of(hub, LetterKind(letter.kind))

    def keep(numbered: Letter) -> str:
        return freeze(scene.settings.papers, lay_out_at(desk, numbered))

    issue_letter(letter, signing=signing, lay_out=keep, version=letter.version, actor=scene.ratna, now=now)


WRITTEN: dict[Place, tuple[Beside, ...]] = {
    ("K02", "dilayani", 24): (
        Beside(
            "putus",
            recommend(
                "Kepala Dinas Sosial Kabupaten Bekasi",
                "usulan baru PBI-JK",
                "Tanpa jaminan sejak berhenti bekerja.\n\n- rumah kontrakan satu kamar\n- anak bungsu sering sakit",
            ),
            1,
        ),
    ),
    ("L02", "dilayani", 22): (Beside("putus", send_along("Kepala Desa Pantai Mekar", "penyaluran sembako"), 1),),
    ("R07", "dirujuk", 20): (
        Beside(
            "putus",
            recommend(
                "Kepala Panti Sosial Lanjut Usia",
                "tempat di panti lansia",
                "Lansia tanpa keluarga dan setuju tinggal di panti.",
            ),
            1,
        ),
        Beside("putus", void_last("Nama panti keliru; diganti surat baru."), 2),
        Beside(
            "putus",
            recommend(
                "Kepala Panti Tresna Werdha",
                "tempat di panti lansia",
                "Lansia tanpa keluarga dan setuju tinggal di panti.",
            ),
            3,
        ),
    ),
    ("E04", "dilayani", 16): (
        Beside(
            "putus",
            send_along("Kepala Cabang Bank Penyalur", "saldo sembako", Goods("Fotokopi kartu KKS", "1 lembar")),
            1,
        ),
    ),
    ("R03", "usul_tutup", 14): (
        Beside(
            "putus",
            hand_over_goods(
                "balai desa",
                "Alat bantu berjalan.",
                Goods("Tongkat netra", "1 buah", "baru"),
                Goods("Paket permakanan", "14 paket"),
            ),
            1,
        ),
    ),
    ("P03", "dirujuk", 11): (Beside("terima", send_out("Temui orang tua dan wali kelas.")),),
    ("K03", "dirujuk", 9): (
        Beside(
            "putus", send_along("Direktur rumah sakit", "bantuan biaya", Goods("Rincian biaya rumah sakit", "3 lembar"))
        ),
    ),
    ("R05", "minta_tunda", 4): (Beside("terima", send_out("Temui keluarga dan tetangga terdekat.")),),
    ("E02", "penanganan", 7): (
        Beside("terima", send_out("Lihat keadaan rumah dan catat kebutuhan harian.", "perahu")),
        Beside(
            "cek",
            hand_over_goods("rumah klien", "Bantuan sementara.", Goods("Beras", "10 kg"), Goods("Selimut", "2 lembar")),
            1,
        ),
    ),
    ("R03", "laporan", 3): (Beside("terima", send_out("Periksa keadaan lansia dan hubungi keluarganya.", "perahu")),),
    ("R10", "penanganan", 6): (
        Beside(
            "cek", recommend("Kepala Dinas Sosial", "santunan kematian", "Ahli waris sudah diperiksa.", issued=False)
        ),
    ),
    ("E02", "menunggu", 10): (Beside("cek", send_along("Kepala Desa", "usulan sembako", issued=False), 1),),
}
