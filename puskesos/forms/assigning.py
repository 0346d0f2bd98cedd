"""What is typed to hand work on: several cases at once, a task to somebody else, all of a volunteer.

Whom each of several goes to is posted beside the form, as `to-<number>` with `version-<number>`.
"""

from __future__ import annotations

from puskesos.forms.base import Day, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.choices import pick
from puskesos.rules.assignment_path import AssignmentKind


class TransferForm(OnceForm, VersionForm):
    """A task for somebody else."""

    volunteer = pick("Relawan", [], thing="relawan")
    due_on = Day("Batas waktu laporan", [Needed("batas waktu")])
    reason = line("Alasan", Needed("alasan"), limit=300, description="Misalnya: sakit, pindah tugas.")


class ManyForm(OnceForm):
    """Several cases at once."""

    kind = pick("Jenis kunjungan", AssignmentKind, empty="Menurut kasusnya")
    instruction = paragraph(
        "Petunjuk untuk semua", limit=1000, description="Kosong: petunjuk dari usulan petugas, bila ada."
    )


class TransferAllForm(OnceForm):
    """All open work of a volunteer to others."""

    reason = line("Alasan", Needed("alasan"), limit=300, description="Misalnya: sakit, berhenti, pindah tugas.")


class SentForm(OnceForm):
    """A button that counts once."""
