"""What is typed around a restricted case: why it is opened, why it is closed to others, and who is let in."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from puskesos.forms.base import HubForm, Needed, VersionForm, line
from puskesos.forms.choices import offer, pick, pick_one
from puskesos.models.user import User
from puskesos.rules.restriction import CHOSEN, LookReason


class LookForm(HubForm):
    """The reason of the first look of the day."""

    reason = pick_one("Alasan", LookReason, thing="alasan")
    text = line("Keterangan", limit=200, description="Perlu diisi bila alasannya Lainnya.")
    lanjut = HiddenField()

    def validate_text(self, field: StringField) -> None:
        if self.reason.data == LookReason.LAINNYA and not field.data:
            raise ValidationError("Tulis alasannya.")

    def sentence(self) -> str:
        """The reason as it is kept."""
        return ": ".join(filter(None, (LookReason(self.reason.data).label, self.text.data)))


class EmergencyForm(HubForm):
    """Why the glass is broken."""

    reason = line("Mengapa harus dibuka sekarang", Needed("alasannya"), limit=200)


class RestrictForm(VersionForm):
    """Closing a case by hand."""

    cause = pick("Alasan", [(str(cause), cause.label) for cause in CHOSEN], thing="alasan")
    text = line("Keterangan", limit=200)


class LiftForm(VersionForm):
    """Opening a case to the hub again."""

    reason = line("Alasan kerahasiaan dicabut", Needed("alasan"), limit=200)


class MemberForm(HubForm):
    """Letting one of the staff in."""

    user = pick("Petugas", [], thing="petugas")

    def offer(self, staff: list[User]) -> None:
        """Put the people who are not inside yet into the list."""
        self.user.choices = offer([("", "Pilih petugas")] + [(str(user.id), user.name) for user in staff])
