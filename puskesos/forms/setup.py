"""The first start: the code from the console, the hub, its villages, and the first admin and koordinator."""

from __future__ import annotations

from wtforms import PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import PasswordInput

from puskesos.actions.setup import FirstUser
from puskesos.forms.base import AtMost, HubForm, Needed, OneOfChoices, line
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.person import check_phone
from puskesos.queries.region import Region

OPENING_HOURS = "Senin–Kamis 08.00–15.00, Jumat 07.30–11.00"
PAPERS = [SelectChoice("F4", "F4 (21 × 33 cm)"), SelectChoice("A4", "A4 (21 × 29,7 cm)")]
PLAIN = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
PASSWORD_HELP = "Paling sedikit 10 huruf. Rangkaian beberapa kata mudah diingat dan sulit ditebak."
USERNAME_HELP = "Huruf kecil, angka, titik. Contoh: dewi"


def lower(text: str | None) -> str:
    """User names are lower case, whatever the phone's keyboard does."""
    return (text or "").lower()


def secret(label: str, thing: str) -> PasswordField:
    """A new password; shown again after an error elsewhere, because nothing typed may be lost at set-up."""
    return PasswordField(
        label, [Needed(thing), AtMost(200)], description=PASSWORD_HELP, widget=PasswordInput(hide_value=False)
    )


class HubFields(HubForm):
    """What is on the letterhead, the paper, and the villages served."""

    name = line("Nama hub", Needed("nama hub"), limit=80)
    address = line("Alamat hub", Needed("alamat hub"), limit=200, render_kw={"autocomplete": "off"})
    phone = line("Telepon hub", limit=40, render_kw={"inputmode": "tel", "autocomplete": "off"})
    opening_hours = line("Jam layanan", Needed("jam layanan"), limit=120)
    paper = RadioField(
        "Ukuran kertas",
        [OneOfChoices()],
        choices=PAPERS,
        default="F4",
        validate_choice=False,
        description="Dipakai untuk lembar kasus dan surat.",
    )
    villages = CheckboxesField("Desa/kelurahan yang dilayani", thing="desa/kelurahan")

    def validate_villages(self, field: CheckboxesField) -> None:
        if not field.data:
            raise ValidationError("Pilih paling sedikit satu desa/kelurahan.")


class SetupForm(HubFields):
    """All that a hub needs to begin."""

    code = line(
        "Kode pemasangan",
        Needed("kode pemasangan"),
        limit=40,
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
        description="Delapan huruf dan angka pada layar komputer hub, tempat program dijalankan.",
    )
    admin_name = line("Nama admin", Needed("nama admin"), render_kw={"autocomplete": "off"})
    admin_username = line(
        "Nama pengguna admin", Needed("nama pengguna admin"), limit=30, render_kw=PLAIN, description=USERNAME_HELP
    )
    admin_password = secret("Kata sandi admin", "kata sandi admin")
    koordinator_name = line("Nama koordinator", Needed("nama koordinator"), render_kw={"autocomplete": "off"})
    koordinator_username = line(
        "Nama pengguna koordinator",
        Needed("nama pengguna koordinator"),
        limit=30,
        render_kw=PLAIN,
        description="Huruf kecil, angka, titik. Contoh: ratna",
    )
    koordinator_password = secret("Kata sandi koordinator", "kata sandi koordinator")
    koordinator_phone = line("No. HP/WA koordinator", limit=30, render_kw={"inputmode": "tel", "autocomplete": "off"})

    def validate_koordinator_phone(self, field: object) -> None:
        check_phone(self.koordinator_phone.data)

    def offer(self, villages: list[Region]) -> None:
        """The district's villages, all ticked until somebody unticks one."""
        self.villages.offer([(village.code, village.name) for village in villages])
        if not self.is_submitted():
            self.villages.data = [village.code for village in villages]

    def admin(self) -> FirstUser:
        return FirstUser(lower(self.admin_username.data), self.admin_name.data, self.admin_password.data)

    def koordinator(self) -> FirstUser:
        return FirstUser(
            lower(self.koordinator_username.data),
            self.koordinator_name.data,
            self.koordinator_password.data,
            self.koordinator_phone.data or "",
        )
