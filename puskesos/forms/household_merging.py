"""What can be typed when families are made one or two: who is head, who leaves, and the new family card."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, StringField

from puskesos.actions.household_merging import FamilyEntry, SplitEntry
from puskesos.forms.base import Needed, OnceForm, OneOfChoices, line
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.choices import offer, pick
from puskesos.forms.household import card_field
from puskesos.forms.person import DIGITS, check_card, three_digits

OPEN = "Belum diketahui"


class FamilyForm(OnceForm):
    """Two families made one: which card stays, who is head, and the members as shown."""

    seen = HiddenField(filters=[lambda text: (text or "")[:4000]])
    card = RadioField(
        "Kartu keluarga yang dipakai",
        validators=[Needed("kartu keluarga yang dipakai", "Pilih"), OneOfChoices()],
        validate_choice=False,
        description="Nomor KK dan alamat kartu keluarga ini yang tetap dipakai.",
    )
    head = pick("Kepala keluarga", [], empty=OPEN)
    reason = line("Alasan", limit=200)

    def entry(self) -> FamilyEntry:
        """The merge for the action."""
        return FamilyEntry(_person(self.head.data), self.seen.data or "", self.reason.data or "")


class SplitForm(OnceForm):
    """Who leaves, and the new family."""

    seen = HiddenField(filters=[lambda text: (text or "")[:4000]])
    members = CheckboxesField("Siapa yang pindah ke keluarga baru?", thing="anggota")
    head = pick("Kepala keluarga baru", [], empty=OPEN)
    kk = card_field("Nomor KK baru", "Kosongkan bila kartunya belum terbit.")
    village = pick("Desa/kelurahan", [], empty="Pilih desa/kelurahan")
    address = line("Kampung/jalan", limit=160)
    rt = StringField("RT", render_kw=DIGITS)
    rw = StringField("RW", render_kw=DIGITS)
    reason = line("Alasan", limit=200, description="Misalnya: menikah, pisah KK.")

    def chosen(self) -> list[int]:
        """Ids of those who are ticked; what is no number is left out."""
        return sorted({number for text in self.members.data or [] if (number := _person(text))})

    def validate_kk(self, field: StringField) -> None:
        if field.data:
            check_card(field.data)

    def validate_rt(self, field: StringField) -> None:
        field.data = three_digits(field.data, "RT")

    def validate_rw(self, field: StringField) -> None:
        field.data = three_digits(field.data, "RW")

    def entry(self) -> SplitEntry:
        """The split for the action."""
        return SplitEntry(
            members=tuple(self.chosen()),
            seen=self.seen.data or "",
            head=_person(self.head.data),
            kk=self.kk.data or "",
            village_id=_person(self.village.data),
            address=self.address.data or "",
            rt=self.rt.data or "",
            rw=self.rw.data or "",
            reason=self.reason.data or "",
        )


def people_choices(members: list[Any], empty: str = OPEN) -> list[Any]:
    """Members as the options of a select, an open choice first."""
    return offer([("", empty), *((str(one.id), one.name) for one in members)])


def _person(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
