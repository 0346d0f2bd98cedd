"""The referral letter (surat rujukan) with its tear-off answer slip, on one page.

The office needs the whole NIK to serve somebody; of a restricted case it gets initials and who tells it the
rest, unless the letter was written to name its client in a closed envelope.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from puskesos.documents.case_letter import ENVELOPE
from puskesos.documents.frozen import Proof, proof_of
from puskesos.documents.letter_parts import SignatureBlock, acknowledged, signature
from puskesos.documents.letter_wording import Facts, client_rows, client_values, may_name, reached, words_of
from puskesos.documents.paper import imprint, qr_image, render, squeeze
from puskesos.formatting import show_date
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.models.referral import Referral
from puskesos.queries.letter import letter_of_referral
from puskesos.queries.letter_settings import LetterLook, acknowledger_of, look_of, signs
from puskesos.rules.health_insurance import insurance_words
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_text import Piece
from puskesos.rules.names import initials
from puskesos.rules.referral import LegalBasis
from puskesos.rules.referral_path import ReferralState

MOST_REASON = 900
MOST_PAGES = 1


@dataclass(frozen=True)
class LetterKeys:
    """What lets the office answer: all empty while the code is revoked, the addresses where it could not reach them."""

    token_url: str = ""
    code: str = ""
    entry_url: str = ""


@dataclass(frozen=True)
class ReferralLetter:
    """Ready texts of the letter and its slip; `pieces` are the words, `proof` says how its validity is found out."""

    look: LetterLook
    opening: Facts
    to: str
    place_and_day: str
    client: Facts
    pieces: list[Piece]
    signers: list[SignatureBlock | None]
    unit: str
    copies: tuple[str, ...]
    number: str
    initials: str
    keys: LetterKeys
    qr: Markup | None
    proof: Proof


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
    return render("surat-rujukan", "Surat rujukan", marks, screen=screen, letter=letter, **frame)


def build_letter(case: Case, referral: Referral, hub: Hub, keys: LetterKeys, now: datetime) -> ReferralLetter:
    """Turn rows into ready texts."""
    agency = referral.agency.name if referral.state == ReferralState.DRAF else referral.agency_name
    village = f"{'Kepala Desa' if case.village.kind == 'desa' else 'Lurah'} {case.village.name}"
    papers = [name for name in referral.papers.split("\n") if name]
    signer = signature(
        signs(hub, LetterKind.RUJUKAN, written_by=referral.created_by_id), office=f"Koordinator {hub.name}"
    )
    return ReferralLetter(
        look=look_of(hub),
        opening=[
            ("Nomor", referral.letter_number),
            ("Sifat", ENVELOPE if case.restricted else "Biasa"),
            ("Lampiran", f"{len(papers)} berkas" if papers else "-"),
            ("Perihal", "Rujukan layanan sosial"),
        ],
        to=f"Pimpinan {agency}",
        place_and_day=f"{hub.district}, {show_date(referral.letter_on)}",
        client=_client(case, referral, hub, now),
        pieces=_words(case, referral, hub, agency, papers, now),
        signers=[acknowledged(acknowledger_of(hub, LetterKind.RUJUKAN)), signer],
        unit=hub.name,
        copies=() if case.restricted else (f"Camat {hub.district}", village, "Arsip"),
        number=referral.letter_number,
        initials=initials(case.client.name),
        keys=keys,
        qr=qr_image(keys.token_url, "Kode QR untuk mengisi jawaban") if keys.token_url else None,
        proof=proof_of(letter_of_referral(referral).proof_code, hub),
    )


def _words(case: Case, referral: Referral, hub: Hub, agency: str, papers: list[str], now: datetime) -> list[Piece]:
    """The hub's own words or ours; the reason keeps to one paragraph of bounded length."""
    named = may_name(case, referral.identity)
    values = client_values(case, hub, now, named=named) | {
        "instansi": agency,
        "layanan": referral.wanted.rstrip(". "),
        "masalah": squeeze(referral.reason, MOST_REASON),
        "berkas": "; ".join(papers) or "tidak ada",
        "dasar": _basis(referral, case),
        "batas": show_date(referral.answer_due_on),
    }
    return words_of(hub, LetterKind.RUJUKAN, values)


def _client(case: Case, referral: Referral, hub: Hub, now: datetime) -> Facts:
    """Who is referred; of a restricted case only what points at nobody, unless the letter was to name its client."""
    named, told_by = may_name(case, referral.identity), f"{referral.officer}, {reached(hub)}"
    rows = client_rows(case, hub, now, named=named, told_by=told_by)
    if not named:
        return rows
    client = case.client
    values = client_values(case, hub, now, named=True)
    more = [("Desil", values["desil"]), ("Jaminan kesehatan", _insurance(client))]
    return [*rows[:-1], *((label, text) for label, text in more if text), rows[-1]]


def _insurance(client: Person) -> str:
    return insurance_words(
        client.health_insurance, client.insurance_number, client.insurance_status, client.deactivated_on
    )


def _basis(referral: Referral, case: Case) -> str:
    """Why these data may be handed over; who consented stays with the hub when the case is restricted."""
    label = LegalBasis(referral.basis).label.lower()
    return label if case.restricted or not referral.basis_note else f"{label} ({referral.basis_note})"
