"""Time limits of the field; the working days per step are a grid of number fields made from the table of steps."""

from __future__ import annotations

from wtforms import BooleanField
from wtforms.validators import ValidationError

from puskesos.actions.field_settings import FieldSettings
from puskesos.forms.base import HubForm, Needed, Whole
from puskesos.rules.intake import Priority
from puskesos.rules.step_targets import DEFAULT_DAYS, MOST_DAYS, Step

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
COLUMNS = ("answer_days", "proposal_from_day", "proposal_until_day", "dtsen_cutoff_day", "dtsen_pull_day")
COLUMNS += ("reactivation_months", "silent_days", "public_status", "answer_days_urgent", "answer_days_prompt")


class Between(Needed):
    """Required, and within bounds."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__("angkanya")
        self.low, self.high = low, high

    def __call__(self, form: HubForm, field: Whole) -> None:
        super().__call__(form, field)
        if field.data is not None and not self.low <= field.data <= self.high:
            raise ValidationError(f"{field.label.text} antara {self.low} dan {self.high}.")


def number(label: str, low: int, high: int, description: str = "") -> Whole:
    """A required whole number within bounds."""
    return Whole(label, [Between(low, high)], description=description, render_kw=DIGITS)


def step_field(step: str, priority: str) -> str:
    """The name of the field of one step and priority."""
    return f"days_{step}_{priority}"


class FieldSettingsForm(HubForm):
    """Days of the month, months, the switch, and the grid of steps."""

    answer_days_urgent = number(
        "Instansi menjawab rujukan darurat dalam (hari kerja)", 0, 60, "0 berarti hari yang sama."
    )
    answer_days_prompt = number("Instansi menjawab rujukan segera dalam (hari kerja)", 0, 60)
    answer_days = number(
        "Instansi menjawab rujukan biasa dalam (hari kerja)", 1, 60, "Batas instansi sendiri diisi di Instansi tujuan."
    )
    proposal_from_day = number("Usulan program mulai tanggal", 1, 28)
    proposal_until_day = number("Usulan program sampai tanggal", 1, 28)
    dtsen_cutoff_day = number("Batas perubahan data DTSEN tanggal", 1, 28)
    dtsen_pull_day = number("Data DTSEN ditarik tanggal", 1, 28)
    reactivation_months = number(
        "Reaktivasi PBI-JK paling lambat (bulan)", 1, 24, "Dihitung sejak kepesertaan dinonaktifkan."
    )
    silent_days = number(
        "Kasus disebut lama tanpa kabar setelah (hari kerja)", 1, 60, "Dihitung sejak catatan terakhir pada kasus."
    )
    public_status = BooleanField(
        "Halaman status untuk umum",
        description="Keluarga melihat status kasusnya dengan nomor kasus dan empat angka terakhir HP (tanpa HP: NIK).",
    )

    def entry(self) -> FieldSettings:
        """What was typed, for the action."""
        steps = {key: self[step_field(*key)].data for key in DEFAULT_DAYS}
        return FieldSettings(**{name: self[name].data for name in COLUMNS}, steps=steps)

    def grid(self) -> list[tuple[Step, list[Whole]]]:
        """The steps with their fields, one for each priority."""
        return [(step, [self[step_field(step, priority)] for priority in Priority]) for step in Step]


for _step, _priority in DEFAULT_DAYS:
    _label = f"{Step(_step).label}, {Priority(_priority).label.lower()}"
    setattr(FieldSettingsForm, step_field(_step, _priority), number(_label, 0, MOST_DAYS))
