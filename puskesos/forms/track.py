"""What can be typed on a guided way: who begins it, what a step records, and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import BooleanField, Field, HiddenField

from puskesos.actions.track import TrackEntry, TrackPerson
from puskesos.actions.track_log import StepFacts
from puskesos.forms.base import Day, HubForm, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.choices import offer, pick
from puskesos.forms.health_insurance import check_jkn_card
from puskesos.models.person import Person
from puskesos.models.settings import Program
from puskesos.models.track import TrackMember
from puskesos.rules.health_insurance import InsuranceStatus, read_card
from puskesos.rules.track import ASKED, CHANNELS, DAY_WORDS, NEEDED, WORDS, TrackKind, TrackStep

REGISTER = ("dtsen", "Masuk atau perbaikan data DTSEN")
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class TrackForm(OnceForm):
    """A new track; `for_family` adds the fields of each person: take_7, card_7, off_7, care_7."""

    kind = HiddenField()
    on = Day("Tanggal mulai", [Needed("tanggal mulai")])
    deactivated_on = Day("Kartu nonaktif sejak", description="Untuk semua yang dicentang.")
    deactivation_number = line("Nomor SK penonaktifan", limit=60)
    wanted = CheckboxesField("Yang diusulkan", thing="usulan")
    people: Sequence[Person] = ()

    @classmethod
    def for_family(cls, people: Sequence[Person]) -> type[TrackForm]:
        """The form with the fields of these people."""
        fields: dict[str, object] = {"people": people}
        for one in people:
            fields |= {
                f"take_{one.id}": BooleanField(one.name),
                f"card_{one.id}": line("Nomor kartu", check_jkn_card, limit=30, render_kw=DIGITS),
                f"off_{one.id}": Day("Nonaktif sejak, bila lain"),
                f"care_{one.id}": line("Sedang dirawat di", limit=80, render_kw={"autocomplete": "off"}),
            }
        return type(cls.__name__, (cls,), fields)

    @staticmethod
    def first(people: Sequence[Person], client_id: int, running: set[int], today: date) -> dict[str, object]:
        """What a fresh form holds: the client ticked, and whose card is known to be off; nobody who is `running`."""
        free = [one for one in people if one.id not in running]
        off = [one for one in free if one.id == client_id or one.insurance_status == InsuranceStatus.NONAKTIF]
        days = {one.deactivated_on for one in off if one.deactivated_on}
        same = days.pop() if len(days) == 1 else None
        own = {f"off_{one.id}": one.deactivated_on for one in off if one.deactivated_on and not same}
        return {"on": today, "deactivated_on": same, **own} | {f"take_{one.id}": True for one in off}

    def offer(self, programs: Sequence[Program]) -> None:
        """What can be proposed: the register, and programs that go by its decile."""
        limited = [(one.code, one.name) for one in programs if one.active and one.received and one.decile_limit]
        self.wanted.offer([REGISTER, *limited])

    def row(self, person: Person) -> dict[str, Field]:
        """The fields of one person for the template."""
        return {name: self[f"{name}_{person.id}"] for name in ("take", "card", "off", "care")}

    def entry(self) -> TrackEntry:
        """The track for the action; only ticked people, each with the common day unless an own one is given."""
        is_card = self.kind.data == TrackKind.REAKTIVASI
        taken = [(one, self.row(one)) for one in self.people if self[f"take_{one.id}"].data]
        people = tuple(
            TrackPerson(
                one.id,
                deactivated_on=(row["off"].data or self.deactivated_on.data) if is_card else None,
                deactivation_number=(self.deactivation_number.data or "") if is_card else "",
                card_number=read_card(row["card"].data) if is_card else "",
                care_place=row["care"].data or "",
            )
            for one, row in taken
        )
        wanted = () if is_card else tuple(self.wanted.data or [])
        return TrackEntry(self.kind.data, self.on.data, people, wanted)


class PeopleForm(VersionForm):
    """Something that concerns several people of a track."""

    people = CheckboxesField("Untuk siapa", thing="orang")

    def offer(self, members: Sequence[TrackMember]) -> None:
        """The people to tick; all of them at first."""
        self.people.offer([(str(one.id), one.person.name) for one in members])
        if not self.is_submitted() and not self.people.data:
            self.people.data = [str(one.id) for one in members]

    def ids(self) -> list[int]:
        """The rows that were ticked."""
        return [int(text) for text in self.people.data or []]


class StepForm(PeopleForm):
    """A step on; `asks` leaves only the fields that the step records, under its own words."""

    source = HiddenField()
    target = HiddenField()
    on = Day("Tanggal", [Needed("tanggal")])
    who = line("Oleh", limit=120)
    number = line("Nomor", limit=80)
    channel = pick("Lewat", [], empty="Pilih lewat apa")
    text = paragraph("Keterangan", limit=1000)

    def asks(self, step: TrackStep) -> None:
        """Shape the form for a step."""
        asked = ASKED.get(step, {}) | ({"text": WORDS[step]} if step in WORDS else {})
        self.on.label.text = DAY_WORDS.get(step, "Tanggal")
        if "channel" in asked:
            choices = [(str(one), one.label) for one in CHANNELS[step]]
            self.channel.choices = offer([("", "Pilih"), *choices])
        for name in ("who", "number", "channel", "text"):
            if name in asked:
                self[name].label.text = asked[name]
                self[name].flags.required = name in NEEDED.get(step, ())
            else:
                del self[name]

    def facts(self) -> StepFacts:
        """What the step records, for the action."""
        typed = {name: self[name].data or "" for name in ("who", "number", "channel", "text") if name in self}
        return StepFacts(self.on.data, **typed)


class MendForm(StepForm):
    """Correcting what a step recorded."""

    reason = line("Apa yang keliru", limit=200)


class BackForm(PeopleForm):
    """One step back."""

    source = HiddenField()
    text = line("Mengapa dibatalkan", limit=200)


class DecileForm(PeopleForm):
    """The decile was mended."""

    on = Day("Desil diperbaiki tanggal", [Needed("tanggal")])


class MemberForm(VersionForm):
    """What is known of one person on a track; an empty card number leaves the known one."""

    deactivated_on = Day("Kartu nonaktif sejak")
    deactivation_number = line("Nomor SK atau surat penonaktifan", limit=60)
    card_number = line("Nomor kartu", check_jkn_card, limit=30, render_kw=DIGITS)
    care_place = line("Sedang dirawat di", limit=80, description="Kosongkan bila sudah pulang.")

    def entry(self, person_id: int) -> TrackPerson:
        """The corrections for the action."""
        return TrackPerson(
            person_id,
            deactivated_on=self.deactivated_on.data,
            deactivation_number=self.deactivation_number.data or "",
            card_number=read_card(self.card_number.data),
            care_place=self.care_place.data or "",
        )


class TrackSearchForm(HubForm):
    """A name or a case number; sent by POST so that no name stands in an address."""

    q = line("Nama atau nomor kasus", limit=60)

    def typed(self) -> str:
        """What was typed, as much of it as a search takes."""
        self.q.data = (self.q.data or "")[:60]
        return self.q.data
