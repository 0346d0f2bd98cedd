"""What can be typed on a case: corrections, notes, papers, data check, recommendation, decision, closing."""

from __future__ import annotations

from datetime import date

from wtforms import RadioField
from wtforms.validators import ValidationError

from puskesos.actions.case_decision import DecisionEntry
from puskesos.actions.case_work import DataCheckEntry
from puskesos.errors import RuleBroken
from puskesos.forms.base import Day, HubForm, Needed, OnceForm, VersionForm, Whole, line, paragraph
from puskesos.forms.choices import offer, pick, pick_one
from puskesos.forms.person import check_phone
from puskesos.forms.referral import ReferralFields
from puskesos.rules.case_path import DecisionChoice, RecommendationChoice, RejectionReason
from puskesos.rules.data_check import DataCheckChannel, DataCheckStatus
from puskesos.rules.deadlines import LONGEST_AHEAD
from puskesos.rules.intake import Priority, Relation
from puskesos.rules.papers import PAPER_CHOICES, PaperState


class PaperTickForm(HubForm):
    """One required paper: `state` is the tick button's value, `shown` what was chosen in the list ("ada:asli")."""

    state = pick("Status berkas", PaperState, empty="-")
    shown = pick("Keadaan berkas", list(PAPER_CHOICES), empty="-")

    def outcome(self) -> tuple[str, str]:
        """State and form; the button wins over the list. Raises RuleBroken when neither says anything."""
        state, _, form = (self.state.data or self.shown.data or "").partition(":")
        if not state:
            raise RuleBroken("Pilih keadaan berkas dari daftar.")
        return state, form


class NoteForm(OnceForm):
    """A note in the history."""

    text = paragraph("Catatan", Needed("catatan"), limit=2000)


class RevealForm(HubForm):
    """Why the full number must be seen."""

    number = pick("Nomor", [("nik", "NIK"), ("kk", "Nomor KK")], thing="nomor")
    reason = line("Alasan", Needed("alasan"), limit=200, description="Dicatat bersama nama dan waktu.")


class ContentForm(VersionForm):
    """Correcting what was taken at the counter."""

    story = paragraph("Uraian masalah", Needed("uraian masalah"))
    wish = paragraph("Harapan klien/keluarga", limit=1000)
    reporter_name = line("Nama pelapor", Needed("nama pelapor"))
    reporter_relation = pick("Hubungan pelapor dengan klien", Relation, thing="hubungan")
    reporter_phone = line("No. HP/WA pelapor", limit=30)
    village = pick("Desa/kelurahan kasus", [], thing="desa/kelurahan")
    priority = pick("Prioritas", Priority, thing="prioritas")
    due_on = Day("Batas waktu", [Needed("batas waktu")])
    today: date = date.max

    def validate_due_on(self, field: Day) -> None:
        """A new day lies within a year; one that was moved far by long pauses may stay."""
        if field.data and field.data != field.object_data and field.data - self.today > LONGEST_AHEAD:
            raise ValidationError("Batas waktu paling lama setahun lagi.")

    def validate_reporter_phone(self, field: object) -> None:
        check_phone(self.reporter_phone.data)

    def changes(self) -> dict[str, object]:
        """The columns of Case as typed."""
        return {
            "story": self.story.data,
            "wish": self.wish.data or "",
            "reporter_name": self.reporter_name.data,
            "reporter_relation": self.reporter_relation.data,
            "reporter_phone": self.reporter_phone.data or "",
            "village": int(self.village.data),
            "priority": self.priority.data,
            "due_on": self.due_on.data,
        }


class DataCheckForm(VersionForm):
    """What was found in DTSEN elsewhere; `today` must be set before validation."""

    status = pick_one("Status di DTSEN", DataCheckStatus, thing="status di DTSEN")
    decile = Whole("Desil", description="1 sampai 10; kosongkan bila tidak ada.", render_kw={"inputmode": "numeric"})
    period = line("Periode data", limit=40, description="Misalnya Triwulan III 2026.")
    checked_on = Day("Tanggal cek", [Needed("tanggal cek")])
    channel = pick("Lewat", DataCheckChannel, thing="lewat mana data dicek")
    note = paragraph("Keterangan", limit=500)
    today: date = date.max

    def validate_decile(self, field: Whole) -> None:
        if field.data is not None and not 1 <= field.data <= 10:
            raise ValidationError("Desil antara 1 dan 10.")

    def validate_checked_on(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Tanggal cek tidak boleh di masa depan.")

    def entry(self) -> DataCheckEntry:
        """The data check for the action."""
        return DataCheckEntry(
            status=self.status.data,
            decile=self.decile.data,
            period=self.period.data or "",
            checked_on=self.checked_on.data,
            channel=self.channel.data,
            note=self.note.data or "",
        )


class RecommendationForm(VersionForm):
    """The back office's advice."""

    choice = pick_one("Rekomendasi", RecommendationChoice, thing="rekomendasi")
    reason = paragraph("Alasan", Needed("alasan rekomendasi"), limit=2000)


class DecisionForm(ReferralFields, VersionForm):
    """The koordinator's decision; each choice shows the fields it requires."""

    choice = RadioField("Penetapan", choices=offer(DecisionChoice.choices()), validate_choice=False)
    text = paragraph(
        "Isi penetapan", Needed("putusan dan alasannya"), limit=2000, description="Apa yang diputuskan dan mengapa."
    )
    officer = line("Petugas yang melayani")
    target_on = Day("Target selesai")
    rejection_reason = pick("Alasan", RejectionReason, empty="Pilih alasan")
    told_client = paragraph("Yang disampaikan kepada klien", limit=1000)
    today: date = date.max

    def validate_choice(self, field: RadioField) -> None:
        if field.data not in set(DecisionChoice):
            raise ValidationError("Pilih penetapan.")

    def validate_target_on(self, field: Day) -> None:
        if field.data and self.choice.data == DecisionChoice.LAYANI and field.data < self.today:
            raise ValidationError("Target selesai tidak boleh sebelum hari ini.")

    def entry(self) -> DecisionEntry:
        """The decision for the action, with only the fields of the chosen kind."""
        served, referred, refused = (self.choice.data == choice for choice in DecisionChoice)
        return DecisionEntry(
            choice=self.choice.data,
            text=self.text.data,
            officer=(self.officer.data or "") if served else "",
            target_on=self.target_on.data if served else None,
            referral=self.referral() if referred else None,
            rejection_reason=(self.rejection_reason.data or "") if refused else "",
            told_client=(self.told_client.data or "") if refused else "",
        )


class ReasonForm(VersionForm):
    """A step that needs only a reason."""

    reason = paragraph("Alasan", Needed("alasan"), limit=1000)


class RemarkForm(VersionForm):
    """A step that needs nothing; a word may be added."""

    reason = paragraph("Catatan", limit=1000)
