"""The practice hub's letterhead: two emblems that this program draws, invented signers, and who signs what."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from PIL import Image, ImageDraw

from puskesos.actions.letter_settings import LOGO_SIDES, KopEntry, change_kop, change_logo
from puskesos.actions.letter_signer import KindSigners, SignerEntry, add_signer, choose_signers
from puskesos.models.hub import Hub
from puskesos.photos import prepare_logo
from puskesos.practice.calendar import at
from puskesos.practice.cast import Stage
from puskesos.queries.letter_settings import settings_of
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_page import USUAL_MARGINS

SIDE = 480
BLUE, GREEN, GOLD, WHITE = "#1d4f7c", "#2f6b3c", "#d9a520", "#ffffff"
DAYS_BEFORE = 50  # long before the first of its letters
ABOVE = "PEMERINTAH KABUPATEN BEKASI\nKECAMATAN MUARAGEMBONG"
NAME = "PUSKESOS KECAMATAN MUARAGEMBONG"
ADDRESS = "Jl. Raya Muaragembong, komplek kantor kecamatan · Telepon 021-0000-3216"

# Invented, like everybody here: nobody was ever given a serial number 999.
SIGNERS = {
    "koordinator": SignerEntry(
        "Ratna Kusumawati, S.Sos.", "Koordinator Puskesos", "sendiri", "", "Penata, III/c", "nip", "198502142010012999"
    ),
    "camat": SignerEntry(
        "Drs. H. Suparman, M.Si.", "Camat Muaragembong", "sendiri", "", "Pembina, IV/a", "nip", "197011051995031999"
    ),
    "seksi": SignerEntry(
        "Wahyu Hidayat, S.IP.", "Kepala Seksi Kesejahteraan Sosial", "plt", "", "Penata, III/c", "nip",
        "198806302014031999",
    ),
    "sekcam": SignerEntry(
        "Tati Sumiati, S.E., M.M.", "Sekretaris Kecamatan", "an", "Camat Muaragembong", "Pembina, IV/a", "nip",
        "197804212003122999",
    ),
    "relawan": SignerEntry("Sri Rahayu", "Koordinator relawan (PSM)", "sendiri", "", "", "psm", "17.06/004"),
    "tokoh": SignerEntry("H. Jamaludin", "Ketua Forum Relawan Muaragembong", "sendiri", "", "", "kosong", ""),
}  # fmt: skip
CHOSEN = {  # who signs, who acknowledges
    LetterKind.RUJUKAN: ("koordinator", ""),
    LetterKind.REKOMENDASI: ("sekcam", ""),
    LetterKind.PENGANTAR: ("seksi", ""),
    LetterKind.TUGAS: ("koordinator", "camat"),
}


@dataclass(frozen=True)
class Letterhead:
    """The day when the koordinator set the letters up."""

    stage: Stage

    def play(self, _step: str, now: datetime) -> None:
        hub, by = Hub.get_by_id(self.stage.hub.id), {"actor": self.stage.actors["ratna"], "now": now}
        top, right, bottom, left = USUAL_MARGINS
        kop = KopEntry(ABOVE, NAME, ADDRESS, hub.paper, top, right, bottom, left, False)
        change_kop(hub, kop, version=settings_of(hub).version, **by)
        for side, emblem in zip(LOGO_SIDES, (_coat_of_arms(), _house()), strict=True):
            change_logo(hub, side, _as_logo(emblem), version=settings_of(hub).version, **by)
        ids = {"": None}
        for name, entry in SIGNERS.items():
            ids[name] = add_signer(entry, key=str(uuid5(NAMESPACE_OID, f"penanda tangan {name}")), **by)
        wanted = {kind: KindSigners(ids[signer], ids[knows]) for kind, (signer, knows) in CHOSEN.items()}
        choose_signers(hub, wanted, version=settings_of(hub).version, **by)


def letterhead_acts(stage: Stage, today: date) -> Iterator[tuple[datetime, Letterhead, str]]:
    """One afternoon."""
    yield at(today - timedelta(days=DAYS_BEFORE), time(14, 10)), Letterhead(stage), "kop"


def _as_logo(emblem: Image.Image) -> str:
    stream = io.BytesIO()
    emblem.save(stream, "PNG")
    stream.seek(0)
    return prepare_logo(stream, "lambang latihan")


def _coat_of_arms() -> Image.Image:
    """A shield with the sun over three waves."""
    image = Image.new("RGB", (SIDE, SIDE), WHITE)
    pen = ImageDraw.Draw(image)
    shield = ((70, 40), (410, 40), (410, 260), (240, 450), (70, 260))
    pen.polygon(shield, fill=GREEN, outline=GOLD, width=14)
    pen.ellipse((180, 80, 300, 200), fill=GOLD)
    for top in (220, 270, 320):
        inset = max(0, top - 230)
        for left in range(110 + inset, 350 - inset, 60):
            pen.arc((left, top, left + 60, top + 50), 180, 360, fill=WHITE, width=12)
    return image


def _house() -> Image.Image:
    """One door for everybody: a roof over two people."""
    image = Image.new("RGB", (SIDE, SIDE), WHITE)
    pen = ImageDraw.Draw(image)
    pen.ellipse((30, 30, 450, 450), outline=BLUE, width=18)
    pen.line(((110, 230), (240, 110), (370, 230)), fill=BLUE, width=26, joint="curve")
    for middle, head in ((190, 235), (290, 235)):
        pen.ellipse((middle - 28, head, middle + 28, head + 56), fill=GOLD)
        pen.pieslice((middle - 50, head + 66, middle + 50, head + 190), 180, 360, fill=BLUE)
    return image
