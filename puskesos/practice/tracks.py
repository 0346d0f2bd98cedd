"""Guided ways of the practice hub: which stories have one, how far it has come, and playing it beside the story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from puskesos.actions.track import TrackEntry, TrackPerson, start_track
from puskesos.actions.track_log import StepFacts
from puskesos.actions.track_step import move_people
from puskesos.models import Track
from puskesos.practice.calendar import OPENING, ZONE, at
from puskesos.practice.scene import Scene
from puskesos.queries.track import family_of, people_at_hand, people_running
from puskesos.rules.deadlines import add_working_days
from puskesos.rules.track import PATHS, TrackKind, TrackStep, first_step

MOST = 5
WITH_FAMILY = ("K01", "K02", "E02")  # in the others the client goes alone
# (service, end and day of a story) → where its people stand today
WAYS = {
    ("K01", "hari_ini", 0): TrackStep.DIAJUKAN,
    ("K04", "penanganan_cek", 2): TrackStep.BERKAS,
    ("E04", "dikembalikan", 7): TrackStep.KELAYAKAN,
    ("E04", "dilayani", 16): TrackStep.REKOMENDASI,
    ("K01", "laporan", 5): TrackStep.DIUSULKAN,
    ("K03", "dirujuk", 9): TrackStep.DISETUJUI,
    ("K04", "selesai_cek", 55): TrackStep.AKTIF,
    ("K01", "selesai", 105): TrackStep.SELESAI,
    ("K03", "selesai", 76): TrackStep.DITOLAK,
    ("E02", "lapangan", 3): TrackStep.DIHIMPUN,
    ("E02", "penanganan", 7): TrackStep.MUSYAWARAH,
    ("E02", "menunggu", 10): TrackStep.DIINPUT,
    ("K02", "menunggu", 12): TrackStep.DISAHKAN,
    ("K02", "dilayani", 24): TrackStep.DIKIRIM,
    ("E02", "selesai", 120): TrackStep.DITERIMA,
    ("E02", "berkas_kurang", 9): TrackStep.DIHENTIKAN,
}
IN_CARE = {("K01", "hari_ini", 0): "Puskesmas Muaragembong", ("K03", "dirujuk", 9): "RSUD Cabangbungin"}
TOLD = {
    TrackStep.BERKAS: {"number": "440/118/PKM", "who": "Puskesmas Muaragembong"},
    TrackStep.KELAYAKAN: {"who": "Dinas Sosial"},
    TrackStep.REKOMENDASI: {"number": "400.9/212/Dinsos"},
    TrackStep.DIUSULKAN: {"channel": "siks_dinsos", "who": "operator Dinsos"},
    TrackStep.SELESAI: {"text": "Klien diberi tahu di loket."},
    TrackStep.MUSYAWARAH: {"channel": "musdes", "number": "BA 14/Musdes"},
    TrackStep.DIINPUT: {"channel": "siks_desa", "who": "operator desa"},
    TrackStep.DISAHKAN: {"who": "verifikator dan kepala dinas"},
    TrackStep.DITOLAK: {"text": "Desil 8, di luar sasaran."},
    TrackStep.DIHENTIKAN: {"text": "Keluarga memilih mengurus lewat aplikasi Cek Bansos."},
}


class TrackScene:
    """The guided way of one story; plays in the same way as the story itself."""

    def __init__(self, scene: Scene, chance: Random) -> None:
        story = scene.story
        self.scene, self.chance = scene, chance
        self.place = (story.service, story.end, story.day)
        self.goal = WAYS[self.place]
        is_card = self.goal in PATHS[TrackKind.REAKTIVASI] or self.goal == TrackStep.DITOLAK
        self.kind = TrackKind.REAKTIVASI if is_card else TrackKind.USULAN

    def moments(self, begun: datetime) -> Iterator[tuple[str, datetime]]:
        """The steps with their moments: the first soon after the case was registered, the others days apart."""
        day, today = begun.astimezone(ZONE).date(), self.scene.today
        yield str(first_step(self.kind)), begun + timedelta(minutes=3)
        targets = self._targets()
        apart = max(1, self.scene.story.day // (len(targets) + 1))
        for place, target in enumerate(targets, start=1):
            when = min(add_working_days(day, apart * place), today)
            yield str(target), at(when, OPENING) + timedelta(minutes=20 + 4 * place)

    def play(self, step: str, now: datetime) -> None:
        """Begin, or take everybody one step on."""
        today = now.astimezone(ZONE).date()
        if step == first_step(self.kind):
            self._begin(now, today)
            return
        track = Track.get_or_none(Track.case == self.scene.case, Track.kind == str(self.kind))
        if track is None:  # everybody of this family was on such a way already
            return
        facts = StepFacts(today, **TOLD.get(TrackStep(step), {}))
        when = {"version": track.version, "now": now, "today": today}
        members, actor = people_at_hand(self.scene.officer, track), self.scene.officer
        move_people(track, [one.id for one in members], step, facts, actor=actor, **when)

    def _begin(self, now: datetime, today: date) -> None:
        case, actor = self.scene.case, self.scene.officer
        family = family_of(actor, case)[: MOST if self.scene.story.service in WITH_FAMILY else 1]
        running = people_running(actor, [one.id for one in family], str(self.kind))
        people = [one for one in family if one.id not in running]
        if not people:
            return
        is_card = self.kind == TrackKind.REAKTIVASI
        off = today - timedelta(days=self.chance.randint(20, 120)) if is_card else None
        care = IN_CARE.get(self.place, "")
        taken = [
            TrackPerson(
                one.id,
                deactivated_on=off,
                deactivation_number="3/HUK/2026" if is_card else "",
                card_number=f"0001{self.chance.randint(0, 999_999_999):09}" if is_card else "",
                care_place=care if one.id == case.client_id else "",
            )
            for one in people
        ]
        entry = TrackEntry(str(self.kind), today, tuple(taken), () if is_card else ("dtsen", "sembako"))
        key = str(UUID(int=self.chance.getrandbits(128), version=4))
        start_track(case, entry, key=key, actor=actor, now=now, today=today)

    def _targets(self) -> list[TrackStep]:
        path = list(PATHS[self.kind])
        if self.goal in path:
            return path[1 : path.index(self.goal) + 1]
        return [*path[1:5], self.goal] if self.goal == TrackStep.DITOLAK else [path[1], self.goal]


def track_scenes(scenes: list[Scene], chance: Random) -> dict[int, TrackScene]:
    """The guided ways by the place of their story."""
    known = ((place, (one.story.service, one.story.end, one.story.day)) for place, one in enumerate(scenes))
    return {place: TrackScene(scenes[place], chance) for place, key in known if key in WAYS}
