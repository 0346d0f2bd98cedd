"""The referral letter (surat rujukan) with its tear-off answer slip, on one page.

The office needs the whole NIK to serve somebody; of a restricted case it gets initials and who tells it the
rest, unless the letter was written to name its client in a closed envelope.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from markupsafe import Markup

from puskesos import clock
from puskesos.documents.letter_parts import LetterFacts, SignatureBlock, signature
from puskesos.documents.letter_wording import client_values, may_name
from puskesos.documents.paper import Letterhead, imprint, letterhead, qr_image, render, squeeze
from puskesos.formatting import show_age, show_any_phone, show_date, show_place
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.referral import Referral
from puskesos.queries.hub import names_of_users
from puskesos.queries.letter_settings import signer_of, text_of
from puskesos.rules.health_insurance import insurance_words
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_text import Piece, fill_text
from puskesos.rules.names import initials
from puskesos.rules.referral import LegalBasis, LetterIdentity
from puskesos.rules.referral_path import ReferralState

SEXES = {"L": "laki-laki", "P": "perempuan"}
MOST_REASON = 900
MOST_PAGES = 1
Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class LetterKeys:
    """What lets the office answer: all empty while the code is revoked, the addresses where it could not reach them."""

    token_url: str = ""
    code: str = ""
    entry_url: str = ""


@dataclass(frozen=True)
class Letter:
    """Ready texts of the letter and its slip; `pieces` are the hub's own words instead of ours."""

    head: Letterhead
    opening: Facts
    agency: str
    place_and_day: str
    client: Facts
    wanted: str
    reason: str
    papers: list[str]
    basis: str
    due: str
    ask: str
    signer: SignatureBlock
    unit: str
    copies: tuple[str, ...]
    number: str
    initials: str
    keys: LetterKeys
    qr: Markup | None
    pieces: list[Piece] = field(default_factory=list)


def letter_html(
    case: Case,
    referral: Referral,
    hub: Hub,
    keys: LetterKeys,
    *,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The letter of a referral of a case that `find_case` returned; `frame` is what the page around it links to."""
    marks = imprint(hub, referral.letter_number, restricted=case.restricted, printed_by=printed_by, now=now)
    letter = build_letter(case, referral, hub, keys, now)
    facts = LetterFacts(case, None, None, None, printed_by, now)
    letter = replace(letter, pieces=own_words(hub, letter, _who(case, referral, hub, facts)))
    return render("surat-rujukan", "Surat rujukan", marks, screen=screen, letter=letter, **frame)


def build_letter(case: Case, referral: Referral, hub: Hub, keys: LetterKeys, now: datetime) -> Letter:
    """Turn rows into ready texts."""
    papers = [name for name in referral.papers.split("\n") if name]
    village = f"{'Kepala Desa' if case.village.kind == 'desa' else 'Lurah'} {case.village.name}"
    return Letter(
        head=letterhead(hub),
        opening=[
            ("Nomor", referral.letter_number),
            ("Sifat", "RAHASIA, dalam amplop tertutup" if case.restricted else "Biasa"),
            ("Lampiran", f"{len(papers)} berkas" if papers else "-"),
            ("Perihal", "Rujukan layanan sosial"),
        ],
        agency=referral.agency.name if referral.state == ReferralState.DRAF else referral.agency_name,
        place_and_day=f"{hub.district}, {show_date(referral.letter_on)}",
        client=_client(case, referral, hub, now),
        wanted=referral.wanted.rstrip(". "),
        reason=squeeze(referral.reason, MOST_REASON),
        papers=papers,
        basis=_basis(referral, case),
        due=show_date(referral.answer_due_on),
        ask=show_any_phone(hub.phone) if hub.phone else hub.address,
        signer=_signer(hub, names_of_users(case.hub_id).get(referral.created_by_id, "")),
        unit=hub.name,
        copies=() if case.restricted else (f"Camat {hub.district}", village, "Arsip"),
        number=referral.letter_number,
        initials=initials(case.client.name),
        keys=keys,
        qr=qr_image(keys.token_url) if keys.token_url else None,
    )


def own_words(hub: Hub, letter: Letter, client: dict[str, str], text: str | None = None) -> list[Piece]:
    """The hub's own words (or `text`, not kept yet) filled in; nothing where ours count."""
    wording = text_of(hub, LetterKind.RUJUKAN) if text is None else text
    told = {
        "instansi": letter.agency,
        "layanan": letter.wanted,
        "masalah": letter.reason,
        "berkas": "; ".join(letter.papers) or "tidak ada",
        "dasar": letter.basis,
        "batas": letter.due,
        "kontak": letter.ask,
        "hub": letter.unit,
        "kecamatan": hub.district,
    }
    return fill_text(LetterKind.RUJUKAN, wording, client | told) if wording else []


def _who(case: Case, referral: Referral, hub: Hub, facts: LetterFacts) -> dict[str, str]:
    return client_values(case, hub, facts, named=may_name(case, referral.identity))


def _signer(hub: Hub, writer: str) -> SignatureBlock:
    """Who signs by the hub's settings, else who wrote it."""
    chosen, office = signer_of(hub, LetterKind.RUJUKAN), f"Koordinator {hub.name}"
    return signature(chosen, office=office) if chosen else SignatureBlock((f"{office},",), writer)


def _client(case: Case, referral: Referral, hub: Hub, now: datetime) -> Facts:
    """Who is referred; of a restricted case only what points at nobody, unless the letter was to name its client."""
    client, today = case.client, clock.today(hub.zone, now)
    age = show_age(client.birth_date, client.birth_year_estimate, today)
    who = ", ".join(part for part in (age, SEXES.get(client.sex, "")) if part)
    if case.restricted and referral.identity != LetterIdentity.LENGKAP:
        told = f"disampaikan langsung oleh {referral.officer}, {_reached(hub)}"
        facts = [("Inisial", initials(client.name)), ("Umur, jenis kelamin", who), ("Identitas", told)]
        return [*facts, ("Nomor kasus", case.number)]
    born = ", ".join(part for part in (client.birth_place, show_date(client.birth_date)) if part)
    home = ", ".join(part for part in (client.address, show_place(client.rt, client.rw), case.village.name) if part)
    facts = [
        ("Nama", client.name),
        ("NIK", " ".join(re.findall(".{1,4}", client.nik or ""))),
        ("Tempat, tanggal lahir", born),
        ("Umur, jenis kelamin", who),
        ("Alamat", home),
        ("Desil", f"{client.decile} ({client.decile_period})".replace(" ()", "") if client.decile else ""),
        ("Jaminan kesehatan", _insurance(client)),
        ("Nomor kasus", case.number),
    ]
    return [(label, text) for label, text in facts if text]


def _insurance(client: Person) -> str:
    return insurance_words(
        client.health_insurance, client.insurance_number, client.insurance_status, client.deactivated_on
    )


def _reached(hub: Hub) -> str:
    return f"telepon {show_any_phone(hub.phone)}" if hub.phone else hub.address


def _basis(referral: Referral, case: Case) -> str:
    """Why these data may be handed over; who consented stays with the hub when the case is restricted."""
    label = LegalBasis(referral.basis).label.lower()
    return label if case.restricted or not referral.basis_note else f"{label} ({referral.basis_note})"
