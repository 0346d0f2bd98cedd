"""What the practice hub's volunteers did outside cases in two months, and the one who has not joined yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from puskesos.actions.activity import ActivityEntry, cancel_activity, change_activity, note_activity
from puskesos.actions.user import Worker, invite_user
from puskesos.models.activity import Activity
from puskesos.practice.calendar import ZONE, at
from puskesos.practice.cast import Stage, phone
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.roles import Role

EVENING = time(17, 30)
NEWCOMER, HER_VILLAGE, HER_PHONE = "Ipah", "Pantai Sederhana", 31


@dataclass(frozen=True)
class Did:
    """One activity: who, how many days ago, what, and what was added to it."""

    who: str
    days: int
    kind: str
    place: str = ""
    note: str = ""
    obstacle: str = ""
    cancelled: bool = False


ACTIVITIES = (
    Did("ujang", 1, "sosialisasi", "Posyandu Melati", "Syarat reaktivasi PBI-JK dijelaskan kepada 23 ibu."),
    Did("ujang", 1, "rapat", cancelled=True),
    Did("ujang", 4, "penyaluran", "Balai desa", "Beras cadangan pangan untuk 41 keluarga.", "Perahu terlambat."),
    Did("ujang", 8, "penjangkauan", "Dermaga TPI", "Dua orang tanpa keluarga ditemui dan diantar pulang."),
    Did("ujang", 13, "musdes", "Balai desa", "Musdes verifikasi DTSEN, 17 keluarga diusulkan."),
    Did("ujang", 19, "rapat", "Kantor kecamatan", "Rapat bulanan relawan."),
    Did("ujang", 27, "pendampingan", "Disdukcapil Cikarang", "Perekaman KTP lansia.", "Antre sampai sore."),
    Did("ujang", 34, "sosialisasi", "Majelis taklim Kampung Beting"),
    Did("ujang", 41, "rapat", "Kantor kecamatan", "Rapat bulanan relawan."),
    Did("enok", 2, "penyaluran", "Balai desa", "Membantu penyaluran beras."),
    Did("enok", 16, "verval", "RW 003", "Cek keluarga pindah.", "Empat rumah kosong."),
    Did("enok", 30, "sosialisasi", "SDN Pantai Bahagia 02", "Anak putus sekolah dan PIP."),
    Did("tono", 3, "mediasi", "Rumah ketua RT 004", "Dua keluarga berselisih soal batas kebun; sudah damai."),
    Did("tono", 12, "musdes", "Balai desa", "Penetapan penerima BLT desa."),
    Did("tono", 19, "rapat", "Kantor kecamatan", "Rapat bulanan relawan."),
    Did("tono", 36, "penjangkauan", "Pasar Muara Bakti", "Anak jalanan, sudah kembali ke rumah."),
    Did("nani", 5, "pengantaran", "Puskesmas Muaragembong", "Ibu hamil diantar periksa.", "Jalan terendam rob."),
    Did("nani", 20, "rapat", "Kantor kecamatan"),
    Did("komar", 9, "pemantauan", "Kampung Sawah", "Penerima kursi roda: dipakai setiap hari."),
    Did("komar", 25, "sosialisasi", "Musala Al-Ikhlas"),
)


@dataclass(frozen=True)
class Evening:
    """A volunteer's phone at the end of a day: one tap, and what is added to it."""

    stage: Stage
    did: Did

    def play(self, _step: str, now: datetime) -> None:
        actor, today = self.stage.actors[self.did.who], now.astimezone(ZONE).date()
        key = str(uuid5(NAMESPACE_OID, f"kegiatan {self.did.who} {today} {self.did.kind}"))
        when = {"actor": actor, "now": now, "today": today}
        made = Activity.get_by_id(note_activity(self.did.kind, key=key, **when))
        if self.did.cancelled:
            cancel_activity(made, version=made.version, **when)
            return
        texts = {name: getattr(self.did, name) for name in ("place", "note", "obstacle")}
        change_activity(made, ActivityEntry(self.did.kind, today, made.village_id, **texts), version=1, **when)


@dataclass(frozen=True)
class Newcomer:
    """A volunteer whom the koordinator has entered and not yet invited."""

    stage: Stage

    def play(self, _step: str, now: datetime) -> None:
        village = frozenset({self.stage.villages[HER_VILLAGE].id})
        worker = Worker(NEWCOMER.lower(), NEWCOMER, frozenset({Role.PSM}), phone=phone(HER_PHONE), village_ids=village)
        invite_user(worker, actor=self.stage.actors["ratna"], now=now)


def activity_acts(stage: Stage, today: date) -> Iterator[tuple[datetime, Evening | Newcomer, str]]:
    """Each evening, minutes apart, and the day when the newcomer was entered."""
    for place, did in enumerate(ACTIVITIES):
        yield at(today - timedelta(days=did.days), EVENING) + timedelta(minutes=place), Evening(stage, did), "catat"
    yield at(add_working_days(today, -1), time(10, 15)), Newcomer(stage), "daftar"
