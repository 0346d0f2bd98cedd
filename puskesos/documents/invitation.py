"""A volunteer's invitation on one page: the QR code, the link, and what to do with it, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from puskesos.documents.paper import Letterhead, clock_time, imprint, letterhead, qr_image, render
from puskesos.documents.printing import print_pdf
from puskesos.formatting import show_any_phone
from puskesos.models.hub import Hub
from puskesos.models.user import User

MOST_PAGES = 1


@dataclass(frozen=True)
class Asked:
    """The link of an open invitation, and until when it works."""

    link: str
    expires_at: datetime


@dataclass(frozen=True)
class InvitationSheet:
    """Ready texts."""

    head: Letterhead
    facts: list[tuple[str, str]]
    link: str
    qr: Markup
    unit: str
    ask: str


def invitation_html(
    user: User, hub: Hub, asked: Asked, *, printed_by: str, now: datetime, screen: bool = False, **frame: object
) -> str:
    """The paper of an invitation that works."""
    marks = imprint(hub, f"UNDANGAN-{user.username}", restricted=False, printed_by=printed_by, now=now)
    sheet = InvitationSheet(
        head=letterhead(hub),
        facts=[
            ("Untuk", user.name),
            ("Nama pengguna", user.username),
            ("Berlaku sampai", clock_time(asked.expires_at, hub.zone)),
        ],
        link=asked.link,
        qr=qr_image(asked.link, "Kode QR undangan; tautannya tertulis di bawah"),
        unit=hub.name,
        ask=f"{hub.name}, telepon {show_any_phone(hub.phone)}" if hub.phone else hub.name,
    )
    return render("undangan", "Undangan relawan", marks, screen=screen, sheet=sheet, **frame)


def invitation_pdf(html: str) -> bytes:
    """PDF bytes of one page. Raises PrintingUnavailable, TooManyPages."""
    return print_pdf(html, most_pages=MOST_PAGES)
