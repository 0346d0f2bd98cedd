"""What happens to letters beside their answers: reminders, a new code, the family told, a letter sent elsewhere."""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.referral import refer_further
from puskesos.actions.referral_log import Heard
from puskesos.actions.referral_step import move_referral, remind_office, replace_code, tell_family
from puskesos.models import Agency, Referral
from puskesos.practice.beside import Beside, Deed, Place, once
from puskesos.practice.letters import open_letters
from puskesos.practice.parts import referral_entry
from puskesos.practice.scene import Scene
from puskesos.rules.referral import must_tell_family
from puskesos.rules.referral_path import ReferralState


def remind(channel: str, contact: str, text: str) -> Deed:
    """Ask the office for its answer."""

    def deed(scene: Scene, now: datetime, today: date) -> None:
        for letter in open_letters(scene.case):
            heard = Heard(today, channel, contact, text)
            key = once(scene, f"ingat {letter.number} {today}")
            remind_office(letter, heard, key=key, actor=scene.officer, now=now, today=today)

    return deed


def new_code(scene: Scene, now: datetime, today: date) -> None:
    """The printed letter got lost: its code is worth nothing any more."""
    for letter in open_letters(scene.case):
        when = {"version": letter.version, "now": now, "today": today}
        replace_code(letter, renew=True, secret=scene.secret, actor=scene.officer, **when)


def tell(text: str) -> Deed:
    """The family hears what the office answered."""

    def deed(scene: Scene, now: datetime, today: date) -> None:
        for letter in Referral.select(Referral, Agency).join(Agency).where(Referral.case == scene.case):
            if must_tell_family(letter.state, letter.told_family_on):
                heard = Heard(today, "wa", "keluarga klien", text)
                tell_family(letter, heard, version=letter.version, actor=scene.officer, now=now, today=today)

    return deed


def send_elsewhere(code: str, reason: str) -> Deed:
    """The letter is withdrawn and another one written to the right office."""

    def deed(scene: Scene, now: datetime, today: date) -> None:
        for letter in open_letters(scene.case):
            when = {"version": letter.version, "now": now, "today": today}
            move_referral(letter, ReferralState.BATAL, Heard(today, text=reason), actor=scene.officer, **when)
        case, entry = scene.case, referral_entry(scene.story, today, scene.officer.name, code)
        when = {"version": case.version, "now": now, "secret": scene.secret}
        refer_further(case, entry, key=once(scene, "rujuk lagi"), actor=scene.officer, **when)

    return deed


LETTERS: dict[Place, tuple[Beside, ...]] = {
    ("E06", "tanpa_kabar", 96): (
        Beside("putus", remind("telepon", "bagian umum", "Katanya masih menunggu tanda tangan."), 12),
        Beside("putus", remind("wa", "bagian umum", "Pesan terkirim, tidak dibalas."), 25),
    ),
    ("E05", "dirujuk", 30): (
        Beside("putus", new_code, 4),
        Beside("putus", remind("datang", "staf bidang", "Berkas belum ditemukan, diminta menunggu."), 16),
    ),
    ("K06", "selesai_cek", 58): (Beside("jawab", tell("Dijelaskan kepada anaknya."), 1),),
    ("E07", "dirujuk_cek", 12): (
        Beside("putus", send_elsewhere("DUKCAPIL", "Tidak lewat desa, alamat klien dirahasiakan."), 1),
    ),
}
