"""What a volunteer taps and types about an activity outside cases."""

from __future__ import annotations

from datetime import date

from wtforms import StringField

from puskesos.actions.activity import ActivityEntry
from puskesos.forms.base import Day, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.choices import offer, pick, village_choices
from puskesos.models.activity import Activity
from puskesos.models.hub import Village
from puskesos.rules.activity import ActivityKind, first_open_day

NOWHERE = "Bukan di satu desa"


class ActivityTapForm(OnceForm):
    """One button per kind; `kind` is the button that was pressed."""

    kind = StringField()


class ActivityForm(VersionForm):
    """The rest of an activity, all of it optional but kind and day."""

    kind = pick("Kegiatan", ActivityKind, thing="kegiatan")
    day = Day("Tanggal", [Needed("tanggal")])
    village = pick("Desa/kelurahan", [], empty=NOWHERE)
    place = line("Tempat", limit=160, description="Misalnya balai desa, kampung, atau posyandu.")
    note = paragraph("Keterangan", limit=500, description="Jangan menulis nama atau NIK warga.")
    obstacle = line("Kendala", limit=200)

    def offer(self, villages: list[Village], today: date) -> None:
        """The villages that may be chosen; the days of this month and the last."""
        self.village.choices = offer(village_choices(villages, NOWHERE))
        self.day.render_kw = {"min": first_open_day(today).isoformat(), "max": today.isoformat()}

    @staticmethod
    def known(activity: Activity) -> dict[str, object]:
        """The activity as the form shows it."""
        plain = ("kind", "day", "place", "note", "obstacle", "version")
        return {name: getattr(activity, name) for name in plain} | {"village": str(activity.village_id or "")}

    def entry(self) -> ActivityEntry:
        """What was typed, for the action."""
        texts = {name: self[name].data or "" for name in ("place", "note", "obstacle")}
        village = int(self.village.data) if self.village.data else None
        return ActivityEntry(self.kind.data, self.day.data, village, **texts)
