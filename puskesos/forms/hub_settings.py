"""Settings of the hub."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import ValidationError

from puskesos.actions.hub_settings import HubDetails
from puskesos.forms.base import line
from puskesos.forms.setup import HubFields
from puskesos.models.hub import Village
from puskesos.rules.hub_address import read_address

WEB = {"inputmode": "url", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}


def check_address(field: StringField) -> None:
    """Keep the address as it will be printed, or say what is wrong with it."""
    try:
        field.data = read_address(field.data or "")
    except ValueError as problem:
        raise ValidationError(str(problem)) from None


class HubSettingsForm(HubFields):
    """The hub as it is printed on papers, and the villages it serves."""

    network_address = line(
        "Alamat di jaringan hub",
        limit=200,
        render_kw=WEB,
        description="Untuk kode QR yang dipindai petugas. Alamat komputer ini seperti dibuka dari HP di Wi-Fi hub.",
    )
    public_address = line(
        "Alamat untuk instansi dan keluarga",
        limit=200,
        render_kw=WEB,
        description="Hanya bila aplikasi ini dapat dibuka dari internet. Bila kosong, surat dan tanda terima tanpa QR: "
        "instansi menjawab lewat lembar jawaban, keluarga bertanya lewat telepon.",
    )

    def validate_network_address(self, field: StringField) -> None:
        check_address(field)

    def validate_public_address(self, field: StringField) -> None:
        check_address(field)

    def offer(self, villages: list[Village]) -> None:
        """All villages of the district; the served ones are ticked."""
        self.villages.offer([(str(village.id), village.name) for village in villages])
        if not (self.is_submitted() or self.restored):
            self.villages.data = [str(village.id) for village in villages if village.active]

    def details(self) -> HubDetails:
        return HubDetails(
            name=self.name.data,
            address=self.address.data,
            phone=self.phone.data or "",
            opening_hours=self.opening_hours.data,
            paper=self.paper.data,
            network_address=self.network_address.data or "",
            public_address=self.public_address.data or "",
        )

    def village_ids(self) -> frozenset[int]:
        return frozenset(int(text) for text in self.villages.data)
