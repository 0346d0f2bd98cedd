"""Days on which this hub is closed."""

from __future__ import annotations

from puskesos.actions.holiday import Holidays
from puskesos.forms.base import Day, HubForm, Needed, line


class HolidayForm(HubForm):
    """One day, or a run of days."""

    name = line("Nama libur", Needed("nama libur"), limit=80, description="Misalnya Hari Jadi Kabupaten.")
    first = Day("Mulai tanggal", [Needed("tanggal mulai")])
    last = Day("Sampai tanggal", description="Kosongkan bila hanya sehari.")

    def entry(self) -> Holidays:
        """The run of days, for the action."""
        return Holidays(self.name.data, self.first.data, self.last.data or self.first.data)
