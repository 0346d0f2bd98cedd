"""What can be typed on a case: corrections, notes, papers, data check."""

from __future__ import annotations

from datetime import date

from wtforms.validators import ValidationError

from puskesos.actions.case_work import DataCheckEntry
from puskesos.errors import RuleBroken
from puskesos.forms.base import Day, HubForm, Needed, OnceForm, VersionForm, Whole, line, paragraph
from puskesos.forms.choices import offer, pick, pick_one, service_choices, village_choices
from puskesos.forms.person import check_phone
from puskesos.models.hub import Service, Village
from puskesos.rules.case_path import BEFORE_DECISION
from puskesos.rules.data_check import NOT_FOUND_OUT, DataCheckChannel, DataCheckStatus, check_problems
from puskesos.rules.deadlines import LONGEST_AHEAD
from puskesos.rules.intake import IntakeKind, Priority, Relation
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
    service = pick("Jenis layanan", [], thing="jenis layanan", description="Bidang dan berkas mengikuti layanan.")
    kind = pick("Jenis masukan", IntakeKind, thing="jenis masukan")
    village = pick("Desa/kelurahan kasus", [], thing="desa/kelurahan")
    priority = pick("Prioritas", Priority, thing="prioritas")
    due_on = Day("Batas waktu", [Needed("batas waktu")])
    today: date = date.max

    def validate_due_on(self, field: Day) -> None:
        """A new day lies within a year; one that was moved far by long pauses may stay."""
        if field.data and field.data != field.object_data and field.data - self.today > LONGEST_AHEAD:
            raise ValidationError("Batas waktu paling lama setahun lagi.")

    def offer(self, villages: list[Village], services: list[Service], state: str) -> None:
        """The hub's own lists; service and kind may be corrected until the decision."""
        self.village.choices = offer(village_choices(villages))
        if state in BEFORE_DECISION:
            self.service.choices = service_choices(services)
        else:
            del self.service, self.kind

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
        } | ({"service": int(self.service.data), "kind": self.kind.data} if "service" in self else {})


class DataCheckForm(VersionForm):
    """What was found in DTSEN elsewhere; `today` must be set before validation."""

    status = pick_one("Status di DTSEN", DataCheckStatus, thing="status di DTSEN")
    decile = Whole("Desil", description="1 sampai 10; kosongkan bila tidak ada.", render_kw={"inputmode": "numeric"})
    period = line("Periode data", limit=40, description="Misalnya Triwulan III 2026.")
    checked_on = Day("Tanggal cek", [Needed("tanggal cek")])
    channel = pick("Lewat", DataCheckChannel, empty="Pilih lewat mana")
    note = paragraph("Keterangan", limit=500)
    today: date = date.max

    def validate(self, extra_validators: object = None) -> bool:
        """Each status asks for its own; all that is missing is said at once."""
        passed = super().validate(extra_validators)
        if not self.status.data:
            return False
        typed = (self.status.data, self.decile.data, self.channel.data or "", self.note.data or "")
        return self.add_problems(check_problems(*typed)) and passed

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
            channel="" if self.status.data in NOT_FOUND_OUT else self.channel.data,
            note=self.note.data or "",
        )
