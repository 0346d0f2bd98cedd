"""What can be typed about a volunteer's days away."""

from __future__ import annotations

from datetime import date
from typing import Any

from puskesos.forms.base import Day, HubForm, Needed, line
from puskesos.rules.absence import absence_problems


class AbsenceForm(HubForm):
    """First and last day; `today` must be set before validation."""

    first_on = Day("Libur mulai", [Needed("tanggal mulai")])
    last_on = Day("Sampai dengan", [Needed("tanggal akhir")])
    reason = line("Keterangan", limit=100, description="Misalnya: pulang kampung. Jangan tulis keterangan kesehatan.")

    today: date = date.min

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        return self.add_problems(absence_problems(self.first_on.data, self.last_on.data, self.today)) and is_valid
