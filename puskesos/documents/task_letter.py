"""The task letter of a volunteer (surat tugas) with the visum kunjungan on its back, for one sheet of paper.

Of a restricted case it says initials and the village, nothing that leads to the house (domain 8.4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from puskesos.documents.letter_parts import LetterFacts, SignatureBlock, acknowledged, letter_imprint, signature
from puskesos.documents.letter_wording import words_of
from puskesos.documents.paper import Imprint, render, shorten
from puskesos.formatting import show_date, show_place
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.letter_settings import LetterLook, look_of
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_content import TaskContent
from puskesos.rules.letter_text import LIST, Piece
from puskesos.rules.names import initials

MOST_PAGES = 3
VISUM_ROWS = 6
MOST_PURPOSE = 700
Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class TaskLetter:
    """Ready texts; `signers` from left to right."""

    look: LetterLook
    imprint: Imprint
    number: str
    grounds: list[str]
    who: Facts
    purpose: str
    where: Facts
    pieces: list[Piece]
    signers: list[SignatureBlock | None]
    place_and_day: str
    visum_facts: Facts
    visum_rows: int


def task_letter_html(letter: Letter, hub: Hub, facts: LetterFacts, *, screen: bool = False, **frame: object) -> str:
    """The paper of a letter; `frame` is where the links on screen lead."""
    sheet = build_task_letter(letter, hub, facts)
    return render("surat-tugas", "Surat tugas", sheet.imprint, screen=screen, sheet=sheet, **frame)


def build_task_letter(letter: Letter, hub: Hub, facts: LetterFacts) -> TaskLetter:
    """Turn the row into ready texts."""
    content, case = TaskContent.from_json(letter.content), facts.case
    restricted = bool(case and case.restricted)
    day = f"{hub.district}, {show_date(letter.dated_on)}"
    place = shorten(content.place) if content.place and not restricted else _place(case)
    return TaskLetter(
        look=look_of(hub),
        imprint=letter_imprint(letter, hub, facts),
        number=letter.number or "",
        grounds=_grounds(content, facts, hub),
        who=_who(content),
        purpose=shorten(content.purpose, MOST_PURPOSE),
        where=_where(content, case, place),
        pieces=_words(content, facts, hub),
        signers=[acknowledged(facts.acknowledger), _signer(facts, hub, day)],
        place_and_day=day,
        visum_facts=[
            ("Nomor surat tugas", letter.number or ""),
            ("Petugas", shorten(content.volunteer)),
            ("Tujuan", place),
        ],
        visum_rows=VISUM_ROWS,
    )


def _signer(facts: LetterFacts, hub: Hub, day: str) -> SignatureBlock:
    block = signature(facts.signer, office=f"Koordinator {hub.name}")
    return replace(block, lead=day)


def _grounds(content: TaskContent, facts: LetterFacts, hub: Hub) -> list[str]:
    known = [f"Nomor registrasi kasus {facts.case.number}"] if facts.case else []
    if facts.task:
        given = facts.task.created_at.astimezone(ZoneInfo(hub.zone)).date()
        known.append(f"Penugasan {facts.task.number} tanggal {show_date(given)}")
    return [*map(shorten, content.grounds), *known]


def _who(content: TaskContent) -> Facts:
    told = [
        ("Nama", content.volunteer),
        ("No. Anggota PSM", content.member_number),
        ("Jabatan", content.position),
        ("Wilayah tugas", content.area),
        ("Pengikut", ", ".join(content.companions)),
    ]
    return [(label, shorten(text)) for label, text in told if text or label == "Nama"]


def _where(content: TaskContent, case: Case | None, place: str) -> Facts:
    until = show_date(content.until_day)
    span = " sampai dengan ".join(day for day in (show_date(content.from_day), until) if day)
    told = [
        ("Klien", _client(case)),
        ("Tempat", place),
        ("Waktu", span),
        ("Alat angkut", content.transport),
    ]
    return [(label, shorten(text)) for label, text in told if text or label in ("Tempat", "Waktu")]


def _client(case: Case | None) -> str:
    if case is None:
        return ""
    return f"{initials(case.client.name)} (nomor kasus {case.number})" if case.restricted else case.client.name


def _place(case: Case | None) -> str:
    if case is None:
        return ""
    home = [case.client.address, show_place(case.client.rt, case.client.rw)] if not case.restricted else []
    return ", ".join(part for part in (*home, case.village.name) if part)


def _words(content: TaskContent, facts: LetterFacts, hub: Hub) -> list[Piece]:
    """The rules with those of this letter at the end of the first list, and the closing words."""
    days = {"mulai": content.from_day, "selesai": content.until_day, "lapor": content.report_by}
    values = {name: show_date(day) for name, day in days.items()}
    values |= {"petugas": shorten(content.volunteer), "wilayah": shorten(content.area)}
    pieces = words_of(hub, LetterKind.TUGAS, values | {"nomor_kasus": facts.case.number if facts.case else ""})
    more = tuple(map(shorten, content.rules))
    place = next((at for at, (kind, _) in enumerate(pieces) if kind == LIST), None)
    if place is None:
        return [*pieces, (LIST, more)] if more else pieces
    return [*pieces[:place], (LIST, (*pieces[place][1], *more)), *pieces[place + 1 :]]
