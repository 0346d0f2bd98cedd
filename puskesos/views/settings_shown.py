"""How the changes of settings read: the audit trail's entries as lines of a timeline, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from puskesos.formatting import show_moment
from puskesos.models.audit import AuditEntry
from puskesos.rules.intake import Area, Pillar, Priority, Sector
from puskesos.rules.letter import LetterKind

LABELS = {
    "name": "nama",
    "area": "bidang",
    "pillar": "pilar",
    "sector": "sektor",
    "priority": "prioritas",
    "target_days": "target hari kerja",
    "papers": "berkas",
    "restricted": "terbatas",
    "hint": "petunjuk",
    "agencies": "instansi",
    "ppks": "PPKS",
    "spm": "SPM",
    "active": "dipakai",
    "decile_limit": "batas desil",
    "doubtful_decile": "desil perlu cek",
    "received": "diterima keluarga",
    "answer_days": "hari jawaban instansi",
    "answer_days_urgent": "hari jawaban instansi, darurat",
    "answer_days_prompt": "hari jawaban instansi, segera",
    "proposal_from_day": "usulan mulai tanggal",
    "proposal_until_day": "usulan sampai tanggal",
    "dtsen_cutoff_day": "batas DTSEN tanggal",
    "dtsen_pull_day": "penarikan DTSEN tanggal",
    "reactivation_months": "bulan reaktivasi PBI-JK",
    "public_status": "halaman status untuk umum",
    "village_silent_days": "hari tanpa kabar dari desa",
    "load_limit": "tugas terbuka per relawan",
    "handoff_text": "kalimat WhatsApp",
    "above": "baris atas kop",
    "address": "baris alamat kop",
    "paper": "ukuran kertas",
    "margin_top": "margin atas",
    "margin_right": "margin kanan",
    "margin_bottom": "margin bawah",
    "margin_left": "margin kiri",
    "archive": "PDF/A untuk arsip",
    "number_pattern": "pola nomor",
    "hub_mark": "kode hub",
    "together": "satu nomor urut untuk semua jenis",
}
CODES = {"area": Area, "pillar": Pillar, "sector": Sector, "priority": Priority}
MADE = {"service_created": "membuat layanan ini.", "program_created": "membuat program ini."}


@dataclass(frozen=True)
class ChangeLine:
    """One line of the timeline."""

    when: str
    who: str
    text: str
    detail: str = ""


def change_lines(entries: Iterable[AuditEntry], zone: str) -> list[ChangeLine]:
    """The entries ready to show; what a field said before stands in the detail."""
    return [_line(entry, show_moment(entry.at, zone)) for entry in entries]


def _line(entry: AuditEntry, when: str) -> ChangeLine:
    detail = json.loads(entry.detail)
    if entry.action == "holidays_added":
        days = f"{detail['first']} s.d. {detail['last']}" if detail["days"] > 1 else detail["first"]
        return ChangeLine(when, entry.actor_name, "menambah libur.", days)
    if entry.action == "holiday_removed":
        return ChangeLine(when, entry.actor_name, "menghapus libur.", detail["day"])
    if entry.action == "letter_logo_changed":
        return ChangeLine(
            when, entry.actor_name, f"{'menghapus' if detail['removed'] else 'mengganti'} logo.", detail["side"]
        )
    if entry.action == "letter_signers_chosen":
        return ChangeLine(when, entry.actor_name, "memilih penanda tangan.", detail["fields"])
    if entry.action in MADE:
        return ChangeLine(when, entry.actor_name, MADE[entry.action])
    before = [f"{_label(name)} semula {_said(name, value)}" for name, value in detail["before"].items()]
    return ChangeLine(when, entry.actor_name, "mengubah.", "; ".join(before))


def _label(name: str) -> str:
    """A column's word, for a kind's code ("klas:surat_tugas") the kind, for a limit ("penanganan:biasa") the step."""
    if name.startswith(("sasaran ", "jarak ")):
        return name
    if name.startswith("klas:"):
        return f"klasifikasi {LetterKind(name.removeprefix('klas:')).label.lower()}"
    return LABELS.get(name) or f"tenggat {name.replace('_', ' ').replace(':', ', ')}"


def _said(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if name in CODES and value:
        return f"“{CODES[name](str(value)).label}”"
    if value in {None, ""}:
        return "kosong"
    return f"“{str(value).replace(chr(10), ', ').replace(',', ', ').replace(',  ', ', ')}”"
