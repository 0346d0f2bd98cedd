"""How this hub's letters look: paper and margins, letterhead, number pattern, classification, signers, texts."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos.models.hub import Hub
from puskesos.rules.letter import USUAL_CLASS, USUAL_PATTERN, LetterKind

USUAL_MARGINS = (9, 14, 12, 20)


@dataclass(frozen=True)
class Signer:
    """Who signs. `acting` is "a.n.", "u.b.", "Plt." or "Plh." with what follows it, or empty; `identity` the ready line
    "NIP. 19800101 200501 1 001" or "No. Anggota PSM 123", or empty: volunteers have no NIP."""

    name: str
    position: str
    acting: str = ""
    rank: str = ""
    identity: str = ""


@dataclass(frozen=True)
class LetterLook:
    """The page and the kop. Margins in mm: top, right, bottom, left. Logos are addresses `data:image/png;base64,…`."""

    paper: str
    margins: tuple[int, int, int, int]
    above: tuple[str, ...]
    name: str
    address: str
    logo_left: str = ""
    logo_right: str = ""
    archive: bool = False


def look_of(hub: Hub) -> LetterLook:
    """The page and the kop of this hub."""
    regency = hub.regency.upper()
    if not regency.startswith(("KABUPATEN", "KOTA")):
        regency = f"KABUPATEN {regency}"
    district = hub.district.upper().removeprefix("KECAMATAN ")
    contact = [hub.address, f"Telepon {hub.phone}" if hub.phone else "", hub.opening_hours]
    above = (f"PEMERINTAH {regency}", f"KECAMATAN {district}")
    address = " · ".join(part for part in contact if part)
    return LetterLook(hub.paper.lower(), USUAL_MARGINS, above, hub.name.upper(), address)


def number_pattern(_hub: Hub) -> str:
    """How this hub writes letter numbers."""
    return USUAL_PATTERN


def hub_mark(hub: Hub) -> str:
    """What fills {kode_hub}, "PKS-321617"."""
    return f"PKS-{hub.number_prefix}"


def classification_of(_hub: Hub, kind: LetterKind) -> str:
    """The classification code of that kind."""
    return USUAL_CLASS[kind]


def counts_together(_hub: Hub) -> bool:
    """Whether one counter numbers letters of all kinds (buku agenda)."""
    return True


def signer_of(_hub: Hub, _kind: LetterKind) -> Signer | None:
    """Who signs letters of that kind; None until the hub has said so."""
    return None


def acknowledger_of(_hub: Hub, _kind: LetterKind) -> Signer | None:
    """Who signs under "Mengetahui,"; usually nobody."""
    return None


def text_of(_hub: Hub, kind: LetterKind) -> str:
    """The hub's own words for letters of that kind, with placeholders such as {nama}; empty for ours."""
    return ""
