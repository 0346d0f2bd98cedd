"""Letters about the client of a case: surat rekomendasi and surat pengantar (domain 6.3 (4) and (5)).

Of a restricted case they say initials and who tells the rest, unless the letter was written to name its client.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from puskesos.documents.letter_parts import LetterFacts, SignatureBlock, acknowledged, letter_imprint, signature
from puskesos.documents.letter_wording import Facts, client_rows, client_values, may_name, words_of
from puskesos.documents.paper import Imprint, render
from puskesos.formatting import show_date
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.letter_settings import LetterLook, look_of
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_content import CoverContent, Goods, RecommendationContent
from puskesos.rules.letter_text import Piece

ENVELOPE = "RAHASIA, dalam amplop tertutup"


@dataclass(frozen=True)
class CaseLetter:
    """Ready texts; the `pieces` are the words, `signers` stand from left to right."""

    look: LetterLook
    imprint: Imprint
    number: str
    opening: Facts
    to: str
    subject: str
    place_and_day: str
    client: Facts
    pieces: list[Piece]
    items: tuple[Goods, ...]
    signers: list[SignatureBlock | None]
    copies: tuple[str, ...]


def recommendation_html(letter: Letter, hub: Hub, facts: LetterFacts, *, screen: bool = False, **frame: object) -> str:
    """The paper; `frame` is what stands around and below it."""
    content = RecommendationContent.from_json(letter.content)
    sheet, values = _sheet(letter, hub, facts, content.identity)
    values |= {"keperluan": content.purpose, "layanan": content.service, "tujuan": letter.addressee}
    values |= {"pemohon": content.applicant or values["nama"]}
    pieces = words_of(hub, LetterKind.REKOMENDASI, values, content.statement)
    dated = replace(sheet.signers[-1], lead=sheet.place_and_day)
    sheet = replace(sheet, pieces=pieces, signers=[*sheet.signers[:-1], dated])
    return render("surat-rekomendasi", "Surat rekomendasi", sheet.imprint, screen=screen, sheet=sheet, **frame)


def cover_html(letter: Letter, hub: Hub, facts: LetterFacts, *, screen: bool = False, **frame: object) -> str:
    """The paper; `frame` is what stands around and below it."""
    content = CoverContent.from_json(letter.content)
    sheet, values = _sheet(letter, hub, facts, content.identity)
    values |= {"keperluan": content.purpose, "tujuan": letter.addressee}
    many = f"{len(content.items)} berkas" if content.items else "-"
    opening = [*sheet.opening[:2], ("Lampiran", many), *sheet.opening[2:]]
    pieces = words_of(hub, LetterKind.PENGANTAR, values, content.opening)
    sheet = replace(sheet, opening=opening, items=content.items, pieces=pieces)
    return render("surat-pengantar", "Surat pengantar", sheet.imprint, screen=screen, sheet=sheet, **frame)


def _sheet(letter: Letter, hub: Hub, facts: LetterFacts, identity: str) -> tuple[CaseLetter, dict[str, str]]:
    """What both have, without their words; and what the places of the words say of the client."""
    case = facts.case
    assert case is not None  # these letters are always about a case
    named = may_name(case, identity)
    sheet = CaseLetter(
        look=look_of(hub),
        imprint=letter_imprint(letter, hub, facts),
        number=letter.number or "",
        opening=[
            ("Nomor", letter.number or ""),
            ("Sifat", ENVELOPE if case.restricted else "Biasa"),
            ("Hal", letter.subject),
        ],
        to=letter.addressee,
        subject=letter.subject,
        place_and_day=f"{hub.district}, {show_date(letter.dated_on)}",
        client=client_rows(case, hub, facts.now, named=named),
        pieces=[],
        items=(),
        signers=[acknowledged(facts.acknowledger), signature(facts.signer, office=f"Koordinator {hub.name}")],
        copies=() if case.restricted else (f"Camat {hub.district}", "Arsip"),
    )
    return sheet, client_values(case, hub, facts.now, named=named)
