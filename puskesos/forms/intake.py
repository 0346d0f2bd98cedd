"""The short intake form: for a new person, and for a known person's new need."""

from __future__ import annotations

from datetime import date, datetime

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from puskesos.actions.intake import Need
from puskesos.forms.base import Day, Hour, Needed, OnceForm, line, local_moment, paragraph
from puskesos.forms.choices import offer, pick, service_choices, village_choices
from puskesos.forms.person import PersonFields, check_phone
from puskesos.models.hub import Service, Village
from puskesos.rules.intake import Channel, IntakeKind, Priority, Relation
from puskesos.rules.matching import Known
from puskesos.rules.nik import SIXTEEN
from puskesos.rules.phone import normalise_phone
from puskesos.rules.restriction import CHOSEN

STORY_HELP = "Apa yang terjadi, sejak kapan, apa yang dibutuhkan. Cukup beberapa kalimat."


class NeedForm(OnceForm):
    """One need: who reports, which service, what happened."""

    reporter_relation = pick(
        "Hubungan pelapor dengan klien", Relation, thing="hubungan pelapor dengan klien", empty="Pilih hubungan"
    )
    reporter_name = line("Nama pelapor", render_kw={"autocomplete": "off"})
    reporter_phone = line("No. HP/WA pelapor", limit=30, render_kw={"inputmode": "tel", "autocomplete": "off"})
    service = pick("Jenis layanan", [], thing="jenis layanan")
    priority = pick("Prioritas", Priority, empty="Menurut layanan")
    kind = pick("Jenis masukan", IntakeKind, default=str(IntakeKind.PERMOHONAN))
    channel = pick("Cara masuk", Channel, default=str(Channel.DATANG))
    story = paragraph("Uraian masalah", Needed("uraian masalah"), description=STORY_HELP)
    wish = paragraph("Harapan klien/keluarga", limit=1000)
    answer = paragraph("Informasi yang diberikan", limit=2000)
    answered = SubmitField("Simpan dan selesai, informasi sudah diberikan")
    papers = SelectMultipleField("Berkas yang dibawa", choices=[], validate_choice=False)
    violence = BooleanField("Ada kekerasan")
    about_official = BooleanField("Pengaduan tentang petugas atau pejabat tertentu")
    restricted = BooleanField("Kasus terbatas (rahasia)")
    restricted_why = pick("Alasan terbatas", [(str(cause), cause.label) for cause in CHOSEN], empty="Pilih alasan")
    report = HiddenField(filters=[lambda text: (text or "")[:30]], render_kw={"data-keep": True})
    received_on = Day("Masuk pada tanggal", description="Bila kebutuhan ini masuk sebelum sekarang.")
    received_time = Hour("Jam")
    late_because = line("Mengapa dicatat belakangan", limit=200, description="Misalnya: listrik padam, malam hari.")
    zone = "Asia/Jakarta"
    today: date = date.max

    def offer(self, villages: list[Village], services: list[Service]) -> None:
        """Put the hub's own lists into the selects."""
        self.service.choices = service_choices(services)
        if "village" in self:
            self["village"].choices = offer(village_choices(villages))

    def validate_reporter_name(self, field: StringField) -> None:
        if not field.data and self.reporter_relation.data != Relation.DIRI:
            raise ValidationError("Isi nama pelapor.")

    def validate_answer(self, field: TextAreaField) -> None:
        if self.answered.data and not field.data:
            raise ValidationError("Isi informasi yang diberikan.")

    def validate_reporter_phone(self, field: StringField) -> None:
        check_phone(field.data)

    def validate_restricted_why(self, field: SelectField) -> None:
        if self.restricted.data and not field.data:
            raise ValidationError("Pilih alasan kasus dibuat terbatas.")

    def validate_received_on(self, field: Day) -> None:
        if (self.late_because.data or self.received_time.data) and not field.data:
            raise ValidationError("Isi tanggal kebutuhan ini masuk.")
        if field.data and field.data > self.today:
            raise ValidationError("Tanggal masuk tidak boleh di masa depan.")

    def validate_late_because(self, field: StringField) -> None:
        if self.received_on.data and not field.data:
            raise ValidationError("Tulis mengapa dicatat belakangan.")

    def received_at(self) -> datetime | None:
        """When the need came in, if that was before it is typed."""
        return local_moment(self.received_on.data, self.received_time.data, self.zone)

    def need(self, service: Service, client_name: str, **client: object) -> Need:
        """The need for the action; `client` names the known person or carries the new identity."""
        own = self.reporter_relation.data == Relation.DIRI
        return Need(
            service_id=service.id,
            kind=self._kind(),
            channel=self.channel.data or str(Channel.DATANG),
            priority=self.priority.data or service.priority,
            reporter_name=self.reporter_name.data or (client_name if own else ""),
            reporter_relation=self.reporter_relation.data,
            reporter_phone=self.reporter_phone.data or "",
            story=self.story.data,
            wish=self.wish.data or "",
            restricted=bool(self.restricted.data),
            restricted_why=(self.restricted_why.data or "") if self.restricted.data else "",
            violence=bool(self.violence.data),
            about_official=bool(self.about_official.data),
            papers_present=self.papers_present(),
            answer=(self.answer.data or "") if self.answered.data else "",
            report=self.report.data or "",
            received_at=self.received_at(),
            late_because=self.late_because.data or "",
            **client,
        )

    def _kind(self) -> str:
        """As chosen; what was only asked and answered at once is a question unless somebody said otherwise."""
        chosen = self.kind.data or str(IntakeKind.PERMOHONAN)
        is_question = self.answered.data and chosen == IntakeKind.PERMOHONAN
        return str(IntakeKind.PERTANYAAN) if is_question else chosen

    def papers_present(self) -> tuple[str, ...]:
        """Names of the papers ticked as brought along."""
        return tuple(sorted(set(self.papers.data or [])))


class NewPersonNeedForm(NeedForm, PersonFields):
    """A new person with a first need, on one short page; `not_same` carries who was told apart from the new one."""

    not_same = HiddenField(filters=[lambda text: (text or "")[:100]])

    def told_apart(self) -> tuple[int, ...]:
        """Ids of people who look alike and were said to be others; 0 stands for those who stay unnamed."""
        texts = ",".join([self.not_same.data or "", *map(str, self.not_same.raw_data or [])]).split(",")[:60]
        return tuple(sorted({int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10}))

    def described(self) -> Known:
        """What has been typed about the person so far, checked or not, for the comparison with others."""
        village, age = self.village.data or "", self.age_estimate.data
        numbers = {"nik": self.nik.data or "", "kk": self.kk.data or ""}
        return Known(
            name=self.name.data or "",
            alias=self.alias.data or "",
            sex=self.sex.data or "",
            birth_date=self.birth_date.data,
            birth_year=self.today.year - age if age is not None and age <= 120 else None,
            village=int(village) if village.isascii() and village.isdigit() and len(village) < 10 else None,
            rt=(self.rt.data or "").zfill(3) if self.rt.data else "",
            rw=(self.rw.data or "").zfill(3) if self.rw.data else "",
            phone=normalise_phone(self.phone.data or "") or "",
            **{name: digits for name, digits in numbers.items() if SIXTEEN.fullmatch(digits)},
        )


class SameCaseForm(OnceForm):
    """The need that has a case already: what is told becomes a note there."""

    story = paragraph("Catatan", Needed("catatan"), limit=4000)
    reporter_name = line("Nama pelapor", render_kw={"autocomplete": "off"})
    reporter_relation = pick("Hubungan pelapor dengan klien", Relation, empty="Tidak disebut")

    def note(self) -> str:
        """The text of the note, with who told it."""
        relation = Relation(self.reporter_relation.data).label.lower() if self.reporter_relation.data else ""
        who = ", ".join(filter(None, (self.reporter_name.data or "", relation)))
        return "Datang lagi untuk kebutuhan yang sama" + (f" (pelapor: {who})" if who else "") + f". {self.story.data}"
