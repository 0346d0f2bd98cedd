"""The receipt (tanda terima), client's and hub's copy on one page. NIK masked; a restricted case shows initials."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from puskesos.documents.paper import (
    Imprint,
    Letterhead,
    case_qr,
    clock_time,
    family_address,
    imprint,
    letterhead,
    render,
)
from puskesos.documents.printing import TooManyPages, print_pdf
from puskesos.formatting import show_any_phone, show_date
from puskesos.models.case import Case, CaseDocument
from puskesos.models.hub import Hub
from puskesos.queries.case_page import papers_of
from puskesos.queries.hub import names_of_users
from puskesos.rules.names import initials
from puskesos.rules.nik import mask_number
from puskesos.rules.papers import MISSING, PaperOwner, PaperState

MOST_NAMED = (7, 4, 2, 1)  # papers in each list; fewer where the longest words would not leave both copies on one page
SCAN = "Atau pindai kode QR, lalu ketik empat angka terakhir nomor HP, atau NIK bila tidak ada HP."
ASK_US = "Kode QR hanya menjawab “Hubungi Puskesos”; kabarnya diberikan langsung."
RESTRICTED_SERVICE = "Layanan sosial"


@dataclass(frozen=True)
class Receipt:
    """Ready texts of both copies; `ask` is how to hear about the case.

    Each copy is its title and its QR code: the family's where it can be reached from outside, the hub's in its network.
    """

    head: Letterhead
    imprint: Imprint
    copies: list[tuple[str, Markup | None]]
    facts: list[tuple[str, str]]
    due: str
    received: list[str]
    missing: list[str]
    ask: str
    officer: str
    reporter: str
    place_and_day: str


def receipt_html(
    case: Case,
    hub: Hub,
    *,
    base_url: str,
    printed_by: str,
    now: datetime,
    screen: bool = False,
    most: int = MOST_NAMED[0],
) -> str:
    """The receipt of a case that `find_case` returned; names at most `most` papers in each list."""
    receipt = build_receipt(case, hub, base_url=base_url, printed_by=printed_by, now=now, most=most)
    return render("tanda-terima", "Tanda terima", receipt.imprint, screen=screen, receipt=receipt)


def receipt_pdf(case: Case, hub: Hub, *, base_url: str, printed_by: str, now: datetime) -> bytes:
    """PDF bytes; fewer papers are named until both copies stand on one page. Raises PrintingUnavailable."""
    facts = {"base_url": base_url, "printed_by": printed_by, "now": now}
    for most in MOST_NAMED:
        try:
            return print_pdf(receipt_html(case, hub, **facts, most=most), most_pages=1)
        except TooManyPages:
            continue
    return print_pdf(receipt_html(case, hub, **facts, most=MOST_NAMED[-1]), most_pages=2)


def build_receipt(case: Case, hub: Hub, *, base_url: str, printed_by: str, now: datetime, most: int) -> Receipt:
    """Turn rows into ready texts. What the client carries home never says that a case is restricted, or why."""
    papers = papers_of(case)
    reporter = initials(case.reporter_name) if case.restricted else case.reporter_name
    return Receipt(
        head=letterhead(hub),
        imprint=imprint(hub, case.number, restricted=False, printed_by=printed_by, now=now),
        copies=[
            ("Lembar untuk pemohon", case_qr(family_address(hub), case.number)),
            ("Lembar untuk Puskesos", case_qr(base_url, case.number)),
        ],
        facts=_facts(case, hub, reporter),
        due=show_date(case.due_on),
        received=_named(papers, {PaperState.ADA}, most),
        missing=_named([one for one in papers if one.owner == PaperOwner.KELUARGA], MISSING, most),
        ask=_how_to_ask(hub, restricted=case.restricted),
        officer=names_of_users(case.hub_id).get(case.created_by_id, ""),
        reporter=reporter,
        place_and_day=f"{hub.district}, {show_date(case.registered_on)}",
    )


def _facts(case: Case, hub: Hub, reporter: str) -> list[tuple[str, str]]:
    client = case.client
    facts = [
        ("Diterima", clock_time(case.created_at, hub.zone)),
        ("Pemohon", reporter),
        ("Klien", initials(client.name) if case.restricted else client.name),
        ("NIK klien", mask_number(client.nik) if client.nik and not case.restricted else ""),
        ("Desa / kelurahan", case.village.name),
        ("Layanan", RESTRICTED_SERVICE if case.restricted else case.service.name),
    ]
    return [(label, text) for label, text in facts if text]


def _named(papers: list[CaseDocument], states: Set[PaperState], most: int) -> list[str]:
    names = [paper.name for paper in papers if paper.state in states]
    more = len(names) - most
    return names[:most] + ([f"dan {more} berkas lain"] if more > 0 else [])


def _how_to_ask(hub: Hub, *, restricted: bool) -> str:
    phone = f"telepon atau WA {show_any_phone(hub.phone)}" if hub.phone else "datang ke Puskesos"
    hours = f", {hub.opening_hours}" if hub.opening_hours else ""
    asked = f"Menanyakan kabar: {phone}{hours}. Sebutkan nomor di atas."
    if not family_address(hub):
        return asked
    return f"{asked} {ASK_US if restricted else SCAN}"
