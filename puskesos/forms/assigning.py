"""What is typed to hand work on: several cases, a task to somebody else, all of a volunteer, days away, our own words."""

from __future__ import annotations

from datetime import date

from wtforms import StringField
from wtforms.validators import ValidationError

from puskesos.forms.base import Day, HubForm, Needed, OnceForm, VersionForm, Whole, line, paragraph
from puskesos.forms.choices import pick
from puskesos.rules.assignment_path import AssignmentKind
from puskesos.rules.handoff import MOST, WORDS, handoff_problem


class TransferForm(OnceForm, VersionForm):
    """A task for somebody else."""

    volunteer = pick("Relawan", [], thing="relawan")
    due_on = Day("Batas waktu laporan", [Needed("batas waktu")])
    reason = line("Alasan", Needed("alasan"), limit=300, description="Misalnya: sakit, pindah tugas.")


class ManyForm(OnceForm):
    """Several tasks or cases at once; whom each goes to is posted beside it as `to-<id>`."""

    kind = pick("Jenis kunjungan", AssignmentKind, thing="jenis kunjungan", default=str(AssignmentKind.KUNJUNGAN_RUMAH))
    instruction = paragraph("Petunjuk untuk semua", limit=1000)


class TransferAllForm(OnceForm):
    """All open work of a volunteer to others."""

    reason = line("Alasan", Needed("alasan"), limit=300, description="Misalnya: sakit, berhenti, pindah tugas.")


class AbsenceForm(HubForm):
    """Days away."""

    first_on = Day("Libur mulai", [Needed("tanggal mulai")])
    last_on = Day("Sampai dengan", [Needed("tanggal akhir")])
    reason = line("Keterangan", limit=100)
    today: date = date.min

    def validate_last_on(self, field: Day) -> None:
        if field.data and self.first_on.data and field.data < self.first_on.data:
            raise ValidationError("Tanggal akhir sebelum tanggal mulai.")


class AssigningForm(HubForm):
    """How much is enough for one volunteer, and the words of the WhatsApp hand-off."""

    load_limit = Whole("Tugas terbuka yang wajar untuk satu relawan", [Needed("angkanya")])
    handoff_text = line(
        "Kalimat WhatsApp untuk relawan",
        limit=MOST,
        description=f"Kosongkan untuk kalimat bawaan. Boleh memakai {', '.join(f'{{{name}}}' for name in WORDS)}.",
    )

    def validate_load_limit(self, field: Whole) -> None:
        if field.data is not None and not 1 <= field.data <= 60:
            raise ValidationError("Antara 1 dan 60 tugas.")

    def validate_handoff_text(self, field: StringField) -> None:
        if problem := handoff_problem(field.data or ""):
            raise ValidationError(problem)
