"""The visit report (laporan kunjungan) on paper, with lines to sign for volunteer, family and RT/RW.

A restricted case shows initials, no address, and RAHASIA.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from puskesos.documents.paper import Imprint, Letterhead, clock_time, imprint, letterhead, render
from puskesos.documents.printing import print_pdf
from puskesos.documents.sheet_mark import Mark, mark_of
from puskesos.formatting import show_date, show_place
from puskesos.models.assignment import Assignment, Visit
from puskesos.models.hub import Hub
from puskesos.rules.names import initials
from puskesos.rules.visit import AssignmentKind
from puskesos.rules.visit_facts import Told, further_facts, short_facts
from puskesos.rules.visit_form import VisitPart

MOST_PAGES = 5
SIGNERS = ("Klien / keluarga", "Ketua RT/RW")


@dataclass(frozen=True)
class VisitReport:
    """Ready texts; `parts` are titles with their lines in printing order."""

    head: Letterhead
    imprint: Imprint
    mark: Mark | None
    facts: Told
    found: Told
    parts: list[tuple[str, Told]]
    photos: str
    place_and_day: str
    signers: list[tuple[str, str]]


@dataclass(frozen=True)
class PrintFacts:
    """What a paper of a report needs beside it: the hub, how many photos there are, who prints and when.

    With the `code` of the sheet and the address for its QR code the signed paper finds its visit again.
    """

    hub: Hub
    photos: int
    printed_by: str
    now: datetime
    base_url: str = ""
    code: str = ""


def visit_report_html(
    task: Assignment, visit: Visit, facts: PrintFacts, *, screen: bool = False, **frame: object
) -> str:
    """The paper of a report of a task with its case joined; `frame` says where its links lead on screen."""
    report = _build(task, visit, facts)
    return render("laporan-kunjungan", "Laporan kunjungan", report.imprint, screen=screen, report=report, **frame)


def visit_report_pdf(task: Assignment, visit: Visit, facts: PrintFacts) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(visit_report_html(task, visit, facts), most_pages=MOST_PAGES)


def _build(task: Assignment, visit: Visit, facts: PrintFacts) -> VisitReport:
    hub, secret = facts.hub, task.case.restricted
    day = visit.visited_at.astimezone(ZoneInfo(hub.zone)).date()
    return VisitReport(
        head=letterhead(hub),
        imprint=imprint(hub, task.number, restricted=secret, printed_by=facts.printed_by, now=facts.now),
        mark=mark_of(facts.code, facts.base_url, task.case.number) if facts.code else None,
        facts=_facts(task, visit, hub),
        found=[(label, text) for label, text in short_facts(visit) if not (secret and label == "Lokasi")],
        parts=[(part.label, _named(part, rows, secret)) for part, rows in further_facts(visit)],
        photos=f"{facts.photos} foto tersimpan di aplikasi." if facts.photos else "",
        place_and_day=f"{task.case.village.name}, {show_date(day)}",
        signers=[("Petugas", task.volunteer.name), *((role, "") for role in SIGNERS)],
    )


def _named(part: VisitPart, rows: Told, secret: bool) -> Told:
    """Members of the family stand by initials where the case is restricted."""
    return [(initials(label), words) for label, words in rows] if secret and part == VisitPart.ANGGOTA else rows


def _facts(task: Assignment, visit: Visit, hub: Hub) -> Told:
    case, client = task.case, task.case.client
    home = [client.address, show_place(client.rt, client.rw)] if not case.restricted else []
    facts = [
        ("Nomor kasus", case.number),
        ("Klien", initials(client.name) if case.restricted else client.name),
        ("Tempat", ", ".join(part for part in (*home, case.village.name) if part)),
        ("Jenis kunjungan", AssignmentKind(task.kind).label),
        ("Waktu kunjungan", clock_time(visit.visited_at, hub.zone)),
        ("Petugas", task.volunteer.name),
    ]
    return [(label, text) for label, text in facts if text]
