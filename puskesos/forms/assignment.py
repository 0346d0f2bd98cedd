"""What can be typed about assignments and visits."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from wtforms import BooleanField, HiddenField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import ValidationError

from puskesos.actions.visit import VisitEntry
from puskesos.forms.base import Day, Hour, HubForm, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.choices import pick, pick_one
from puskesos.models.assignment import Visit
from puskesos.rules.assignment_path import AssignmentKind, AssignmentState, VisitConclusion, VisitOutcome
from puskesos.rules.visit_day import LONGEST_AHEAD
from puskesos.rules.visit_form import MOST_PHOTOS, PhotoKind, VisitPart
from puskesos.rules.visit_place import Place, read_place

TRY_AGAIN = "Tidak ada di tempat? Isi tanggalnya; tugas tetap terbuka. Kunjungan ketiga diperiksa koordinator."
KEPT = {"data-keep": True}  # what the phone's draft holds although nobody typed it
PART_FIELDS: dict[VisitPart, tuple[str, ...]] = {  # which fields of VisitForm belong to which part
    VisitPart.KUNJUNGAN: (
        "outcome", "met_whom", "visited_on", "visited_time", "return_on", "latitude", "longitude", "accuracy",
    ),
    VisitPart.TEMUAN: ("findings", "action_taken", "aid_given", "contacted"),
    VisitPart.KESIMPULAN: ("conclusion", "next_step"),
}  # fmt: skip


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


class VisitForm(OnceForm, VersionForm):
    """The parts that every report has; `zone` and `today` must be set before validation.

    `corrects` is the version of the report that was on the page, `photos_waiting` what the phone sends afterwards.
    """

    corrects = HiddenField()
    photos_waiting = HiddenField(default="0")
    outcome = pick_one("Hasil kunjungan", VisitOutcome, thing="hasil kunjungan")
    met_whom = line("Bertemu siapa", limit=100, description="Misalnya: istri, ketua RT.")
    visited_on = Day("Tanggal kunjungan", [Needed("tanggal kunjungan")])
    visited_time = Hour("Jam")
    return_on = Day("Coba lagi pada", description=TRY_AGAIN)
    latitude = HiddenField(render_kw=KEPT)
    longitude = HiddenField(render_kw=KEPT)
    accuracy = HiddenField(render_kw=KEPT)
    drop_place = BooleanField("Hapus lokasi yang sudah dicatat")
    findings = paragraph("Temuan", description="Apa yang dilihat dan didengar di rumah.")
    action_taken = paragraph("Yang dilakukan di tempat", limit=1000)
    aid_given = line("Bantuan yang diberikan", limit=300, description="Barang dan jumlahnya, misalnya 1 paket sembako.")
    contacted = line("Siapa yang dihubungi", limit=200, description="Misalnya ketua RT, bidan desa.")
    conclusion = pick("Kesimpulan", VisitConclusion, empty="Pilih kesimpulan")
    next_step = paragraph("Usul tindak lanjut", limit=1000)
    photo_kind = pick("Yang difoto", PhotoKind, empty="Tidak disebut")
    photos = MultipleFileField("Pilih foto", description="Paling banyak 6. Boleh menyusul setelah laporan terkirim.")

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
        if field.data and field.data > self.today + LONGEST_AHEAD:
            raise ValidationError("Coba lagi paling lama 30 hari lagi.")

    def validate_findings(self, field: TextAreaField) -> None:
        if not field.data and not self._is_tried_again():
            raise ValidationError("Isi temuan.")

    @staticmethod
    def known(visit: Visit | None, zone: str, today: date) -> dict[str, list[str]]:
        """A report that is mended, as it would be typed; a new one is of today."""
        if visit is None:
            return {"visited_on": [today.isoformat()]}
        moment = visit.visited_at.astimezone(ZoneInfo(zone))
        names = [name for part in PART_FIELDS.values() for name in part if name in visit.__data__]
        again = {name: [str(value)] for name in names if (value := getattr(visit, name)) not in ("", None)}
        return again | {"visited_on": [f"{moment:%Y-%m-%d}"], "visited_time": [f"{moment:%H:%M}"]}

    def entry(self, now: datetime) -> VisitEntry:
        """The report for the action; today's visit without an hour counts as now."""
        zone = ZoneInfo(self.zone)
        hour = self.visited_time.data or (
            now.astimezone(zone).time() if self.visited_on.data == self.today else time(12)
        )
        moment = datetime.combine(self.visited_on.data, hour.replace(microsecond=0), zone).astimezone(UTC)
        texts = ("met_whom", "conclusion", "next_step", "action_taken", "aid_given", "contacted", "photo_kind")
        waiting, corrects = (_count(field.data) for field in (self.photos_waiting, self.corrects))
        return VisitEntry(
            visited_at=min(moment, now) if self.visited_on.data == self.today else moment,
            outcome=self.outcome.data,
            findings=self.findings.data or VisitOutcome.TIDAK_ADA.label + ".",
            return_on=self.return_on.data,
            corrects=corrects or None,
            photos_waiting=min(waiting, MOST_PHOTOS),
            place=None if self.drop_place.data else self._place(),
            **{name: self[name].data or "" for name in texts},
        )

    def _is_tried_again(self) -> bool:
        return self.outcome.data == VisitOutcome.TIDAK_ADA and self.return_on.data is not None

    def _place(self) -> Place | None:
        texts = [str(field.data or "") for field in (self.latitude, self.longitude, self.accuracy)]
        return read_place(*texts)


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
