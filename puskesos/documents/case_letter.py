"""Letters about the client of a case: surat rekomendasi and surat pengantar (domain 6.3 (4) and (5)).

Of a restricted case they say initials and who tells the rest, unless the letter was written to name its client.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from puskesos import clock
from puskesos.documents.letter_parts import LetterFacts, SignatureBlock, acknowledged, letter_imprint, signature
from puskesos.documents.paper import Imprint, render, squeeze
from puskesos.formatting import show_age, show_any_phone, show_date, show_place
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.letter_settings import LetterLook, look_of
from puskesos.rules.letter_content import CoverContent, Goods, RecommendationContent
from puskesos.rules.names import initials
from puskesos.rules.referral import LetterIdentity

MOST_PAGES = 3
MOST_WORDS = 2500
SEXES = {"L": "laki-laki", "P": "perempuan"}
ENVELOPE = "RAHASIA, dalam amplop tertutup"
Facts = list[tuple[str, str]]
Blocks = list[tuple[str, object]]


@dataclass(frozen=True)
class CaseLetter:
    """Ready texts; `blocks` are the words as paragraphs and lists, `signers` stand from left to right."""

    look: LetterLook
    imprint: Imprint
    number: str
    opening: Facts
    to: str
    place_and_day: str
    signer: Facts
    client: Facts
    blocks: Blocks
    items: tuple[Goods, ...]
    signers: list[SignatureBlock | None]
    copies: tuple[str, ...]


def recommendation_html(letter: Letter, hub: Hub, facts: LetterFacts, *, screen: bool = False, **frame: object) -> str:
    """The paper; `frame` is what stands around and below it."""
    content = RecommendationContent.from_json(letter.content)
    asked = [("Pemohon", content.applicant), ("Keperluan", content.purpose), ("Layanan", content.service)]
    sheet = _sheet(letter, hub, facts, content.identity, content.statement)
    sheet = replace(sheet, client=sheet.client + [(label, text) for label, text in asked if text])
    return render("surat-rekomendasi", "Surat rekomendasi", sheet.imprint, screen=screen, sheet=sheet, **frame)


def cover_html(letter: Letter, hub: Hub, facts: LetterFacts, *, screen: bool = False, **frame: object) -> str:
    """The paper; `frame` is what stands around and below it."""
    content = CoverContent.from_json(letter.content)
    sheet = replace(_sheet(letter, hub, facts, content.identity, content.opening), items=content.items)
    many = f"{len(content.items)} berkas" if content.items else "-"
    sheet = replace(sheet, opening=[*sheet.opening[:2], ("Lampiran", many), *sheet.opening[2:]])
    return render("surat-pengantar", "Surat pengantar", sheet.imprint, screen=screen, sheet=sheet, **frame)


def as_blocks(text: str) -> Blocks:
    """Typed words: an empty line begins a paragraph, lines that begin with "- " are a list."""
    blocks: Blocks = []
    for part in re.split(r"\n\s*\n", _bounded(text)):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        told = [line for line in lines if not line.startswith("- ")]
        listed = [line[2:].strip() for line in lines if line.startswith("- ")]
        blocks += [("p", " ".join(told))] * bool(told) + [("ul", listed)] * bool(listed)
    return blocks


def _bounded(text: str) -> str:
    """The words as typed, cut where a letter could not hold them."""
    return text if len(text) <= MOST_WORDS else squeeze(text, MOST_WORDS)


def _sheet(letter: Letter, hub: Hub, facts: LetterFacts, identity: str, words: str) -> CaseLetter:
    case = facts.case
    assert case is not None  # these letters are always about a case
    day = f"{hub.district}, {show_date(letter.dated_on)}"
    office = signature(facts.signer, office=f"Koordinator {hub.name}")
    return CaseLetter(
        look=look_of(hub),
        imprint=letter_imprint(letter, hub, facts),
        number=letter.number or "",
        opening=[
            ("Nomor", letter.number or ""),
            ("Sifat", ENVELOPE if case.restricted else "Biasa"),
            ("Hal", letter.subject),
        ],
        to=letter.addressee,
        place_and_day=day,
        signer=_who_signs(facts, hub),
        client=_client(case, identity, hub, facts),
        blocks=as_blocks(words),
        items=(),
        signers=[acknowledged(facts.acknowledger), replace(office, lead=day)],
        copies=() if case.restricted else (f"Camat {hub.district}", "Arsip"),
    )


def _who_signs(facts: LetterFacts, hub: Hub) -> Facts:
    signer = facts.signer
    name, position = (signer.name, signer.position) if signer else ("", "")
    return [("Nama", name), ("Jabatan", position or f"Koordinator {hub.name}")]


def _client(case: Case, identity: str, hub: Hub, facts: LetterFacts) -> Facts:
    client, today = case.client, clock.today(hub.zone, facts.now)
    age = show_age(client.birth_date, client.birth_year_estimate, today)
    who = ", ".join(part for part in (age, SEXES.get(client.sex, "")) if part)
    if case.restricted and identity != LetterIdentity.LENGKAP:
        reached = f"telepon {show_any_phone(hub.phone)}" if hub.phone else hub.address
        told = f"disampaikan langsung oleh {hub.name}, {reached}"
        facts_of = [("Inisial", initials(client.name)), ("Umur, jenis kelamin", who), ("Identitas", told)]
        return [*facts_of, ("Nomor kasus", case.number)]
    born = ", ".join(part for part in (client.birth_place, show_date(client.birth_date)) if part)
    home = ", ".join(part for part in (client.address, show_place(client.rt, client.rw), case.village.name) if part)
    rows = [
        ("Nama", client.name),
        ("NIK", " ".join(re.findall(".{1,4}", client.nik or ""))),
        ("Tempat, tanggal lahir", born),
        ("Umur, jenis kelamin", who),
        ("Pekerjaan", client.occupation),
        ("Alamat", home),
        ("Nomor kasus", case.number),
    ]
    return [(label, text) for label, text in rows if text]
