"""What can be typed about a person, with remarks on NIK and family card that warn but do not block."""

from __future__ import annotations

from datetime import date

from wtforms import BooleanField, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from puskesos.actions.person import Identity
from puskesos.forms.base import Day, HubForm, VersionForm, Whole, line
from puskesos.forms.choices import pick, pick_one
from puskesos.models.person import Person
from puskesos.rules.intake import IdentityKnown, NikReason, Sex
from puskesos.rules.nik import Remark, check_kk, check_nik, clean_digits, read_nik
from puskesos.rules.person import unknown_name
from puskesos.rules.phone import normalise_phone

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class PersonFields(HubForm):
    """The identity part of a form; `today` must be set before validation."""

    unknown = BooleanField("Identitas tidak diketahui")
    name = line("Nama klien", render_kw={"autocomplete": "off"}, description="Sesuai KTP/KK.")
    alias = line("Panggilan", limit=60)
    nik = StringField("NIK", filters=[lambda text: clean_digits(text or "")[:40]], render_kw=DIGITS)
    nik_reason = pick("Bila tanpa NIK, sebabnya", NikReason, empty="Pilih sebab")
    kk = StringField("Nomor KK", filters=[lambda text: clean_digits(text or "")[:40]], render_kw=DIGITS)
    sex = pick_one("Jenis kelamin", Sex, thing="jenis kelamin")
    birth_place = line("Tempat lahir", limit=60)
    birth_date = Day("Tanggal lahir")
    age_estimate = Whole("Perkiraan umur", description="Bila tanggal lahir tidak diketahui.", render_kw=DIGITS)
    village = pick("Desa/kelurahan", [], thing="desa/kelurahan")
    address = line("Kampung/jalan", limit=160)
    rt = StringField("RT", render_kw=DIGITS)
    rw = StringField("RW", render_kw=DIGITS)
    landmark = line("Patokan lokasi", limit=160)
    phone = line("No. HP/WA klien", limit=30, render_kw={"inputmode": "tel", "autocomplete": "off"})
    occupation = line("Pekerjaan", limit=60)

    today: date = date.max
    regency_code = ""
    kept_nik = ""  # the known number, which the form does not show: it stays unless another or a reason is given
    kept_name = ""  # what somebody without identity is called already, with the place and day of finding

    def keep(self, person: Person) -> None:
        """Hold on to what the form does not show of a known person."""
        self.kept_nik = person.nik or ""
        self.kept_name = person.name if person.identity == IdentityKnown.TIDAK else ""

    @classmethod
    def known(cls, person: Person, today: date) -> dict[str, object]:
        """The person as the form shows them: everything but the NIK, which opens with a reason only."""
        names = [name for name in dir(cls) if isinstance(getattr(cls, name), UnboundField)]
        known = {name: getattr(person, name) for name in names if name != "nik" and hasattr(person, name)}
        year, is_unknown = person.birth_year_estimate, person.identity == IdentityKnown.TIDAK
        return known | {
            "village": str(person.village_id),
            "unknown": is_unknown,
            "name": "" if is_unknown else person.name,
            "age_estimate": today.year - year if year else None,
        }

    def validate_name(self, field: StringField) -> None:
        if not field.data and not self.unknown.data:
            raise ValidationError("Isi nama klien, atau centang “Identitas tidak diketahui”.")

    def validate_nik(self, field: StringField) -> None:
        if field.data and (problem := _first_error(check_nik(field.data, today=self.today))):
            raise ValidationError(problem)

    def validate_nik_reason(self, field: StringField) -> None:
        if not (field.data or self.nik.data or self.kept_nik or self.unknown.data):
            raise ValidationError("Isi NIK, atau pilih sebab NIK tidak ada.")

    def validate_kk(self, field: StringField) -> None:
        check_card(field.data)

    def validate_birth_date(self, field: Day) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Tanggal lahir tidak boleh di masa depan.")

    def validate_age_estimate(self, field: Whole) -> None:
        if field.data is not None and field.data > 120:
            raise ValidationError("Perkiraan umur paling banyak 120 tahun.")

    def validate_rt(self, field: StringField) -> None:
        field.data = three_digits(field.data, "RT")

    def validate_rw(self, field: StringField) -> None:
        field.data = three_digits(field.data, "RW")

    def validate_phone(self, field: StringField) -> None:
        check_phone(field.data)

    def remarks(self) -> list[Remark]:
        """What to say about the typed numbers without stopping anybody."""
        if not self.nik.data:
            return []
        return check_nik(
            self.nik.data,
            today=self.today,
            birth_date=self.birth_date.data,
            sex=self.sex.data or None,
            kk=self.kk.data or None,
            regency_code=self.regency_code or None,
        )

    def fill_from_nik(self) -> None:
        """Take birth date and sex from the NIK into the form (the button "Isi dari NIK")."""
        reading = read_nik(self.nik.data or "", self.today)
        if reading.birth_date:
            self.birth_date.data, self.birth_date.raw_data = reading.birth_date, None
        if reading.sex:
            self.sex.data = reading.sex

    def _village_name(self) -> str:
        return next((one.label for one in self.village.choices if one.value == self.village.data), "")

    def identity(self) -> Identity:
        """The cleaned identity for the action."""
        name = self.name.data or self.kept_name or unknown_name(self.sex.data, self._village_name(), self.today)
        known = IdentityKnown.TIDAK if self.unknown.data and not self.name.data else IdentityKnown.LENGKAP
        nik = self.nik.data or ("" if self.nik_reason.data else self.kept_nik)
        if known == IdentityKnown.LENGKAP and not nik:
            known = IdentityKnown.SEBAGIAN
        age = self.age_estimate.data
        return Identity(
            name=name,
            alias=self.alias.data or "",
            sex=self.sex.data,
            village_id=int(self.village.data),
            identity=str(known),
            nik=nik or None,
            nik_reason="" if nik else (self.nik_reason.data or str(NikReason.TIDAK_DIKETAHUI)),
            birth_place=self.birth_place.data or "",
            birth_date=self.birth_date.data,
            birth_year_estimate=self.today.year - age if age is not None and not self.birth_date.data else None,
            address=self.address.data or "",
            rt=self.rt.data or "",
            rw=self.rw.data or "",
            landmark=self.landmark.data or "",
            phone=self.phone.data or "",
            occupation=self.occupation.data or "",
        )


class IdentityForm(VersionForm, PersonFields):
    """Correcting a known person, on a page that may have become stale."""


def check_phone(text: str | None) -> None:
    """Raise ValidationError with a sentence when a typed phone number is none."""
    if text and normalise_phone(text) is None:
        raise ValidationError("Nomor HP diawali 08 dan hanya angka, misalnya 0812-3456-7890.")


def check_card(text: str | None) -> None:
    """Raise ValidationError with a sentence when a typed family card number is none."""
    if text and (problem := _first_error(check_kk(text))):
        raise ValidationError(problem)


def three_digits(text: str | None, name: str) -> str:
    """RT or RW as three digits. Raises ValidationError for anything else."""
    digits = (text or "").strip()
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        raise ValidationError(f"{name} berupa angka, paling banyak 3, misalnya 004.")
    return digits.zfill(3)


def _first_error(remarks: list[Remark]) -> str | None:
    return next((remark.message for remark in remarks if remark.level == "error"), None)
