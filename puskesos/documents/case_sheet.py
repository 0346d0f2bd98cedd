"""The case sheet (lembar kasus): the form, signed, then the history; two pages at most, the history gives way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from puskesos import clock
from puskesos.documents import case_blocks, outcome_blocks
from puskesos.documents.case_blocks import Rows
from puskesos.documents.paper import (
    Imprint,
    Letterhead,
    clock_time,
    imprint,
    label_of,
    letterhead,
    render,
)
from puskesos.documents.printing import TooManyPages, print_pdf
from puskesos.documents.sheet_mark import Mark, mark_of
from puskesos.formatting import show_date
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.models.person import Person
from puskesos.queries.case_page import CasePage, load_case_page, members_beside
from puskesos.queries.welfare import welfare_codes
from puskesos.rules.case_path import CaseState
from puskesos.rules.intake import Channel, IntakeKind, Priority
from puskesos.rules.viewer import Viewer
from puskesos.rules.visit_facts import newest_versions

MOST_PAGES = 2
MOST_MEMBERS, A_PAGE_OF_FAMILY = 6, 24  # members in block 3, and lines of the annex that a page surely holds
MOST_PAPERS = 18
ROOMY_STORY, ROOMY_PAPERS = 900, 8
EVENTS_READ = 500
SHOWN_AS_PAPERS = "berkas"  # ticks stand in block 6 and are left out of the history


@dataclass(frozen=True)
class Room:
    """How many lines of history and letters of each text a try may use."""

    history: int
    story: int
    text: int


ROOMS = (Room(40, 4000, 900), Room(34, 4000, 600), Room(22, 4000, 350), Room(10, 2500, 200), Room(5, 600, 80))


@dataclass(frozen=True)
class CaseSheet:
    """Everything on the sheet as ready texts; lists are in printing order, `older` counts history lines left out.

    `family` is the annex of a family that block 3 has no room for, else empty.
    `roomy`: a young case leaves space on the page, so that empty boxes are high enough to write in by hand.
    """

    head: Letterhead
    imprint: Imprint
    mark: Mark
    registered: str
    facts: list[tuple[str, str]]
    reporter: Rows
    client: Rows
    members: list[tuple[str, str, str, str, str]]
    more_members: int
    family: list[tuple[str, ...]]
    need: Rows
    check: Rows
    papers: list[tuple[str, str, str]]
    more_papers: int
    visits: list[tuple[str, str, str, str, str]]
    more_visits: int
    recommendation: Rows
    decision: Rows
    referrals: list[tuple[str, str, str, str]]
    events: list[tuple[str, str, str]]
    older: int
    result: Rows
    signers: list[tuple[str, str]]
    place_and_day: str
    roomy: bool


@dataclass(frozen=True)
class CaseFile:
    """A case with what its sheet needs, read once; `Room` then decides how much of it is shown."""

    hub: Hub
    page: CasePage
    members: list[Person]
    base_url: str
    printed_by: str
    now: datetime
    welfare: str = ""
    code: str = ""


def open_case_file(case: Case, hub: Hub, *, reader: Viewer, base_url: str, now: datetime, code: str = "") -> CaseFile:
    """Read everything around a case that `find_case` returned, as far as `reader`, who prints, may know it.

    `code` is the sheet's (actions.sheet.hand_out); without one its QR code leads to the case.
    """
    members = members_beside(reader, case.client)
    welfare = welfare_codes(case, clock.today(hub.zone, now).year)
    page = load_case_page(case, events=EVENTS_READ)
    return CaseFile(hub, page, members, base_url, reader.name, now, welfare, code)


def case_sheet_pdf(file: CaseFile) -> bytes:
    """PDF bytes; less history, then less text, until two pages and the annex hold it. Raises PrintingUnavailable."""
    most = MOST_PAGES + annex_pages(file)
    for room in ROOMS[:-1]:
        try:
            return print_pdf(case_sheet_html(file, room), most_pages=most)
        except TooManyPages:
            continue
    return print_pdf(case_sheet_html(file, ROOMS[-1]), most_pages=most)


def annex_pages(file: CaseFile) -> int:
    """How many pages the annex with the whole family may take; none for a family that fits block 3."""
    return -(-len(file.members) // A_PAGE_OF_FAMILY) if len(file.members) > MOST_MEMBERS else 0


def case_sheet_html(file: CaseFile, room: Room = ROOMS[0], *, screen: bool = False) -> str:
    """The same content as HTML, for the worker or for a browser (`screen`)."""
    sheet = build_sheet(file, room)
    return render("lembar-kasus", "Lembar kasus", sheet.imprint, screen=screen, roomy=sheet.roomy, sheet=sheet)


def build_sheet(file: CaseFile, room: Room) -> CaseSheet:
    """Turn rows into ready texts."""
    page, hub, case = file.page, file.hub, file.page.case
    today = clock.today(hub.zone, file.now)
    told = [event for event in page.events if event.kind != SHOWN_AS_PAPERS]
    shown, family = told[: room.history], case_blocks.member_lines(file.members, today)
    return CaseSheet(
        head=letterhead(hub),
        imprint=imprint(hub, case.number, restricted=case.restricted, printed_by=file.printed_by, now=file.now),
        mark=mark_of(file.code, file.base_url, case.number),
        registered=show_date(case.registered_on),
        facts=_facts(page, hub),
        reporter=case_blocks.reporter_rows(case),
        client=case_blocks.client_rows(case.client, case.village, today, file.welfare),
        members=family[:MOST_MEMBERS],
        more_members=max(0, len(family) - MOST_MEMBERS),
        family=[(str(place), *line) for place, line in enumerate(family, start=1)] if family[MOST_MEMBERS:] else [],
        need=case_blocks.need_rows(case, room.story, room.text),
        check=case_blocks.check_rows(page, room.text),
        papers=[case_blocks.paper_line(paper) for paper in page.papers[:MOST_PAPERS]],
        more_papers=max(0, len(page.papers) - MOST_PAPERS),
        visits=case_blocks.visit_lines(page, hub.zone, room.text),
        more_visits=max(0, len(newest_versions(page.visits)) - 3),
        recommendation=outcome_blocks.recommendation_rows(page, hub.zone, room.text),
        decision=outcome_blocks.decision_rows(page, hub.zone, room.text),
        referrals=outcome_blocks.referral_lines(page),
        events=[case_blocks.event_line(event, hub.zone) for event in reversed(shown)],
        older=len(told) - len(shown),
        result=outcome_blocks.result_rows(case, hub.zone, room.text),
        signers=_signers(page),
        place_and_day=f"{hub.district}, {show_date(today)}",
        roomy=_has_space(page, hub),
    )


def _facts(page: CasePage, hub: Hub) -> list[tuple[str, str]]:
    case = page.case
    return [
        ("Tanggal masuk", clock_time(case.created_at, hub.zone)),
        ("Masuk lewat", f"{label_of(Channel, case.channel)}, {label_of(IntakeKind, case.kind).lower()}"),
        ("Petugas", page.names.get(case.created_by_id, "")),
        ("Status", label_of(CaseState, case.state)),
        ("Prioritas, batas", f"{label_of(Priority, case.priority)}, {show_date(case.due_on)}"),
    ]


def _has_space(page: CasePage, hub: Hub) -> bool:
    """Whether the tall page of a case without visit and decision has space for handwriting."""
    is_short = len(page.case.story) < ROOMY_STORY and len(page.papers) <= ROOMY_PAPERS
    return hub.paper == "F4" and page.decision is None and not page.visits and is_short


def _signers(page: CasePage) -> list[tuple[str, str]]:
    """Who signs, as whom; a name still unknown leaves a line."""
    case, decision = page.case, page.decision
    return [
        ("Pemohon / klien", case.reporter_name),
        ("Petugas penerima", page.names.get(case.created_by_id, "")),
        ("Koordinator", page.names.get(decision.created_by_id, "") if decision else ""),
    ]
