"""Everything the registry asks about a person: the counter's short form and what stands on cards and registers."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from puskesos.actions.person import Particulars
from puskesos.forms.base import Day, OnceForm, VersionForm, Whole, line
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.choices import offer, pick
from puskesos.forms.person import DIGITS, PersonFields, three_digits
from puskesos.models.person import Person
from puskesos.rules.data_check import DataCheckChannel, DataCheckStatus, decile_problem
from puskesos.rules.person import Condition, Disability, Education, HouseholdRole, MaritalStatus, Nationality, Religion

NOTHING = "Belum diisi"
LISTS = ("disability", "condition")


class PersonDetailFields(PersonFields):
    """The identity and the particulars; lists are stored as codes joined by commas."""

    name = line("Nama", render_kw={"autocomplete": "off"}, description="Sesuai KTP/KK.")
    phone = line("No. HP/WA", limit=30, render_kw={"inputmode": "tel", "autocomplete": "off"})
    religion = pick("Agama", Religion, empty=NOTHING)
    marital_status = pick("Status perkawinan", MaritalStatus, empty=NOTHING)
    education = pick("Pendidikan", Education, empty=NOTHING)
    nationality = pick("Kewarganegaraan", Nationality, empty=NOTHING)
    id_card_address = line("Alamat pada KTP", limit=160)
    id_card_rt = StringField("RT pada KTP", render_kw=DIGITS)
    id_card_rw = StringField("RW pada KTP", render_kw=DIGITS)
    id_card_village = line("Desa/kelurahan pada KTP", limit=60)
    id_card_district = line("Kecamatan pada KTP", limit=60)
    id_card_regency = line("Kabupaten/kota pada KTP", limit=60)
    disability = CheckboxesField("Disabilitas", thing="disabilitas", choices=offer(Disability.choices()))
    condition = CheckboxesField("Kondisi khusus", thing="kondisi", choices=offer(Condition.choices()))
    dtsen_status = pick("Status di DTSEN", DataCheckStatus, empty=NOTHING)
    decile = Whole("Desil", description="1 sampai 10.", render_kw=DIGITS)
    decile_period = line("Periode data", limit=40)
    decile_on = Day("Tanggal cek")
    decile_channel = pick("Lewat", DataCheckChannel, empty=NOTHING)

    @classmethod
    def known(cls, person: Person, today: object) -> dict[str, object]:
        """As for the short form, with lists taken apart."""
        known = super().known(person, today)
        return known | {name: list(filter(None, str(known[name]).split(","))) for name in LISTS}

    def validate_id_card_rt(self, field: StringField) -> None:
        field.data = three_digits(field.data, "RT")

    def validate_id_card_rw(self, field: StringField) -> None:
        field.data = three_digits(field.data, "RW")

    def validate_decile(self, field: Whole) -> None:
        if field.data is not None and not 1 <= field.data <= 10:
            raise ValidationError("Desil antara 1 dan 10.")
        if said := decile_problem(self.dtsen_status.data or "", field.data):
            raise ValidationError(said)

    def validate_dtsen_status(self, field: StringField) -> None:
        looked_up = field.data in {str(DataCheckStatus.TERDAFTAR), str(DataCheckStatus.TIDAK_TERDAFTAR)}
        if (looked_up or self.decile.data) and not (self.decile_on.data or self.decile_on.raw_data):
            raise ValidationError("Isi juga tanggal cek.")

    def validate_decile_on(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Tanggal cek tidak boleh di masa depan.")
        if not field.data and self.decile.data:
            raise ValidationError("Isi tanggal cek.")

    def particulars(self) -> Particulars:
        """What stands beyond the identity, for the action."""
        texts = {
            name: self[name].data or ""
            for name in Particulars.__dataclass_fields__
            if name not in {*LISTS, "decile", "decile_on"}
        }
        lists = {name: self._codes(name) for name in LISTS}
        return Particulars(**texts, **lists, decile=self.decile.data, decile_on=self.decile_on.data)

    def _codes(self, name: str) -> str:
        """The ticked codes in the order of the list."""
        ticked = set(self[name].data or [])
        return ",".join(choice.value for choice in self[name].choices if choice.value in ticked)


class NewPersonForm(PersonDetailFields, OnceForm):
    """A person entered without a case; `household` is the family whose page led here, by its id."""

    household = HiddenField()
    household_role = pick("Hubungan dalam keluarga", HouseholdRole, empty=NOTHING)


class PersonEditForm(PersonDetailFields, VersionForm):
    """Correcting a person; the reason stands in the history beside the old value."""

    reason = line("Alasan perubahan", limit=200, description="Misalnya: salah ketik, KTP baru.")
