"""What can be typed about a program that a person receives."""

from __future__ import annotations

from puskesos.actions.membership import MembershipEntry
from puskesos.forms.base import Day, OnceForm, line, paragraph
from puskesos.forms.choices import pick, pick_one
from puskesos.rules.person import MembershipStatus


class MembershipForm(OnceForm):
    """Program, status, card and days; an empty card number leaves the known one."""

    program = pick("Program", [], thing="program")
    status = pick_one("Status", MembershipStatus, thing="status", default=str(MembershipStatus.AKTIF))
    card_number = line("Nomor kartu", limit=40, render_kw={"autocomplete": "off"})
    since = Day("Sejak", description="Bila hanya bulannya yang diketahui, pakai tanggal 1.")
    until = Day("Berhenti sejak")
    note = paragraph("Keterangan", limit=500)
    kept_card = ""

    def entry(self) -> MembershipEntry:
        """The membership for the action; only an ended one has a last day."""
        ended = self.status.data == MembershipStatus.BERHENTI
        return MembershipEntry(
            program=self.program.data,
            status=self.status.data,
            card_number=self.card_number.data or self.kept_card,
            since=self.since.data,
            until=self.until.data if ended else None,
            note=self.note.data or "",
        )
