"""A letter's words: the hub's own or ours, filled with what the case says and with what was typed into the letter."""

from __future__ import annotations

import re
from datetime import datetime

from puskesos import clock
from puskesos.documents.paper import squeeze
from puskesos.formatting import show_age, show_any_phone, show_date, show_place
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.queries.letter_settings import text_of
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_text import ITEM, LIST, PARAGRAPH, Piece, fill_text
from puskesos.rules.names import initials
from puskesos.rules.referral import LetterIdentity

MOST_WORDS = 2500
SEXES = {"L": "laki-laki", "P": "perempuan"}
TYPED = "\ue000"  # stands for what was typed, which keeps its paragraphs and lists; nobody can type it
Facts = list[tuple[str, str]]


def words_of(hub: Hub, kind: LetterKind, values: dict[str, str], typed: str = "") -> list[Piece]:
    """The words of a letter as pieces; `typed` takes the place of {keterangan} with its own paragraphs and lists."""
    known = {"hub": hub.name, "kecamatan": hub.district, "kontak": reached(hub), **values}
    pieces = fill_text(kind, text_of(hub, kind), known | {"keterangan": TYPED if typed else ""})
    return [piece for one in pieces for piece in _with_typed(one, typed)]


def as_pieces(text: str) -> list[Piece]:
    """Typed words: an empty line begins a paragraph, lines that begin with "- " are a list."""
    pieces: list[Piece] = []
    for part in re.split(r"\n\s*\n", text if len(text) <= MOST_WORDS else squeeze(text, MOST_WORDS)):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        told = [line for line in lines if not line.startswith(ITEM)]
        listed = tuple(line.removeprefix(ITEM).strip() for line in lines if line.startswith(ITEM))
        pieces += [(PARAGRAPH, " ".join(told))] * bool(told) + [(LIST, listed)] * bool(listed)
    return pieces


def client_values(case: Case, hub: Hub, now: datetime, *, named: bool) -> dict[str, str]:
    """What {nama}, {nik} and the other places say of a client who is named, or of one who stands by initials."""
    client, today = case.client, clock.today(hub.zone, now)
    age = show_age(client.birth_date, client.birth_year_estimate, today)
    known = {"umur": age, "desa": case.village.name, "nomor_kasus": case.number}
    if not named:
        return known | {"nama": initials(client.name)}
    born = ", ".join(part for part in (client.birth_place, show_date(client.birth_date)) if part)
    home = ", ".join(part for part in (client.address, show_place(client.rt, client.rw), case.village.name) if part)
    nik = " ".join(re.findall(".{1,4}", client.nik or ""))
    desil = f"{client.decile} ({client.decile_period})".replace(" ()", "") if client.decile else ""
    return known | {"nama": client.name, "nik": nik, "lahir": born, "alamat": home, "desil": desil}


def client_rows(case: Case, hub: Hub, now: datetime, *, named: bool, told_by: str = "") -> Facts:
    """The table of the client; of one who stands by initials it says who tells the rest (`told_by`)."""
    told = client_values(case, hub, now, named=named)
    who = ", ".join(part for part in (told["umur"], SEXES.get(case.client.sex, "")) if part)
    if not named:
        rest = f"disampaikan langsung oleh {told_by or f'{hub.name}, {reached(hub)}'}"
        rows = [("Inisial", told["nama"]), ("Umur, jenis kelamin", who), ("Identitas", rest)]
    else:
        rows = [
            ("Nama", told["nama"]),
            ("NIK", told["nik"]),
            ("Tempat, tanggal lahir", told["lahir"]),
            ("Umur, jenis kelamin", who),
            ("Pekerjaan", case.client.occupation),
            ("Alamat", told["alamat"]),
        ]
    return [(label, text) for label, text in [*rows, ("Nomor kasus", case.number)] if text]


def may_name(case: Case, identity: str) -> bool:
    """Whether a letter names its client: always, but of a restricted case only when it was written to do so."""
    return not case.restricted or identity == LetterIdentity.LENGKAP


def reached(hub: Hub) -> str:
    """How to reach the hub, in a sentence."""
    return f"telepon {show_any_phone(hub.phone)}" if hub.phone else hub.address


def _with_typed(piece: Piece, typed: str) -> list[Piece]:
    kind, told = piece
    if kind != PARAGRAPH or TYPED not in told:
        return [piece]
    before, _, after = str(told).partition(TYPED)
    around = [[(PARAGRAPH, part.strip())] if part.strip() else [] for part in (before, after)]
    return [*around[0], *as_pieces(typed), *around[1]]
