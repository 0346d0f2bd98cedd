"""Slips on the guided ways, mended: a step taken back, a wrong number, and a decile that was corrected in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from puskesos.actions.track_step import mend_step, note_decile, step_back, step_facts
from puskesos.models import Track
from puskesos.practice.beside import Beside, Deed, Place
from puskesos.practice.scene import Scene
from puskesos.queries.track import people_on


def back(reason: str) -> Deed:
    """The person furthest along goes one step back."""

    def deed(scene: Scene, now: datetime, today: date) -> None:
        track, when = _track(scene, now, today)
        step_back(track, [people_on(scene.officer, track)[-1].id], reason, **when)

    return deed


def mend_number(number: str, reason: str) -> Deed:
    """The number that the newest step recorded was wrong."""

    def deed(scene: Scene, now: datetime, today: date) -> None:
        track, when = _track(scene, now, today)
        one = people_on(scene.officer, track)[-1]
        mend_step(track, [one.id], replace(step_facts(one), number=number), reason, **when)

    return deed


def decile_mended(scene: Scene, now: datetime, today: date) -> None:
    """Everybody's decile was mended within the window."""
    track, when = _track(scene, now, today)
    note_decile(track, [one.id for one in people_on(scene.officer, track)], today, **when)


def _track(scene: Scene, now: datetime, today: date) -> tuple[Track, dict[str, Any]]:
    track = Track.get(Track.case == scene.case)
    return track, {"version": track.version, "actor": scene.officer, "now": now, "today": today}


MENDS: dict[Place, tuple[Beside, ...]] = {
    ("E02", "menunggu", 10): (Beside("daftar", back("Berita acara musdes untuk anak belum ditandatangani."), 8),),
    ("K03", "dirujuk", 9): (Beside("daftar", mend_number("SK 118/HUK/2026", "Salah ketik nomor SK."), 9),),
    ("K04", "selesai_cek", 55): (Beside("daftar", decile_mended, 46),),
}
