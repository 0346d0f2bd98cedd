"""What is typed to end, turn or link a case: closing, information, help before the decision, refusal, duplicates."""

from __future__ import annotations

from datetime import date

from wtforms import BooleanField, RadioField
from wtforms.validators import ValidationError

from puskesos.actions.case_closing import ClosingEntry
from puskesos.actions.case_decision import DecisionEntry
from puskesos.actions.case_emergency import AfterEntry, HelpEntry
from puskesos.forms.base import Day, Hour, HubForm, Needed, VersionForm, line, local_moment, paragraph
from puskesos.forms.choices import offer, pick, pick_one
from puskesos.forms.referral import ReferralFields
from puskesos.forms.welfare import Rupiah
from puskesos.rules.case_path import DecisionChoice, RejectionReason, ResultCode
from puskesos.rules.deadlines import target_problem
from puskesos.rules.outcome import SATISFACTION, ToldHow, decision_problems, given_problems, told_problem

MONEY = {"inputmode": "numeric", "autocomplete": "off"}
CANCEL, DUPLICATE = "batal", "duplikat"


class ClosingForm(VersionForm):
    """How the case ended, what the family got, and how and when it was told."""

    result = pick("Hasil akhir", ResultCode, thing="hasil akhir")
    text = paragraph("Keterangan hasil", Needed("keterangan hasil"), limit=2000)
    given = line("Bantuan/layanan yang diterima", limit=200, description="Misalnya kursi roda, kartu aktif, sembako.")
    given_on = Day("Diterima pada")
    given_amount = Rupiah("Nilai (Rp)", render_kw=MONEY)
    told_how = pick("Keluarga diberi tahu lewat", ToldHow, thing="cara keluarga diberi tahu")
    told_family_on = Day("Keluarga diberi tahu pada")
    tracks_stay = BooleanField("Jalur tetap berjalan")
    satisfaction = RadioField(
        "Kata keluarga tentang layanan kita",
        choices=offer([("", "Tidak ditanya"), *((str(mark), word) for mark, word in SATISFACTION.items())]),
        default="",
        validate_choice=False,
    )

    registered_on: date = date.min
    today: date = date.max

    def validate(self, extra_validators: object = None) -> bool:
        """What was given and how the family was told go together; all that is wrong is said at once."""
        passed, days = super().validate(extra_validators), (self.registered_on, self.today)
        given = (self.given.data or "", self.given_on.data, self.given_amount.data)
        problems = given_problems(*given, *days)
        problems |= told_problem(self.result.data or "", self.told_how.data or "", self.told_family_on.data, *days)
        return self.add_problems(problems) and passed

    def entry(self) -> ClosingEntry:
        """What closing keeps beside the result."""
        mark = self.satisfaction.data or ""
        return ClosingEntry(
            told_how=self.told_how.data,
            given=self.given.data or "",
            given_on=self.given_on.data,
            given_amount=self.given_amount.data,
            satisfaction=int(mark) if mark in map(str, SATISFACTION) else None,
        )


class InformationForm(VersionForm):
    """What the counter answered."""

    text = paragraph("Informasi yang diberikan", Needed("informasi yang diberikan"), limit=2000)


class RefusalForm(VersionForm):
    """Why a case cannot be served at all, and what its client was told."""

    rejection_reason = pick("Alasan", RejectionReason, thing="alasan tidak dapat dilayani")
    text = paragraph("Penjelasan", Needed("penjelasan"), limit=2000)
    told_client = paragraph("Yang disampaikan kepada klien", Needed("yang disampaikan kepada klien"), limit=1000)

    def entry(self) -> DecisionEntry:
        """The refusal as the decision it is."""
        return DecisionEntry(
            choice=str(DecisionChoice.TOLAK),
            text=self.text.data,
            rejection_reason=self.rejection_reason.data,
            told_client=self.told_client.data,
        )


class HelpForm(ReferralFields, VersionForm):
    """Help before the decision: by ourselves, or by an office that is told at once."""

    choice = pick_one("Siapa yang menangani sekarang", DecisionChoice, thing="siapa yang menangani")
    text = paragraph("Tindakan pertama", Needed("tindakan pertama"), limit=2000)
    officer = line("Petugas yang menangani", Needed("petugas yang menangani"))
    helped_on = Day("Ditolong pada tanggal", description="Bila sudah ditolong sebelum sekarang.")
    helped_time = Hour("Jam")
    today: date = date.max
    zone = "Asia/Jakarta"

    def validate(self, extra_validators: object = None) -> bool:
        """With a referral all that it lacks is said at once."""
        passed = super().validate(extra_validators)
        problems = self.referral_problems() if self.choice.data == DecisionChoice.RUJUK else {}
        return self.add_problems(problems) and passed

    def offer_ways(self) -> None:
        """Serve or refer; to refuse is no help."""
        self.choice.choices = offer(DecisionChoice.choices()[:2])

    def entry(self) -> HelpEntry:
        """What is done at once."""
        referred = self.choice.data == DecisionChoice.RUJUK
        moment = local_moment(self.helped_on.data, self.helped_time.data, self.zone)
        return HelpEntry(self.text.data, self.officer.data, self.referral() if referred else None, moment)


class AfterForm(VersionForm):
    """The decision on help that is under way."""

    text = paragraph("Isi penetapan", Needed("putusan dan alasannya"), limit=2000)
    officer = line("Petugas yang melayani")
    target_on = Day("Target selesai")
    today: date = date.max

    def validate(self, extra_validators: object = None) -> bool:
        """A service asks for officer and target; a referral has neither."""
        passed = super().validate(extra_validators)
        typed = {name: self[name].data for name in ("officer", "target_on") if name in self}
        return self.add_problems(decision_problems(DecisionChoice.LAYANI, **typed) if typed else {}) and passed

    def validate_target_on(self, field: Day) -> None:
        if problem := target_problem(field.data, self.today):
            raise ValidationError(problem)

    def entry(self) -> AfterEntry:
        """The decision for the action; a referral has neither officer nor target."""
        typed = {name: self[name].data for name in ("officer", "target_on") if name in self}
        return AfterEntry(self.text.data, typed.get("officer") or "", typed.get("target_on"))


class CancelForm(VersionForm):
    """Cancelling: for a reason of its own, or because another case is about the same."""

    kind = RadioField(
        "Mengapa dibatalkan",
        choices=offer([(CANCEL, "Dibatalkan"), (DUPLICATE, "Duplikat kasus lain")]),
        default=CANCEL,
        validate_choice=False,
    )
    duplicate_of = line("Nomor kasus yang diteruskan", limit=30, render_kw={"inputmode": "numeric"})
    reason = paragraph("Alasan", Needed("alasan"), limit=1000)

    @property
    def is_duplicate(self) -> bool:
        return self.kind.data == DUPLICATE

    def validate_duplicate_of(self, field: object) -> None:
        if self.is_duplicate and not self.duplicate_of.data:
            raise ValidationError("Tulis nomor kasus yang diteruskan.")


class LinkForm(HubForm):
    """Another case that belongs to this one: one of the offered, or any by its number."""

    number = line("Nomor kasus", Needed("nomor kasus"), limit=30, render_kw={"inputmode": "numeric"})
    reason = line("Keterangan", limit=200, description="Misalnya: satu keluarga, kejadian yang sama.")


class UnlinkForm(HubForm):
    """Why two cases do not belong together after all."""

    reason = paragraph("Alasan", Needed("alasan"), limit=1000)
