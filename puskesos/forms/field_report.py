"""What a volunteer types about a need met on the road, and what the counter types about such a report."""

from __future__ import annotations

from wtforms import BooleanField, MultipleFileField, StringField
from wtforms.validators import ValidationError

from puskesos.actions.field_report import ReportEntry
from puskesos.forms.base import Needed, OnceForm, VersionForm, Whole, line, paragraph
from puskesos.forms.choices import offer, pick, service_choices, village_choices
from puskesos.forms.person import DIGITS, check_phone
from puskesos.models.field_report import FieldReport
from puskesos.models.hub import Service, Village
from puskesos.rules.field_report import MOST_PHOTOS
from puskesos.rules.intake import Sex


class FieldReportForm(OnceForm, VersionForm):
    """Whom, where, what; the rest waits for the counter."""

    urgent = BooleanField("Darurat", description="Koordinator langsung diberi tahu. Tolong dulu, laporan menyusul.")
    name = line("Nama", render_kw={"autocomplete": "off"}, description="Kosongkan bila belum diketahui.")
    sex = pick("Jenis kelamin", Sex, empty="Belum tahu")
    age = Whole("Perkiraan umur", render_kw=DIGITS)
    village = pick("Desa/kelurahan", [], thing="desa/kelurahan")
    place = line("Tempat", limit=160, description="Kampung, RT/RW, atau patokan.")
    phone = line("No. HP yang bisa dihubungi", limit=30, render_kw={"inputmode": "tel", "autocomplete": "off"})
    service = pick("Kebutuhan", [], empty="Belum tahu")
    story = paragraph("Apa yang terjadi", Needed("apa yang terjadi"), limit=2000)
    violence = BooleanField("Ada kekerasan")
    photos = MultipleFileField("Foto", description=f"Paling banyak {MOST_PHOTOS}. Boleh tanpa foto.")

    def offer(self, villages: list[Village], services: list[Service]) -> None:
        """The volunteer's own villages; one alone is chosen already."""
        own = village_choices(villages)
        self.village.choices = offer(own[1:] if len(villages) == 1 else own)
        choices = service_choices(services)
        choices[0].label = "Belum tahu"
        self.service.choices = choices

    def validate_age(self, field: Whole) -> None:
        if field.data is not None and field.data > 120:
            raise ValidationError("Perkiraan umur paling banyak 120 tahun.")

    def validate_phone(self, field: StringField) -> None:
        check_phone(field.data)

    @staticmethod
    def known(report: FieldReport) -> dict[str, object]:
        """The report as the form shows it."""
        chosen = {"village": str(report.village_id), "service": str(report.service_id or "")}
        names = ("urgent", "name", "sex", "age", "place", "phone", "story", "violence", "version")
        return {name: getattr(report, name) for name in names} | chosen

    def entry(self) -> ReportEntry:
        """What was noted, for the action."""
        texts = {name: self[name].data or "" for name in ("name", "sex", "place", "phone", "story")}
        flags = {name: bool(self[name].data) for name in ("urgent", "violence")}
        service = int(self.service.data) if self.service.data else None
        return ReportEntry(village_id=int(self.village.data), service_id=service, age=self.age.data, **texts, **flags)


class DismissalForm(VersionForm):
    """Why no case is made of a report."""

    reason = paragraph("Alasan", Needed("alasan"), limit=500)


class JoinForm(VersionForm):
    """The open case that a report belongs to."""

    number = line("Nomor kasus", Needed("nomor kasus"), limit=30, render_kw={"inputmode": "numeric"})
