"""What can be typed to advise, decide and turn a case: recommendation, decision, and steps that need only a reason."""

from __future__ import annotations

from datetime import date

from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from puskesos.actions.case_decision import DecisionEntry
from puskesos.actions.case_work import AdviceEntry
from puskesos.forms.base import Day, Needed, VersionForm, line, paragraph
from puskesos.forms.choices import offer, pick, pick_one
from puskesos.forms.referral import ReferralFields, agency_choices
from puskesos.models.referral import Agency
from puskesos.rules.case_path import DecisionChoice, RecommendationChoice, RejectionReason
from puskesos.rules.deadlines import target_problem
from puskesos.rules.outcome import decision_problems


class RecommendationForm(VersionForm):
    """The back office's advice; what it says of a referral or a refusal stands in the koordinator's form."""

    choice = pick_one("Rekomendasi", RecommendationChoice, thing="rekomendasi")
    reason = paragraph("Alasan", Needed("alasan rekomendasi"), limit=2000)
    agency = pick("Instansi tujuan", [])
    agency_name = line("Nama instansi lain", limit=120)
    wanted = line("Layanan yang diminta", limit=200, description="Jangan tulis nama klien.")
    rejection_reason = pick("Alasan tidak dapat dilayani", RejectionReason, empty="Pilih alasan")

    def offer(self, agencies: list[Agency], usual: set[str]) -> None:
        """The offices, those whose code is `usual` for the service first."""
        self.agency.choices = agency_choices(agencies, usual)

    def validate_rejection_reason(self, field: SelectField) -> None:
        if self.choice.data == RecommendationChoice.TOLAK and not field.data:
            raise ValidationError("Pilih alasan tidak dapat dilayani.")

    def entry(self) -> AdviceEntry:
        """The advice for the action, with only the fields of the chosen kind."""
        refers, refuses = (self.choice.data == one for one in (RecommendationChoice.RUJUK, RecommendationChoice.TOLAK))
        chosen = self.agency.data if refers and (self.agency.data or "").isdigit() else ""
        listed = dict(pair[:2] for pair in self.agency.iter_choices()).get(chosen, "") if chosen else ""
        return AdviceEntry(
            choice=self.choice.data,
            reason=self.reason.data,
            agency_id=int(chosen) if chosen else None,
            agency_name=(listed or self.agency_name.data or "") if refers else "",
            wanted=(self.wanted.data or "") if refers else "",
            rejection_reason=self.rejection_reason.data if refuses else "",
        )


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

    def validate(self, extra_validators: object = None) -> bool:
        """Each choice asks for its own; all that is missing is said at once."""
        passed, chosen = super().validate(extra_validators), self.choice.data
        kept = {name: self[name].data for name in ("officer", "target_on", "rejection_reason", "told_client")}
        problems = self.referral_problems() if chosen == DecisionChoice.RUJUK else decision_problems(chosen, **kept)
        return self.add_problems(problems) and passed

    def validate_choice(self, field: RadioField) -> None:
        if field.data not in set(DecisionChoice):
            raise ValidationError("Pilih penetapan.")

    def validate_target_on(self, field: Day) -> None:
        problem = target_problem(field.data, self.today)
        if problem and self.choice.data == DecisionChoice.LAYANI:
            raise ValidationError(problem)

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
