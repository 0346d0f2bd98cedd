"""The client's consent (persetujuan klien, domain 6.3 (11), 8.1): what data, for what, who gets it, which rights.

Services go on public duty without it; it is for visits, photos and handing data on. Who cannot write puts a thumbprint
before a witness. Of a restricted case only its number is printed; the name is written by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from puskesos import clock
from puskesos.documents.paper import Letterhead, imprint, letterhead, render
from puskesos.documents.sheet_mark import Mark, mark_of
from puskesos.formatting import show_any_phone, show_date, show_place
from puskesos.models.case import Case
from puskesos.models.hub import Hub

MOST_PAGES = 2
TITLE = "Persetujuan klien"
DATA = "nama, NIK, KK, alamat, nomor HP, anggota keluarga, keadaan ekonomi dan rumah, dan kesehatan bila perlu"
AGREED = (
    "Data saya dipakai untuk mengurus layanan di atas.",
    "Data yang diperlukan diteruskan ke instansi yang melayani.",
    "Relawan (PSM) desa saya berkunjung ke rumah.",
    "Rumah dan berkas saya difoto sebagai bukti, bukan untuk umum.",
    "Saya dihubungi lewat telepon atau WhatsApp.",
    "Foto atau cerita saya dipakai untuk publikasi. (Boleh tidak setuju.)",
)
RIGHTS = (
    "Melihat data saya dan meminta salinannya; dilayani paling lama 3x24 jam.",
    "Meminta data yang salah diperbaiki.",
    "Menarik persetujuan ini kapan saja tanpa biaya; diproses paling lama 3x24 jam.",
    "Meminta data dihapus bila tidak lagi diperlukan menurut aturan arsip.",
    "Keberatan atau mengadu kepada koordinator hub ini.",
)
Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Consent:
    """Ready texts; empty ones are dotted room."""

    head: Letterhead
    client: Facts
    service: str
    offices: str
    unit: str
    reach: str
    place_and_day: str
    officer: str
    mark: Mark | None
    data: str = DATA
    agreed: tuple[str, ...] = AGREED
    rights: tuple[str, ...] = RIGHTS


def consent_html(
    case: Case | None,
    hub: Hub,
    *,
    printed_by: str,
    now: datetime,
    base_url: str = "",
    code: str = "",
    screen: bool = False,
    **frame: object,
) -> str:
    """The paper of a case that `find_case` returned, or an empty one; `frame` is where the links on screen lead.

    With the `code` of the sheet the signed paper finds its case again.
    """
    secret = bool(case and case.restricted)
    marks = imprint(hub, case.number if case else "KOSONG", restricted=secret, printed_by=printed_by, now=now)
    today = show_date(clock.today(hub.zone, now)) if case else ""
    paper = Consent(
        head=letterhead(hub),
        client=_client(case),
        service=case.service.name if case and not secret else "",
        offices="",
        unit=hub.name,
        reach=show_any_phone(hub.phone) if hub.phone else hub.address,
        place_and_day=f"{hub.district}, {today}" if today else hub.district,
        officer=printed_by if case else "",
        mark=mark_of(code, base_url, case.number) if case and code else None,
    )
    return render("persetujuan", TITLE, marks, screen=screen, paper=paper, is_dated=bool(today), **frame)


def _client(case: Case | None) -> Facts:
    """Who consents: all that is known of the case's client, or dotted room."""
    labels = ("Nama", "NIK", "Tempat, tanggal lahir", "Alamat", "No. HP / WA")
    if case is None:
        return [(label, "") for label in labels]
    if case.restricted:
        return [("Nomor kasus", case.number), *((label, "") for label in labels)]
    who = case.client
    told = (
        who.name,
        " ".join(re.findall(".{1,4}", who.nik or "")),
        ", ".join(part for part in (who.birth_place, show_date(who.birth_date)) if part),
        ", ".join(part for part in (who.address, show_place(who.rt, who.rw), case.village.name) if part),
        show_any_phone(who.phone),
    )
    return [("Nomor kasus", case.number), *zip(labels, told, strict=True)]
