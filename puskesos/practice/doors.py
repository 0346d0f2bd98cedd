"""Restricted cases of the practice hub: who was let in or shut out by name, and who looked, also in an emergency."""

from __future__ import annotations

from datetime import date, datetime

from puskesos.actions.restriction import add_member, open_in_emergency, remove_member, say_why, take_note
from puskesos.practice.beside import Beside, Deed, Place
from puskesos.practice.scene import Scene
from puskesos.rules.restriction import LookReason


def let_in(name: str) -> Deed:
    """The koordinator adds somebody to the team."""
    return lambda scene, now, _today: add_member(scene.case, _user(scene, name), actor=scene.ratna, now=now)


def shut_out(name: str) -> Deed:
    """The koordinator takes somebody out whom the rule would let in."""

    def deed(scene: Scene, now: datetime, _today: date) -> None:
        remove_member(scene.case, _user(scene, name), actor=scene.ratna, now=now)

    return deed


def look(name: str, reason: LookReason) -> Deed:
    """Somebody of the team opens the case and says why."""
    return lambda scene, now, _today: say_why(scene.case, reason.label, actor=scene.stage.actors[name], now=now)


def break_glass(name: str, reason: str) -> Deed:
    """Somebody outside the team opens the case in an emergency."""
    return lambda scene, now, _today: open_in_emergency(scene.case, reason, actor=scene.stage.actors[name], now=now)


def known(scene: Scene, now: datetime, _today: date) -> None:
    """The koordinator takes note of the emergency."""
    take_note(scene.case, actor=scene.ratna, now=now)


def _user(scene: Scene, name: str) -> int:
    return scene.stage.actors[name].id


DOORS: dict[Place, tuple[Beside, ...]] = {
    ("R08", "dirujuk", 6): (
        Beside("daftar", look("ratna", LookReason.MENANGANI)),
        Beside("daftar", let_in("bayu")),
        Beside("jawab", break_glass("lilis", "Anak datang ke hub sendirian dan petugasnya sedang di lapangan.")),
    ),
    ("R08", "dirujuk", 5): (
        Beside("daftar", look("ratna", LookReason.MENANGANI)),
        Beside("tugas", break_glass("bayu", "Puskesmas menelepon, perlu tahu siapa pendampingnya.")),
        Beside("lapor", known),
    ),
    ("L02", "penanganan_cek", 4): (
        Beside("daftar", shut_out("hendra"), 3),
        Beside("daftar", let_in("lilis"), 3),
        Beside("daftar", look("lilis", LookReason.PERIKSA), 3),
    ),
    ("R09", "dibuka", 60): (Beside("buka", look("hendra", LookReason.KELUARGA)),),
}
