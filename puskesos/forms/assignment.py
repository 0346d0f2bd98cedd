"""What can be typed about assignments and visits."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from wtforms import MultipleFileField, StringField
from wtforms.validators import ValidationError

from puskesos.actions.visit import VisitEntry
from puskesos.forms.base import Day, Hour, HubForm, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.choices import pick, pick_one
from puskesos.rules.assignment_path import AssignmentKind, AssignmentState, VisitConclusion, VisitOutcome


class AssignmentForm(OnceForm, VersionForm):
    """Who goes, what for, until when."""

    volunteer = pick("Relawan", [], thing="relawan")
    kind = pick("Jenis kunjungan", AssignmentKind, thing="jenis kunjungan", default=str(AssignmentKind.KUNJUNGAN_RUMAH))
    instruction = paragraph(
        "Petunjuk untuk relawan", limit=1000, description="Apa yang perlu dilihat, ditanya, atau dibawa."
    )
    due_on = Day("Batas waktu laporan", [Needed("batas waktu")])


class ReasonOnlyForm(VersionForm):
    """Declining or cancelling an assignment."""

    reason = paragraph("Alasan", Needed("alasan"), limit=500)


class EmptyForm(HubForm):
    """A button: nothing to type, the token only."""


class ReviewForm(VersionForm):
    """The answer to a visit report."""

    target = pick_one("Keputusan atas laporan", AssignmentState, thing="keputusan atas laporan")
    reason = paragraph("Yang perlu diperbaiki atau dilihat lagi", limit=1000)
    due_on = Day("Batas waktu baru")


class VisitForm(OnceForm):
    """The volunteer's report; `zone` and `today` must be set before validation."""

    outcome = pick_one("Hasil kunjungan", VisitOutcome, thing="hasil kunjungan")
    met_whom = line("Bertemu siapa", limit=100, description="Misalnya: istri, ketua RT.")
    visited_on = Day("Tanggal kunjungan", [Needed("tanggal kunjungan")])
    visited_time = Hour("Jam")
    findings = paragraph("Temuan", Needed("temuan"), description="Apa yang dilihat dan didengar di rumah.")
    conclusion = pick("Kesimpulan", VisitConclusion, empty="Pilih kesimpulan")
    next_step = paragraph("Usul tindak lanjut", limit=1000)
    return_on = Day("Coba lagi pada", description="Bila belum bertemu klien.")
    photos = MultipleFileField(
        "Foto", description="Paling banyak 6. Rumah bagian depan, ruang tamu, dapur, atau surat."
    )

    zone = "Asia/Jakarta"
    today: date = date.max

    def validate_visited_on(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Tanggal kunjungan tidak boleh di masa depan.")

    def validate_met_whom(self, field: StringField) -> None:
        if self.outcome.data == VisitOutcome.BERTEMU and not field.data:
            raise ValidationError("Isi bertemu siapa.")

    def validate_conclusion(self, field: StringField) -> None:
        if self.outcome.data == VisitOutcome.BERTEMU and not field.data:
            raise ValidationError("Pilih kesimpulan.")

    def validate_return_on(self, field: Day) -> None:
        if field.data and field.data < self.today:
            raise ValidationError("Tanggal coba lagi tidak boleh sebelum hari ini.")

    def entry(self, now: datetime) -> VisitEntry:
        """The report for the action; today's visit without an hour counts as now."""
        zone = ZoneInfo(self.zone)
        hour = self.visited_time.data or (
            now.astimezone(zone).time() if self.visited_on.data == self.today else time(12)
        )
        moment = datetime.combine(self.visited_on.data, hour.replace(microsecond=0), zone).astimezone(UTC)
        return VisitEntry(
            visited_at=min(moment, now) if self.visited_on.data == self.today else moment,
            outcome=self.outcome.data,
            findings=self.findings.data,
            met_whom=self.met_whom.data or "",
            conclusion=self.conclusion.data or "",
            next_step=self.next_step.data or "",
            return_on=self.return_on.data,
        )
