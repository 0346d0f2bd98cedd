"""A sample of the referral letter with its slip: the real paper, on its one page, with invented facts."""

from __future__ import annotations

from puskesos.documents.letter_parts import SignatureBlock, signature
from puskesos.documents.paper import Letterhead
from puskesos.documents.referral_letter import MOST_REASON, Letter, LetterKeys, own_words
from puskesos.models.hub import Hub
from puskesos.queries.letter_settings import LetterLook, Signer
from puskesos.rules.letter_example import EXAMPLE, ROWS

LONGEST = ("Warga ini sudah beberapa kali datang ke hub. " * (MOST_REASON // 40))[:MOST_REASON]


def referral_sample(
    hub: Hub, look: LetterLook, signer: Signer | None, text: str, values: dict[str, str], *, number: str, longest: bool
) -> Letter:
    """The letter filled with `values`; `longest` takes the longest reason there can be."""
    office = f"Koordinator {hub.name}"
    letter = Letter(
        head=Letterhead(look.above, look.name, look.address, look.logo_left, look.logo_right),
        opening=[
            ("Nomor", number),
            ("Sifat", "Biasa"),
            ("Lampiran", "3 berkas"),
            ("Perihal", "Rujukan layanan sosial"),
        ],
        agency=EXAMPLE["instansi"],
        place_and_day=f"{hub.district}, {values['mulai']}",
        client=[*ROWS["identitas"], ("Nomor kasus", values["nomor_kasus"])],
        wanted=EXAMPLE["layanan"],
        reason=LONGEST if longest else EXAMPLE["masalah"],
        papers=EXAMPLE["berkas"].split("; "),
        basis=EXAMPLE["dasar"],
        due=values["batas"],
        ask=values["kontak"],
        signer=signature(signer, office=office) if signer else SignatureBlock((f"{office},",), "Contoh Koordinator"),
        unit=hub.name,
        copies=(f"Camat {hub.district}", "Kepala Desa Contoh", "Arsip"),
        number=number,
        initials="C. W.",
        keys=LetterKeys(code="K7QF-2M9T-HXWB"),
        qr=None,
    )
    letter.pieces.extend(own_words(hub, letter, values, text))
    return letter
