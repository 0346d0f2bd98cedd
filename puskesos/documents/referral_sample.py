"""A sample of the referral letter with its slip: the real paper, on its one page, with invented facts."""

from __future__ import annotations

from puskesos.documents.frozen import proof_of
from puskesos.documents.letter_parts import acknowledged, signature
from puskesos.documents.referral_letter import MOST_REASON, LetterKeys, ReferralLetter
from puskesos.models.hub import Hub
from puskesos.queries.letter_settings import LetterLook, Signer
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_example import EXAMPLE, ROWS
from puskesos.rules.letter_text import fill_text

SENTENCE = "Warga ini sudah beberapa kali datang ke hub. "
LONG = (SENTENCE * (MOST_REASON // len(SENTENCE) + 1))[:MOST_REASON]  # a reason as long as letters print it
PROOF_CODE = "K7QF2M9THXWB"


def referral_sample(
    hub: Hub,
    look: LetterLook,
    people: tuple[Signer | None, Signer | None],
    text: str,
    values: dict[str, str],
    *,
    number: str,
    long: bool,
) -> ReferralLetter:
    """The letter filled with `values`, signed and acknowledged by `people`; `long` takes a long reason."""
    signer, knows = people
    subject = ("Perihal", "Rujukan layanan sosial")
    told = values | {"masalah": LONG if long else EXAMPLE["masalah"]}
    return ReferralLetter(
        look=look,
        opening=[
            ("Nomor", number),
            ("Sifat", "Biasa"),
            ("Lampiran", "3 berkas"),
            subject,
        ],
        to=f"Pimpinan {EXAMPLE['instansi']}",
        place_and_day=f"{hub.district}, {values['mulai']}",
        client=[*ROWS["identitas"], ("Nomor kasus", values["nomor_kasus"])],
        pieces=fill_text(LetterKind.RUJUKAN, text, told),
        signers=[acknowledged(knows), signature(signer or Signer("Contoh Koordinator", f"Koordinator {hub.name}"))],
        unit=hub.name,
        copies=(f"Camat {hub.district}", "Kepala Desa Contoh", "Arsip"),
        number=number,
        initials="C. W.",
        keys=LetterKeys(code="K7QF-2M9T-HXWB"),
        qr=None,
        proof=proof_of(PROOF_CODE, hub),
    )
