"""What can be typed when two entries are made one: a search for the other one, one choice per field, and a reason."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField

from puskesos.actions.merging import MergeEntry
from puskesos.forms.base import HubForm, Needed, OnceForm, OneOfChoices, line
from puskesos.forms.choices import offer
from puskesos.rules.merging import FIELDS, MergeField


class FindForm(HubForm):
    """Whom or which family to look for; sent by POST, because a name or number must not stand in an address."""

    q = line("Cari", limit=100, description="Nama, NIK, nomor KK, atau telepon.")


class MergeForm(OnceForm):
    """One radio group per field that differs, the versions of both entries as shown, and why."""

    kept_version = HiddenField()
    gone_version = HiddenField()
    reason = line("Alasan", limit=200, description="Misalnya: tercatat dua kali, ejaan nama berbeda.")

    def ask(self, fields: dict[str, list[tuple[str, str]]]) -> None:
        """Keep only the groups of `fields`, each with its choices as (side, words)."""
        for field in FIELDS:
            name = pick_name(field)
            if field.name in fields:
                self[name].choices = offer(fields[field.name])
            else:
                del self[name]

    def entry(self) -> MergeEntry:
        """The merge for the action."""
        asked = {field.name: self[pick_name(field)].data for field in FIELDS if pick_name(field) in self}
        versions = _number(self.kept_version.data), _number(self.gone_version.data)
        return MergeEntry(asked, *versions, reason=self.reason.data or "")


class UndoForm(HubForm):
    """Nothing to type: pressing the button is the answer."""


class UndoMergeForm(UndoForm):
    """Whether the two entries are two people, whom no check should offer again."""

    apart = BooleanField(
        "Catat sebagai bukan orang yang sama", description="Keduanya tidak ditanyakan lagi di Periksa data."
    )


def pick_name(field: MergeField) -> str:
    """The name of a field's radio group."""
    return f"pick_{field.name}"


def _number(text: str | None) -> int:
    """A version as sent; 0, which is always stale, for what is no number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


for _field in FIELDS:
    _checks = [Needed(f"data yang dipakai untuk {_field.label}", "Pilih"), OneOfChoices()]
    setattr(MergeForm, pick_name(_field), RadioField(_field.label, validators=_checks, validate_choice=False))
