"""What the list of referrals was asked for: filter, page, and an answer slip's code typed into its search."""

from __future__ import annotations

from datetime import date

from flask import current_app, request

from puskesos.forms.base import clean_line
from puskesos.queries.agency import list_agencies
from puskesos.queries.referral import TO_TELL, WAITING, ReferralFilter, agencies_written_to
from puskesos.rules.letter_code import looks_like_code, read_code
from puskesos.rules.referral_path import ReferralState
from puskesos.security.guard import viewer
from puskesos.security.letter_code import hash_code

OWED = [(WAITING, "Belum dijawab"), (TO_TELL, "Jawaban belum disampaikan")]
STATES = [*OWED, *ReferralState.choices(), ("", "Semua status")]
WRONG_CODE = "Kode ini salah ketik: satu huruf atau angka keliru. Periksa lagi satu per satu."
UNKNOWN_CODE = "Tidak ada surat dengan kode ini. Mungkin kodenya sudah diganti atau dicabut; cari dengan nomor surat."


def asked_filter() -> ReferralFilter:
    """The list as the address wants it; a letter's code finds that letter whatever else is chosen."""
    given = request.args
    text, state, agency = clean_line(given.get("cari"))[:60], given.get("status", WAITING), given.get("instansi", "")
    code = read_code(text)
    return ReferralFilter(
        text=text,
        state=state if state in {"", WAITING, TO_TELL, *ReferralState} else WAITING,
        agency=int(agency) if agency.isascii() and agency.isdigit() and len(agency) < 10 else None,
        late=given.get("lewat") == "1",
        code_hash=hash_code(current_app.config["SETTINGS"].secret, code) if code else "",
    )


def nothing_found(wanted: ReferralFilter) -> str:
    """What is said instead of an empty list when the code of a slip was typed; empty otherwise."""
    if wanted.code_hash:
        return UNKNOWN_CODE
    return WRONG_CODE if looks_like_code(wanted.text) else ""


def agency_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The offices to narrow to: first those that letters went to."""
    written = agencies_written_to(viewer())
    offices = list_agencies(viewer().hub_id)
    titles = (("Ada suratnya", True), ("Belum ada surat", False))
    return [
        (title, [(str(one.id), one.name) for one in offices if (one.id in written) is has]) for title, has in titles
    ]


def asked_after() -> tuple[date, int] | None:
    """The last row of the page before, from "2026-11-21.42"; nonsense starts from the beginning."""
    day, _, row_id = request.args.get("setelah", "").partition(".")
    try:
        return (date.fromisoformat(day), int(row_id)) if row_id.isdecimal() and len(row_id) < 10 else None
    except ValueError:
        return None
