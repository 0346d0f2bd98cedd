"""The label of a case's folder and the control card inside it (label map, kartu kendali; domain 6.3 (12)).

The card has every step with its day as far as the case has come, the rest to fill by pen. Of a restricted case the
label says initials and nothing of what it is about: folders stand where everybody passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from puskesos.documents.paper import Letterhead, case_qr, imprint, letterhead, render, shorten
from puskesos.documents.pen import PenTable
from puskesos.documents.sheet_mark import Mark, mark_of
from puskesos.formatting import show_date
from puskesos.models.hub import Hub
from puskesos.queries.case_page import CasePage
from puskesos.rules.names import initials

MOST_PAGES = 2
TITLE = "Label map dan kartu kendali"
BORROWED = PenTable(("Dipinjam tanggal", "Peminjam", "Paraf", "Kembali tanggal", "Paraf"), (20, 34, 13, 20, 13), 5)
STEPS = (
    "Kasus diterima, tanda terima diberikan",
    "Berkas lengkap",
    "Cek data",
    "Penugasan relawan",
    "Kunjungan lapangan",
    "Rekomendasi back office",
    "Penetapan koordinator",
    "Surat rujukan dikirim",
    "Jawaban instansi diterima",
    "Keluarga diberi tahu",
    "Kasus ditutup",
    "Masuk arsip",
)
Line = tuple[str, str, str]


@dataclass(frozen=True)
class FolderCard:
    """Ready texts: the label's lines, and steps with day and initials; everything empty on a blank one.

    `qr` on the label opens the case, `mark` on the card finds it again when the card is scanned.
    """

    head: Letterhead
    qr: Markup | None
    mark: Mark | None
    number: str
    name: str
    about: list[str]
    steps: list[Line]
    borrowed: PenTable = BORROWED


def folder_card_html(
    page: CasePage | None,
    hub: Hub,
    *,
    base_url: str,
    printed_by: str,
    now: datetime,
    code: str = "",
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper of a case with what is around it, or an empty one; `frame` is where the links on screen lead.

    `code` is the card's own.
    """
    case = page.case if page else None
    secret = bool(case and case.restricted)
    marks = imprint(hub, case.number if case else "KOSONG", restricted=secret, printed_by=printed_by, now=now)
    card = FolderCard(
        head=letterhead(hub),
        qr=case_qr(base_url, case.number) if case else None,
        mark=mark_of(code, base_url, case.number) if case and code else None,
        number=case.number if case else "",
        name=_name(page) if page else "",
        about=_about(page) if page else [],
        steps=_steps(page, hub) if page else [(step, "", "") for step in STEPS],
    )
    return render("label-map", TITLE, marks, screen=screen, card=card, **frame)


def _name(page: CasePage) -> str:
    client = page.case.client
    return initials(client.name) if page.case.restricted else shorten(client.name, 60)


def _about(page: CasePage) -> list[str]:
    case = page.case
    told = [case.village.name, "" if case.restricted else case.service.name, f"masuk {show_date(case.registered_on)}"]
    return [text for text in told if text]


def _steps(page: CasePage, hub: Hub) -> list[Line]:
    """Every step with its day and whose it was, as far as the case has come."""
    known = _known(page, ZoneInfo(hub.zone))
    return [(step, show_date(known[step][0]), known[step][1]) if step in known else (step, "", "") for step in STEPS]


def _known(page: CasePage, zone: ZoneInfo) -> dict[str, tuple[date, str]]:
    """Day and person of the steps that were taken; lists of the page stand newest first."""
    case, check, visits = page.case, page.check, page.visits
    written = {"Penugasan relawan": page.assignments[:1], "Rekomendasi back office": [page.recommendation]}
    written |= {"Penetapan koordinator": [page.decision]}
    done: dict[str, tuple[date, int | None]] = {
        step: (row.created_at.astimezone(zone).date(), row.created_by_id)
        for step, rows in written.items()
        for row in rows
        if row is not None
    }
    done[STEPS[0]] = (case.registered_on, case.created_by_id)
    if check:
        done["Cek data"] = (check.checked_on, check.checked_by_id)
    if visits:
        done["Kunjungan lapangan"] = (visits[0].visited_at.astimezone(zone).date(), visits[0].created_by_id)
    sent = next((letter for letter in page.referrals if letter.sent_on), None)
    if sent:
        done["Surat rujukan dikirim"] = (sent.sent_on, sent.created_by_id)
    if case.told_family_on:
        done["Keluarga diberi tahu"] = (case.told_family_on, None)
    if case.closed_at:
        done["Kasus ditutup"] = (case.closed_at.astimezone(zone).date(), None)
    return {step: (day, page.names.get(who, "")) for step, (day, who) in done.items()}
