"""What a visitor types to hear about the own case."""

from __future__ import annotations

import re

from wtforms.validators import ValidationError

from puskesos.forms.base import HubForm, Needed, line
from puskesos.rules.public_status import LAST_DIGITS

NUMBER = re.compile(r"[0-9]{6}-[0-9]{4}-[0-9]{4,6}")


class StatusForm(HubForm):
    """Number and proof; both are sent by POST and never stand in an address."""

    number = line("Nomor kasus", Needed("nomor kasus"), limit=30)
    digits = line("Empat angka terakhir", Needed("empat angka terakhir"), limit=10)

    def validate_number(self, field: object) -> None:
        self.number.data = (self.number.data or "").replace(" ", "")
        if not NUMBER.fullmatch(self.number.data):
            raise ValidationError("Tulis nomor seperti di tanda terima, misalnya 321617-2611-0042.")

    def validate_digits(self, field: object) -> None:
        typed = self.digits.data or ""
        if not (len(typed) == LAST_DIGITS and typed.isascii() and typed.isdigit()):
            raise ValidationError("Tulis empat angka, misalnya 0042.")
