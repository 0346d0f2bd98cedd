"""The record of a handing over (berita acara serah terima): of goods, or of a client to the family or an institution.

Of a restricted case the client stands by initials; who takes the client over is named, for they sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from lokal import terbilang

from puskesos import clock
from puskesos.documents.letter_parts import LetterFacts, SignatureBlock, acknowledged, letter_imprint
from puskesos.documents.letter_wording import words_of
from puskesos.documents.paper import Imprint, render, shorten, squeeze
from puskesos.formatting import show_age, show_date, show_place
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.letter_settings import LetterLook, look_of
from puskesos.rules.dates import DAYS, MONTHS
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_content import Goods, HandedOver, HandingOverContent, Party
from puskesos.rules.letter_text import Piece
from puskesos.rules.names import initials

MOST_PAGES = 4
MOST_TEXT = 600
BLANK_GOODS = 4
SEXES = {"L": "laki-laki", "P": "perempuan"}
STAMP = "meterai\nRp10.000"
TITLES = {HandedOver.BARANG: "BERITA ACARA SERAH TERIMA BARANG", HandedOver.KLIEN: "BERITA ACARA SERAH TERIMA KLIEN"}
Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class HandingOver:
    """Ready texts; `signers` are the taker and the giver, `witnesses` names with dots for those not known yet."""

    look: LetterLook
    imprint: Imprint
    title: str
    number: str
    opening: str
    first: Facts
    second: Facts
    is_client: bool
    client: Facts
    goods: list[tuple[str, str, str]]
    purpose: str
    pieces: list[Piece]
    signers: list[SignatureBlock | None]
    witnesses: list[str]
    acknowledged: SignatureBlock | None


def handing_over_html(letter: Letter, hub: Hub, facts: LetterFacts, *, screen: bool = False, **frame: object) -> str:
    """The paper of a letter; `frame` is where the links on screen lead."""
    sheet = build_handing_over(letter, hub, facts)
    return render("berita-acara", "Berita acara serah terima", sheet.imprint, screen=screen, sheet=sheet, **frame)


def build_handing_over(letter: Letter, hub: Hub, facts: LetterFacts) -> HandingOver:
    """Turn the row into ready texts."""
    content = HandingOverContent.from_json(letter.content)
    is_client = content.what == HandedOver.KLIEN
    taker, giver = _signer("PIHAK KEDUA", "Yang menerima", content.taker), _giver(content.giver, facts)
    return HandingOver(
        look=look_of(hub),
        imprint=letter_imprint(letter, hub, facts),
        title=TITLES[content.what],
        number=letter.number or "",
        opening=_opening(letter.dated_on, content.place or f"kantor {hub.name}"),
        first=_party(content.giver),
        second=_party(content.taker),
        is_client=is_client,
        client=_client(content, facts.case, clock.today(hub.zone, facts.now)) if is_client else _for_whom(facts.case),
        goods=[_goods(one) for one in content.goods] or [("", "", "")] * BLANK_GOODS,
        purpose=squeeze(content.purpose, MOST_TEXT),
        pieces=_closing(content, facts, hub),
        signers=[
            replace(taker, stamp=STAMP if content.needs_stamp else ""),
            replace(giver, lead=f"{hub.district}, {show_date(letter.dated_on)}"),
        ],
        witnesses=[*map(shorten, content.witnesses)] or ["", ""],
        acknowledged=acknowledged(facts.acknowledger),
    )


def _closing(content: HandingOverContent, facts: LetterFacts, hub: Hub) -> list[Piece]:
    """The hub's own words above the signatures."""
    parties = {"pihak_pertama": content.giver.name, "pihak_kedua": content.taker.name}
    number = {"nomor_kasus": facts.case.number} if facts.case else {}
    return words_of(hub, LetterKind.BERITA_ACARA, {"tempat": content.place} | parties | number)


def day_in_words(day: date) -> str:
    """Like "Selasa tanggal tujuh belas bulan November tahun dua ribu dua puluh enam (17-11-2026)"."""
    spoken = f"tanggal {terbilang(day.day)} bulan {MONTHS[day.month - 1]} tahun {terbilang(day.year)}"
    return f"{DAYS[day.weekday()]} {spoken} ({day:%d-%m-%Y})"


def _opening(day: date, place: str) -> str:
    return f"Pada hari ini, {day_in_words(day)}, bertempat di {place}, kami yang bertanda tangan di bawah ini:"


def _party(party: Party) -> Facts:
    told = [("Nama", party.name), ("Jabatan", party.position), ("Identitas", party.identity), ("Alamat", party.address)]
    return [(label, shorten(text)) for label, text in told if text or label != "Identitas"]


def _signer(side: str, role: str, party: Party) -> SignatureBlock:
    below = (party.identity,) if party.identity else ()
    return SignatureBlock((side, f"{role},"), party.name, below)


def _giver(party: Party, facts: LetterFacts) -> SignatureBlock:
    """Who was typed; else who signs such papers for the hub."""
    signer = facts.signer
    if party.name or signer is None:
        return _signer("PIHAK PERTAMA", "Yang menyerahkan", party)
    return _signer("PIHAK PERTAMA", "Yang menyerahkan", Party(name=signer.name, identity=signer.identity))


def _client(content: HandingOverContent, case: Case | None, today: date) -> Facts:
    """Who is handed over, and how; dots where no case is known."""
    condition = [
        ("Keadaan klien", squeeze(content.condition, MOST_TEXT)),
        ("Barang bawaan", squeeze(content.belongings, MOST_TEXT)),
    ]
    if case is None:
        return [(label, "") for label in ("Nama", "NIK", "Umur, jenis kelamin", "Alamat asal")] + condition
    who = case.client
    age = show_age(who.birth_date, who.birth_year_estimate, today)
    told = [("Umur, jenis kelamin", ", ".join(part for part in (age, SEXES.get(who.sex, "")) if part))]
    if case.restricted:
        return [("Inisial", initials(who.name)), *told, ("Nomor kasus", case.number), *condition]
    home = ", ".join(part for part in (who.address, show_place(who.rt, who.rw), case.village.name) if part)
    nik = " ".join(re.findall(".{1,4}", who.nik or "")) or "belum ada"
    return [("Nama", who.name), ("NIK", nik), *told, ("Alamat asal", home), ("Nomor kasus", case.number), *condition]


def _for_whom(case: Case | None) -> Facts:
    """For whom the goods are; nothing without a case."""
    if case is None:
        return []
    who = case.client
    return [("Penerima manfaat", initials(who.name) if case.restricted else who.name), ("Nomor kasus", case.number)]


def _goods(goods: Goods) -> tuple[str, str, str]:
    return shorten(goods.name), shorten(goods.amount), shorten(goods.remark)
