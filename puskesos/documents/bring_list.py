"""What the family itself still has to bring (yang perlu dibawa), in big letters: of it only initials and the number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from puskesos.documents.paper import Imprint, Letterhead, case_qr, family_address, imprint, letterhead, render, shorten
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_any_phone, show_date
from puskesos.models.case import Case
from puskesos.models.hub import Hub
from puskesos.queries.case_page import papers_of
from puskesos.rules.names import initials
from puskesos.rules.papers import MISSING, PaperOwner

MOST_PAGES = 4


@dataclass(frozen=True)
class BringList:
    """Ready texts; `missing` pairs a paper with the day it was promised for, `where` says how to reach the hub."""

    head: Letterhead
    imprint: Imprint
    qr: Markup | None
    who: str
    missing: list[tuple[str, str]]
    where: list[tuple[str, str]]


def bring_list_html(
    case: Case, hub: Hub, *, base_url: str, printed_by: str, now: datetime, screen: bool = False
) -> str:
    """The list of a case that `find_case` returned."""
    listed = build_bring_list(case, hub, base_url=base_url, printed_by=printed_by, now=now)
    return render("perlu-dibawa", "Yang perlu dibawa", listed.imprint, screen=screen, listed=listed)


def bring_list_pdf(case: Case, hub: Hub, *, base_url: str, printed_by: str, now: datetime) -> bytes:
    """PDF bytes. Raises PrintingUnavailable."""
    html = bring_list_html(case, hub, base_url=base_url, printed_by=printed_by, now=now)
    return print_pdf(html, most_pages=MOST_PAGES)


def build_bring_list(case: Case, hub: Hub, *, base_url: str, printed_by: str, now: datetime) -> BringList:
    """Turn rows into ready texts; it never says what the case is about, nor that it is restricted."""
    return BringList(
        head=letterhead(hub),
        imprint=imprint(hub, case.number, restricted=False, printed_by=printed_by, now=now),
        qr=case_qr(family_address(hub) or base_url, case.number),
        who=initials(case.client.name),
        missing=[
            (shorten(paper.name), f"dijanjikan {show_date(paper.promised_on)}" if paper.promised_on else "")
            for paper in papers_of(case)
            if paper.state in MISSING and paper.owner == PaperOwner.KELUARGA
        ],
        where=_where(hub),
    )


def _where(hub: Hub) -> list[tuple[str, str]]:
    rows = [
        ("Bawa ke", hub.name),
        ("Alamat", hub.address),
        ("Jam buka", hub.opening_hours),
        ("Telepon / WA", show_any_phone(hub.phone)),
    ]
    return [(label, text) for label, text in rows if text]
