"""The task letter of a volunteer (surat tugas) with the visit sheet (visum kunjungan) on its back, for one sheet of paper.

Of a restricted case it says initials and the village, nothing that leads to the house (domain 8.4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from puskesos.documents.letter_parts import LetterFacts, SignatureBlock, acknowledged, letter_imprint, signature
from puskesos.documents.paper import Imprint, render, shorten
from puskesos.formatting import show_date, show_place
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.letter import Letter
from puskesos.queries.letter_settings import LetterLook, look_of
from puskesos.rules.letter_content import TaskContent
from puskesos.rules.names import initials

MOST_PAGES = 3
VISUM_ROWS = 6
MOST_PURPOSE = 700
USUAL_RULES = (
    "Menunjukkan surat tugas ini kepada keluarga dan pengurus RT/RW.",
    "Menjaga rahasia data dan keadaan keluarga; tidak menyebarkan foto.",
    "Tidak menerima imbalan apa pun; layanan tidak dipungut biaya.",
)
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
    rules: list[str]
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
        rules=[*USUAL_RULES, *content.rules, *_report(content)],
        signers=[acknowledged(facts.acknowledger), _signer(facts, hub, day)],
        place_and_day=day,
        visum_facts=[("Nomor surat tugas", letter.number or ""), ("Petugas", content.volunteer), ("Tujuan", place)],
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
    return [*content.grounds, *known]


def _who(content: TaskContent) -> Facts:
    told = [
        ("Nama", content.volunteer),
        ("No. Anggota PSM", content.member_number),
        ("Jabatan", content.position),
        ("Wilayah tugas", content.area),
        ("Pengikut", ", ".join(content.companions)),
    ]
    return [(label, text) for label, text in told if text or label == "Nama"]


def _where(content: TaskContent, case: Case | None, place: str) -> Facts:
    until = show_date(content.until_day)
    span = " sampai dengan ".join(day for day in (show_date(content.from_day), until) if day)
    told = [
        ("Klien", _client(case)),
        ("Tempat", place),
        ("Waktu", span),
        ("Alat angkut", content.transport),
    ]
    return [(label, text) for label, text in told if text or label in ("Tempat", "Waktu")]


def _client(case: Case | None) -> str:
    if case is None:
        return ""
    return f"{initials(case.client.name)} (nomor kasus {case.number})" if case.restricted else case.client.name


def _place(case: Case | None) -> str:
    if case is None:
        return ""
    home = [case.client.address, show_place(case.client.rt, case.client.rw)] if not case.restricted else []
    return ", ".join(part for part in (*home, case.village.name) if part)


def _report(content: TaskContent) -> list[str]:
    return [f"Melaporkan hasil paling lambat {show_date(content.report_by)}."] if content.report_by else []
