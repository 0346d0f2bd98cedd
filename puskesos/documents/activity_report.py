"""A volunteer's month on paper, with the fields of the volunteers' own report (domain 7.1): day, place, activity,
obstacle, remark. Of cases it holds their numbers only, nobody's name and nobody's NIK."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from puskesos.documents.paper import Letterhead, imprint, letterhead, render, shorten
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_any_phone, show_short_date
from puskesos.models.hub import Hub
from puskesos.models.user import User
from puskesos.queries.activity import VolunteerMonth
from puskesos.rules.activity import ActivityKind
from puskesos.rules.assignment_path import VisitOutcome

MOST_PAGES = 16
MOST_PLACE, MOST_REMARK = 80, 220
Line = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class ActivityReport:
    """Ready texts; `lines` hold day, place, activity, obstacle and remark, `kinds` name, tasks, others and total."""

    head: Letterhead
    month: str
    facts: list[tuple[str, str]]
    lines: list[Line]
    kinds: list[tuple[str, str, str, str]]
    counts: list[tuple[str, str]]
    place_and_day: str
    koordinator: str
    volunteer: str


def activity_report_html(
    seen: VolunteerMonth,
    user: User,
    hub: Hub,
    *,
    villages: list[str],
    koordinator: str,
    signed_on: str,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper of a month; `koordinator` is empty where several could sign, which leaves a line to write on."""
    number = f"KEGIATAN-{seen.month}-{user.username}"
    marks = imprint(hub, number, restricted=False, printed_by=printed_by, now=now)
    report = ActivityReport(
        head=letterhead(hub),
        month=seen.month.label,
        facts=_facts(user, villages, seen.month.label),
        lines=_lines(seen, hub.zone),
        kinds=[(row.kind.label, *(str(count) for count in (row.tasks, row.others, row.total))) for row in seen.kinds],
        counts=_counts(seen),
        place_and_day=f"{hub.district}, {signed_on}",
        koordinator=koordinator,
        volunteer=user.name,
    )
    return render("laporan-kegiatan", "Laporan kegiatan relawan", marks, screen=screen, report=report, **frame)


def activity_report_pdf(html: str) -> bytes:
    """PDF bytes. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(html, most_pages=MOST_PAGES)


def _facts(user: User, villages: list[str], month: str) -> list[tuple[str, str]]:
    facts = [
        ("Nama", user.name),
        ("Wilayah tugas", ", ".join(villages)),
        ("Nomor SK", user.letter_of_appointment),
        ("No. HP", show_any_phone(user.phone)),
        ("Bulan", month),
    ]
    return [(label, text) for label, text in facts if text]


def _counts(seen: VolunteerMonth) -> list[tuple[str, str]]:
    met = sum(row.outcome == VisitOutcome.BERTEMU for row in seen.visits)
    return [
        ("Kunjungan", f"{len(seen.visits)}, bertemu klien {met}"),
        ("Tugas", f"diterima {seen.new_tasks}, laporan disetujui {seen.finished}"),
        ("Kegiatan lain", str(len(seen.activities))),
        ("Laporan kebutuhan", str(seen.needs)),
    ]


def _lines(seen: VolunteerMonth, zone: str) -> list[Line]:
    """Visits and activities in one list, in the order of their days."""
    dated = [*_visits(seen, ZoneInfo(zone)), *_activities(seen)]
    return [(show_short_date(day), *texts) for day, texts in sorted(dated, key=lambda row: row[0])]


def _visits(seen: VolunteerMonth, zone: ZoneInfo) -> list[tuple[date, tuple[str, str, str, str]]]:
    return [
        (row.visited_at.astimezone(zone).date(), (row.village, ActivityKind(row.kind).label, *_outcome(row)))
        for row in seen.visits
    ]


def _outcome(row: object) -> tuple[str, str]:
    """Obstacle and remark of a visit: nobody met is an obstacle."""
    outcome = VisitOutcome(row.outcome)
    if outcome == VisitOutcome.BERTEMU:
        return "", f"{outcome.label}, kasus {row.number}"
    return outcome.label, f"Kasus {row.number}"


def _activities(seen: VolunteerMonth) -> list[tuple[date, tuple[str, str, str, str]]]:
    return [
        (
            row.day,
            (
                shorten(", ".join(part for part in (row.place, row.village_name) if part), MOST_PLACE),
                ActivityKind(row.kind).label,
                shorten(row.obstacle, MOST_REMARK),
                shorten(row.note, MOST_REMARK),
            ),
        )
        for row in seen.activities
    ]
