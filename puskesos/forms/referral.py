"""What can be typed on a referral: the referral itself, steps, reminders, and the office's own answer."""

from __future__ import annotations

from datetime import date

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from puskesos.actions.referral import ReferralEntry
from puskesos.actions.referral_log import Heard
from puskesos.forms.base import Day, HubForm, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.choices import offer, pick
from puskesos.models.case import CaseDocument
from puskesos.models.referral import Agency
from puskesos.rules.papers import PaperState
from puskesos.rules.referral import STAFF_CHANNELS, LegalBasis, LetterIdentity, referral_problems

OTHER = "lain"
CHANNELS = [(str(channel), channel.label) for channel in STAFF_CHANNELS]


class ReferralFields(HubForm):
    """The fields of a referral; part of the decision, and a form of its own for a further one.

    What is needed is asked by the action, for these fields stand empty beside a decision to serve.
    """

    agency = pick("Instansi tujuan", [])
    agency_name = line("Nama instansi lain", limit=120, description="Disimpan juga di daftar instansi.")
    wanted = line("Layanan yang diminta", limit=200, description="Tercetak di surat. Jangan tulis nama klien.")
    reason = paragraph("Alasan rujukan", limit=1500, description="Masalah singkat dan tindakan yang sudah dilakukan.")
    papers = CheckboxesField("Berkas yang dilampirkan", thing="berkas", description="Hanya yang diperlukan instansi.")
    basis = pick(
        "Dasar penyampaian data",
        LegalBasis,
        empty="Pilih dasar",
        description="Persetujuan hanya untuk tambahan, misalnya foto untuk publikasi atau data untuk donatur.",
    )
    basis_note = line("Keterangan dasar", limit=200, description="Saksi, wali, bahaya, atau aturannya.")
    contact = line("Petugas instansi yang dihubungi")
    referral_officer = line("Petugas penanggung jawab di sini")
    sent_via = pick("Surat dikirim lewat", CHANNELS, empty="Belum dikirim")
    letter_on = Day("Tanggal surat")
    answer_due_on = Day(
        "Jawaban diharapkan paling lambat",
        description="Terisi menurut prioritas. Bila tidak diubah, batas instansi sendiri yang dipakai.",
    )
    identity = pick("Identitas di surat", LetterIdentity, description="Kasus terbatas: dicatat setiap kali dicetak.")
    today: date = date.max
    usual_due: date | None = None

    def offer(
        self, agencies: list[Agency], usual: set[str], papers: list[CaseDocument], *, restricted: bool = False
    ) -> None:
        """The offices, those whose code is `usual` for the service first, and the papers that are there.

        How a letter names its client is asked where the case is restricted, and nowhere else.
        """
        if not restricted:
            del self.identity
        self.agency.choices = agency_choices(agencies, usual)
        present = [paper for paper in papers if paper.state == PaperState.ADA]
        self.papers.offer([(str(paper.position), paper.name) for paper in present])

    def validate_letter_on(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Tanggal surat tidak boleh di masa depan.")

    def referral_problems(self) -> dict[str, str]:
        """Everything the referral lacks, by field: for forms in which it is one choice of several."""
        given = {name: self[name].data for name in ("wanted", "reason", "basis", "basis_note", "letter_on")}
        agency = (self.agency.data or "").isdigit() or self.agency_name.data
        due, officer = self.answer_due_on.data, self.referral_officer.data
        return referral_problems(agency=agency, officer=officer, answer_due_on=due, **given)

    def referral(self) -> ReferralEntry:
        """The referral for the action."""
        chosen = self.agency.data or ""
        return ReferralEntry(
            agency_id=int(chosen) if chosen.isdigit() else None,
            agency_name="" if chosen.isdigit() else self.agency_name.data or "",
            wanted=self.wanted.data or "",
            reason=self.reason.data or "",
            papers=tuple(int(position) for position in self.papers.data or []),
            basis=self.basis.data or "",
            basis_note=self.basis_note.data or "",
            contact=self.contact.data or "",
            officer=self.referral_officer.data or "",
            channel=self.sent_via.data or "",
            letter_on=self.letter_on.data,
            answer_due_on=None if self.answer_due_on.data == self.usual_due else self.answer_due_on.data,
            **({"identity": self.identity.data} if self.identity else {}),
        )


class ReferralForm(ReferralFields, OnceForm, VersionForm):
    """A further referral of a case."""


class HeardForm(VersionForm):
    """What happened outside: when, through what, with whom, and the words."""

    on = Day("Tanggal", [Needed("tanggal")])
    channel = pick("Lewat", CHANNELS, empty="Pilih lewat apa")
    contact = line("Nama petugas instansi")
    text = paragraph("Keterangan", limit=2000)

    def heard(self) -> Heard:
        """What happened, for the action."""
        return Heard(self.on.data, self.channel.data or "", self.contact.data or "", self.text.data or "")


class StepForm(HeardForm):
    """A step of the referral; what it needs is asked by the table of steps."""

    target = pick("Keadaan sekarang", [], thing="keadaan sekarang")
    correction = line("Apa yang keliru", limit=200, description="Mengapa jawaban yang tercatat dikoreksi.")

    def wrong(self) -> str:
        """What was wrong with the answer noted before; empty where none is corrected."""
        return self.correction.data or "" if "correction" in self else ""


class ReminderForm(OnceForm, HeardForm):
    """The office was asked again."""


class TellForm(HeardForm):
    """The family heard the answer."""

    contact = line("Siapa yang diberi tahu")


class CodeForm(VersionForm):
    """A new code, or none; the button says which."""

    act = HiddenField()


class CodeEntryForm(HubForm):
    """The short code of a letter, typed by hand."""

    code = line("Kode pada surat", Needed("kode pada surat"), limit=40)


class OfficeAnswerForm(HubForm):
    """What the office answers; the pressed button is the answer."""

    answer = HiddenField()
    text = paragraph("Catatan", limit=2000, description="Wajib untuk selesai dan ditolak: hasil atau alasannya.")
    name = line("Nama petugas", Needed("nama petugas"), limit=100, render_kw={"autocomplete": "name"})


def agency_choices(agencies: list[Agency], usual: set[str]) -> list[SelectChoice]:
    """Offices in two groups, and the way to one that is not in the list."""
    groups = (("Biasanya untuk layanan ini", True), ("Instansi lain di daftar" if usual else "Daftar instansi", False))
    known = [
        SelectChoice(value=str(one.id), label=one.name, optgroup=title)
        for title, is_usual in groups
        for one in agencies
        if (one.code in usual) is is_usual
    ]
    return [*offer([("", "Pilih instansi")]), *known, *offer([(OTHER, "Instansi lain, tulis namanya")])]
