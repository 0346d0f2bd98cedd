"""What can be typed about families: moving, adding a member, card number and address; and a person's status."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import ValidationError

from puskesos.actions.household import HouseholdEntry, Move
from puskesos.actions.person_status import StatusEntry
from puskesos.forms.base import Day, HubForm, VersionForm, line, paragraph
from puskesos.forms.choices import pick, pick_one
from puskesos.forms.person import DIGITS, check_card, three_digits
from puskesos.rules.nik import clean_digits
from puskesos.rules.person import HouseholdRole, MoveTarget, PersonStatus

NO_ROLE = "Belum diketahui"


def card_field(label: str, description: str = "") -> StringField:
    """A family card number, spaces and dots taken out."""
    kept = [lambda text: clean_digits(text or "")[:40]]
    return StringField(label, filters=kept, render_kw=DIGITS, description=description)


class StatusForm(VersionForm):
    """Died, moved away, or here after all."""

    status = pick_one("Keadaan", PersonStatus, thing="keadaan")
    on = Day("Sejak tanggal", description="Kosong bila masih hidup dan tinggal di sini.")
    note = paragraph("Keterangan", limit=500, description="Pindah ke mana, atau dari siapa kabar ini.")

    def entry(self) -> StatusEntry:
        """The status for the action."""
        return StatusEntry(status=self.status.data, on=self.on.data, note=self.note.data or "")


class MoveForm(VersionForm):
    """To which family, in which role, and why."""

    target = pick_one("Keluarga", MoveTarget, thing="keluarga")
    kk = card_field("Nomor KK tujuan", "Keluarga dengan nomor ini dibuat bila belum ada.")
    household_role = pick("Hubungan dalam keluarga", HouseholdRole, empty=NO_ROLE)
    reason = line("Alasan", limit=200, description="Misalnya: menikah, pisah KK, salah catat.")

    def validate_kk(self, field: StringField) -> None:
        if self.target.data == MoveTarget.KK:
            check_card(field.data)

    def move(self) -> Move:
        """The move for the action."""
        kk = self.kk.data if self.target.data == MoveTarget.KK else ""
        role = self.household_role.data or ""
        return Move(target=self.target.data, role=role, kk=kk or "", reason=self.reason.data or "")


class MemberForm(HubForm):
    """Who joins the family: looked for in the box, then chosen."""

    q = line("Cari warga", limit=100, description="Nama, NIK, atau telepon.")
    person = StringField("Warga", filters=[lambda text: (text or "")[:9]])
    household_role = pick("Hubungan dalam keluarga", HouseholdRole, empty=NO_ROLE)

    def person_id(self) -> int:
        """The chosen person's id; 0 when nobody was chosen."""
        text = self.person.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0

    def validate_person(self, field: StringField) -> None:
        if not self.person_id():
            raise ValidationError("Pilih warga dari hasil pencarian.")


class HouseholdForm(HubForm):
    """Card number and address of a family; an empty number leaves the known one."""

    kk = card_field("Nomor KK")
    village = pick("Desa/kelurahan", [], empty="Pilih desa/kelurahan")
    address = line("Kampung/jalan", limit=160)
    rt = StringField("RT", render_kw=DIGITS)
    rw = StringField("RW", render_kw=DIGITS)
    kept_kk = ""

    def validate_kk(self, field: StringField) -> None:
        check_card(field.data)

    def validate_rt(self, field: StringField) -> None:
        field.data = three_digits(field.data, "RT")

    def validate_rw(self, field: StringField) -> None:
        field.data = three_digits(field.data, "RW")

    def entry(self) -> HouseholdEntry:
        """The family for the action."""
        return HouseholdEntry(
            kk=self.kk.data or self.kept_kk or None,
            village_id=int(self.village.data) if self.village.data else None,
            address=self.address.data or "",
            rt=self.rt.data or "",
            rw=self.rw.data or "",
        )
