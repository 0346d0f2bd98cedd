"""A worker of the hub: name, roles, area or villages; and the search box of the list."""

from __future__ import annotations

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from puskesos.actions.user import Worker
from puskesos.forms.base import HubForm, Needed, OneOfChoices, line
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.person import check_phone
from puskesos.forms.setup import PLAIN, USERNAME_HELP, lower
from puskesos.models.hub import Village
from puskesos.rules.intake import Area
from puskesos.rules.roles import Role

ROLE_HELP = "Satu orang boleh memegang beberapa peran."
AREAS = [SelectChoice("", "Pilih bidang"), *(SelectChoice(value, label) for value, label in Area.choices())]


class UserForm(HubForm):
    """A new worker, or one that is changed."""

    name = line("Nama", Needed("nama"), render_kw={"autocomplete": "off"}, description="Seperti tercetak pada surat.")
    username = line("Nama pengguna", Needed("nama pengguna"), limit=30, render_kw=PLAIN, description=USERNAME_HELP)
    roles = CheckboxesField("Peran", thing="peran", description=ROLE_HELP)
    area = SelectField("Bidang back office", [OneOfChoices()], choices=AREAS, default="", validate_choice=False)
    villages = CheckboxesField("Desa/kelurahan tugas relawan", thing="desa/kelurahan")
    phone = line("No. HP/WA", limit=30, render_kw={"inputmode": "tel", "autocomplete": "off"})
    letter_of_appointment = line("Nomor SK", limit=60, render_kw={"autocomplete": "off"})
    withdraw = BooleanField("Tarik semua tugas terbuka", description="Kasusnya kembali menunggu relawan lain.")
    active = BooleanField("Akun aktif", default=True, description="Akun tidak aktif keluar dari semua perangkat.")

    def offer(self, villages: list[Village]) -> None:
        """The roles, and the villages this hub serves."""
        self.roles.offer(Role.choices())
        self.villages.offer([(str(village.id), village.name) for village in villages])

    def validate_phone(self, field: object) -> None:
        check_phone(self.phone.data)

    def validate_roles(self, field: CheckboxesField) -> None:
        if not field.data:
            raise ValidationError("Pilih paling sedikit satu peran.")

    def worker(self, *, active: bool) -> Worker:
        """What was typed, for the action."""
        return Worker(
            username=lower(self.username.data),
            name=self.name.data,
            roles=frozenset(Role(role) for role in self.roles.data),
            area=self.area.data or "",
            phone=self.phone.data or "",
            letter_of_appointment=self.letter_of_appointment.data or "",
            village_ids=frozenset(int(text) for text in self.villages.data or []),
            active=active,
        )
