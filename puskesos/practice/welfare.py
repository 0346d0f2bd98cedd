"""PPKS and SPM of the practice hub: which stories have them, noted beside the story's own steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from puskesos.actions.ppks import CategoriesEntry, note_categories
from puskesos.actions.spm import ClaimEntry, decide_claim
from puskesos.actions.spm_service import GivenEntry, give_services
from puskesos.models import SpmClaim
from puskesos.practice.beside import SOON, Act
from puskesos.practice.calendar import ZONE
from puskesos.practice.scene import Scene


@dataclass(frozen=True)
class Show:
    """What is noted in a story, and after which of its steps."""

    after: str
    ppks: tuple[str, ...]
    spm: str = ""
    said: ClaimEntry | None = None
    given: tuple[tuple[str, str, int | None], ...] = ()


ALONE = ("tanpa_perawat",)
# (service, end and day of a story) → what is noted in it
SHOWS = {
    ("R02", "penanganan", 3): Show("cek", ("08",), "SPM-3", ClaimEntry("usul", ALONE, "Menunggu pemindaian iris.")),
    ("R03", "usul_tutup", 14): Show(
        "putus",
        ("08", "24"),
        "SPM-3",
        ClaimEntry("dikonfirmasi", ALONE, "Rumah roboh, makan dari tetangga."),
        (("permakanan", "7 hari", 350_000), ("alat_bantu", "1 tongkat", 175_000)),
    ),
    ("R04", "menunggu", 4): Show("cek", ("01",), "SPM-2", ClaimEntry("dikonfirmasi", ALONE, "Ditinggal orang tuanya.")),
    ("R07", "dirujuk", 20): Show(
        "putus", ("08",), "SPM-3", ClaimEntry("dikonfirmasi", ALONE),
        (("rujukan", "", None), ("sandang", "2 stel", None)),
    ),
    ("R08", "dirujuk", 5): Show("cek", ("19",)),
    ("R09", "dibuka", 60): Show("cek", ("17",)),
    ("K05", "selesai", 88): Show(
        "cek", ("09",), "SPM-1", ClaimEntry("ditolak", (), "Dirawat keluarganya dengan baik.")
    ),
    ("E05", "penanganan_cek", 6): Show("cek", ("18",)),
    ("P03", "kunjungan_ulang", 8): Show("daftar", ("07",)),
    ("B01", "berkas_kurang", 8): Show(
        "daftar", ("21",), "SPM-5", ClaimEntry("dikonfirmasi"), (("makanan", "1 paket", 250_000),)
    ),
}  # fmt: skip


class WelfareScene:
    """PPKS, SPM and services of one story; plays in the same way as the story itself."""

    def __init__(self, scene: Scene, show: Show) -> None:
        self.scene, self.show = scene, show

    def play(self, step: str, now: datetime) -> None:
        """Do one of the steps "ppks", "spm" and "layanan"."""
        case, show, today = self.scene.case, self.show, now.astimezone(ZONE).date()
        when = {"now": now, "today": today}
        key = str(uuid5(NAMESPACE_OID, f"{case.number} {step}"))
        if step == "ppks":
            note_categories(case, CategoriesEntry(show.ppks, today), key=key, actor=self.scene.officer, **when)
        elif step == "spm" and show.said:
            decide_claim(case, show.spm, show.said, version=0, actor=self.scene.officer, **when)
        else:
            entries = tuple(GivenEntry(item, today, much, amount) for item, much, amount in show.given)
            give_services(case, SpmClaim.get(SpmClaim.case == case), entries, key=key, actor=self.scene.officer, **when)


def welfare_acts(scenes: list[Scene], acts: Iterable[Act]) -> Iterator[tuple[datetime, WelfareScene, str]]:
    """What is played beside the acts of the stories: moment, scene and step."""
    for now, place, step in acts:
        story = scenes[place].story
        show = SHOWS.get((story.service, story.end, story.day))
        if show is None or show.after != step:
            continue
        scene = WelfareScene(scenes[place], show)
        steps = ["ppks", *(["spm"] if show.spm else []), *(["layanan"] if show.given else [])]
        yield from ((now + SOON * place_in_row, scene, one) for place_in_row, one in enumerate(steps, start=1))
