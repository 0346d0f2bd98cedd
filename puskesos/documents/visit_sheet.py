"""The visit sheet (lembar kunjungan) to fill by pen: where to go, and the questions of the app's own report with boxes.

A restricted case stands by initials and village: paper gets lost, and the volunteer has the rest in the app.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from puskesos.documents.paper import Letterhead, imprint, letterhead, render, shorten, squeeze
from puskesos.documents.pen import Ask, PenPart, PenTable, labels
from puskesos.documents.sheet_mark import Mark, mark_of
from puskesos.formatting import show_any_phone, show_date, show_place
from puskesos.models.assignment import Assignment
from puskesos.models.hub import Hub
from puskesos.rules.assessment_questions import CHOICE, MANY, PARAGRAPH, QUESTIONS, Question
from puskesos.rules.names import initials
from puskesos.rules.visit import AssignmentKind, VisitConclusion, VisitOutcome
from puskesos.rules.visit_form import VisitPart, further_parts

MOST_PAGES = 6
MOST_STORY, MOST_INSTRUCTION = 600, 400
MEMBER_ROWS = 5
LINES = {"spiritual": (6, 1), "economic": (6, 1), "strengths": (12, 1)}  # width and lines of what is told shortly
TITLE = "Lembar kunjungan"
SIGNERS = ("Petugas", "Klien / keluarga", "Ketua RT/RW dan cap")
UNKNOWN = (
    (Ask("Nomor kasus atau tugas", 6), Ask("Petugas", 6)),
    (Ask("Klien", 12),),
    (Ask("Alamat, RT/RW, desa", 12),),
)
VISIT = PenPart(
    "Kunjungan",
    (
        (Ask("Tanggal", 5), Ask("Jam", 3), Ask("Kunjungan ke", 4)),
        (Ask("Hasil", 12, labels(VisitOutcome)),),
        (Ask("Ditemui: nama dan hubungan", 12),),
    ),
)
FINDINGS = PenPart(
    "Temuan dan tindakan",
    (
        (Ask("Temuan", lines=5),),
        (Ask("Tindakan di tempat", 12),),
        (Ask("Bantuan diberikan: barang, jumlah", 12),),
        (Ask("Dihubungi", 12),),
    ),
)
MEMBERS = PenPart(
    VisitPart.ANGGOTA.label,
    table=PenTable(
        ("Nama", "Hubungan", "Umur", "Sekolah, pekerjaan", "Kesulitan, penyakit kronis", "Jaminan"),
        (23, 14, 8, 20, 22, 13),
        MEMBER_ROWS,
    ),
)
CONCLUSION = PenPart(
    "Kesimpulan",
    (
        (Ask("Kesimpulan", 12, labels(VisitConclusion)),),
        (Ask("Usul tindak lanjut", lines=2),),
        (Ask("Datang lagi tanggal", 6), Ask("Foto", 6, ("rumah", "KTP/KK", "lain"))),
    ),
)


@dataclass(frozen=True)
class VisitSheet:
    """Ready texts and parts in printing order; `facts` is empty on a sheet without a task."""

    head: Letterhead
    mark: Mark | None
    facts: list[tuple[str, str]]
    instruction: str
    story: str
    parts: list[PenPart]
    signers: tuple[str, ...]
    unknown: tuple[tuple[Ask, ...], ...] = UNKNOWN


@dataclass(frozen=True)
class SheetFacts:
    """What the sheet needs beside the task: hub, address for the QR code, who prints and when, the sheet's code."""

    hub: Hub
    base_url: str
    printed_by: str
    now: datetime
    code: str = ""


def visit_sheet_html(task: Assignment | None, facts: SheetFacts, *, screen: bool = False, **frame: object) -> str:
    """The paper of a task with its case joined, or an empty one; `frame` is where the links on screen lead."""
    number, secret = (task.number, task.case.restricted) if task else ("KOSONG", False)
    marks = imprint(facts.hub, number, restricted=secret, printed_by=facts.printed_by, now=facts.now)
    sheet = VisitSheet(
        head=letterhead(facts.hub),
        mark=mark_of(facts.code, facts.base_url, task.case.number) if task else None,
        facts=_facts(task) if task else [],
        instruction=squeeze(task.instruction, MOST_INSTRUCTION) if task and not secret else "",
        story=squeeze(task.case.story, MOST_STORY) if task and not secret else "",
        parts=_parts(task.kind if task else AssignmentKind.KUNJUNGAN_RUMAH),
        signers=SIGNERS,
    )
    return render("lembar-kunjungan", TITLE, marks, screen=screen, sheet=sheet, **frame)


def _parts(kind: str) -> list[PenPart]:
    """The short form, and what else the report of such a task may have."""
    further = [MEMBERS if part == VisitPart.ANGGOTA else _asked(part) for part in further_parts(kind)]
    return [VISIT, FINDINGS, *further, CONCLUSION]


def _asked(part: VisitPart) -> PenPart:
    """The questions of a part; two short ones share a row."""
    rows: list[tuple[Ask, ...]] = []
    waiting: Ask | None = None
    for question in QUESTIONS[part]:
        ask = _ask(question)
        if ask.width == 12:
            rows += [(waiting,)] if waiting else []
            rows.append((ask,))
            waiting = None
        elif waiting:
            rows.append((waiting, ask))
            waiting = None
        else:
            waiting = ask
    return PenPart(part.label, tuple(rows + ([(waiting,)] if waiting else [])))


def _ask(question: Question) -> Ask:
    if question.kind in {CHOICE, MANY}:
        options = labels(question.options)
        return Ask(question.label, 6 if sum(map(len, options)) < 24 else 12, options)
    if question.kind == PARAGRAPH:
        width, lines = LINES.get(question.name, (12, 2))
        return Ask(question.label, width, lines=lines)
    return Ask(question.label, 6)


def _facts(task: Assignment) -> list[tuple[str, str]]:
    case, client = task.case, task.case.client
    secret = case.restricted
    home = [client.address, show_place(client.rt, client.rw)] if not secret else []
    facts = [
        ("Nomor kasus", case.number),
        ("Klien", initials(client.name) if secret else client.name),
        ("Tempat", ", ".join(part for part in (*home, case.village.name) if part)),
        ("Patokan", "" if secret else client.landmark),
        ("Telepon", "" if secret else show_any_phone(client.phone or case.reporter_phone)),
        ("Layanan", "" if secret else case.service.name),
        ("Petugas", task.volunteer.name),
        ("Tugas, batas laporan", f"{AssignmentKind(task.kind).label}, {show_date(task.due_on)}"),
    ]
    return [(label, shorten(text)) for label, text in facts if text]
