"""A visitor without a case, in one line."""

from __future__ import annotations

from datetime import date

from puskesos.actions.guest import GuestEntry
from puskesos.forms.base import Day, Needed, OnceForm, VersionForm, Whole, line
from puskesos.forms.choices import offer, pick, village_choices
from puskesos.models.book import GuestVisit
from puskesos.models.hub import Village
from puskesos.rules.activity import first_open_day
from puskesos.rules.book import ELSEWHERE


class GuestFields(VersionForm):
    """What is asked of a visitor."""

    day = Day("Tanggal", [Needed("tanggal")])
    name = line("Nama", limit=80)
    village = pick("Asal desa", [], empty=ELSEWHERE)
    purpose = line("Keperluan", Needed("keperluan"), limit=160)
    people = Whole("Jumlah orang", [Needed("jumlah orang")], default=1)

    def offer(self, villages: list[Village], today: date) -> None:
        """The hub's villages; the days of this month and the last."""
        self.village.choices = offer(village_choices(villages, ELSEWHERE))
        self.day.render_kw = {"min": first_open_day(today).isoformat(), "max": today.isoformat()}

    def entry(self) -> GuestEntry:
        """What was typed, for the action."""
        village = int(self.village.data) if self.village.data else None
        return GuestEntry(self.day.data, self.name.data or "", village, self.purpose.data, self.people.data)


class NewGuestForm(GuestFields, OnceForm):
    """A new one, noted once."""


class GuestForm(GuestFields):
    """Correcting one."""

    @staticmethod
    def known(visit: GuestVisit) -> dict[str, object]:
        """The visit as the form shows it."""
        plain = ("day", "name", "purpose", "people", "version")
        return {name: getattr(visit, name) for name in plain} | {"village": str(visit.village_id or "")}
