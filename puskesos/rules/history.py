"""Which entries of a case's history may be corrected, by whom and how long, and how an entry reads."""

from __future__ import annotations

from datetime import datetime, timedelta

from puskesos.rules.case_path import CaseState
from puskesos.rules.code import Code
from puskesos.rules.roles import Role
from puskesos.rules.viewer import Viewer

OWN_FOR = timedelta(days=7)
PAGE = 100
CONTACT = "kontak"  # the kind of entry that says the family was reached
RECOMMENDED = "Rekomendasi: "  # begins the entry that a recommendation writes


class EntryKind(Code):
    """What was written and can be corrected with a trace."""

    CATATAN = "catatan", "catatan"
    REKOMENDASI = "rekomendasi", "alasan rekomendasi"
    CEK_DATA = "cek_data", "cek data"


# How an entry without a change of state reads after the name of who made it.
_VERBS = {
    "catatan": "menulis catatan",
    "perbaikan": "memperbaiki isian kasus",
    "cek_data": "mengisi cek data",
    "kontak": "mencatat kontak keluarga",
    "usulan": "mencatat usulan",
    "berkas": "mencatat berkas",
    "lampiran": "mencatat lampiran",
    "penugasan": "mencatat penugasan",
    "rujukan": "mencatat rujukan",
    "identitas": "memperbaiki identitas",
    "warga": "mencatat keadaan klien",
    "surat": "mencatat surat",
    "jalur": "mencatat jalur",
    "ppks": "mencatat PPKS",
    "spm": "mencatat SPM",
    "terbatas": "mengubah keterbukaan kasus",
}


def entry_verb(kind: str, source: str, target: str) -> str:
    """What somebody did, as the words after the name: "menulis catatan", "mengubah status menjadi Penanganan BO"."""
    if target and source:
        return f"mengubah status menjadi {CaseState(target).label}"
    return "mendaftarkan kasus" if target else _VERBS.get(kind, "")


def entry_kind(kind: str, target: str, text: str) -> EntryKind | None:
    """Which correctable entry this is, if any."""
    if kind == EntryKind.CATATAN or kind == EntryKind.CEK_DATA:
        return EntryKind(kind)
    is_advice = target == CaseState.MENUNGGU_PENETAPAN and text.startswith(RECOMMENDED)
    return EntryKind.REKOMENDASI if is_advice else None


def may_correct(viewer: Viewer, author_id: int | None, at: datetime, now: datetime) -> bool:
    """The author within seven days; the koordinator always."""
    return viewer.has_role(Role.KOORDINATOR) or (author_id == viewer.id and now - at <= OWN_FOR)
