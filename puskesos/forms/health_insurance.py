"""What can be typed about a person's health insurance."""

from __future__ import annotations

from wtforms import Field
from wtforms.validators import ValidationError

from puskesos.actions.health_insurance import InsuranceEntry
from puskesos.forms.base import Day, HubForm, VersionForm, line
from puskesos.forms.choices import pick
from puskesos.rules.health_insurance import HealthInsurance, InsuranceStatus, read_card


def check_jkn_card(form: HubForm, field: Field) -> None:
    """Refuse a card number that can be none."""
    try:
        read_card(field.data)
    except ValueError as problem:
        raise ValidationError(str(problem)) from None


class HealthInsuranceForm(VersionForm):
    """Kind, card, and whether it works; an empty card number leaves the known one."""

    health_insurance = pick("Jaminan kesehatan", HealthInsurance, thing="jaminan kesehatan")
    insurance_number = line(
        "Nomor kartu JKN", check_jkn_card, limit=30, render_kw={"inputmode": "numeric", "autocomplete": "off"}
    )
    insurance_status = pick("Keadaan kartu", InsuranceStatus, empty="Pilih keadaan")
    deactivated_on = Day("Nonaktif sejak", description="Hanya bila nonaktif.")
    deactivation_number = line("Nomor SK atau surat penonaktifan", limit=60)
    reason = line("Dari mana diketahui", limit=200, description="Misalnya kartu, Mobile JKN, atau kantor BPJS.")
    kept_card = ""

    def entry(self) -> InsuranceEntry:
        """The insurance for the action."""
        return InsuranceEntry(
            health_insurance=self.health_insurance.data,
            insurance_number=read_card(self.insurance_number.data) or self.kept_card,
            insurance_status=self.insurance_status.data or "",
            deactivated_on=self.deactivated_on.data,
            deactivation_number=self.deactivation_number.data or "",
        )
