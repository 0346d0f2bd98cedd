"""A program and its decile limit."""

from __future__ import annotations

from wtforms import BooleanField
from wtforms.validators import ValidationError

from puskesos.actions.program import ProgramEntry
from puskesos.forms.base import Needed, OnceForm, VersionForm, Whole, line

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class ProgramForm(OnceForm, VersionForm):
    """A new program, or one that is changed."""

    name = line("Nama program", Needed("nama program"), limit=60, render_kw={"autocomplete": "off"})
    decile_limit = Whole("Batas desil", description="Sampai desil berapa. Kosongkan bila tidak ada.", render_kw=DIGITS)
    doubtful_decile = Whole(
        "Desil yang perlu dicek", description="Desil yang batasnya berbeda antar sumber.", render_kw=DIGITS
    )
    received = BooleanField(
        "Diterima keluarga", default=True, description="Ditawarkan saat mencatat program yang diterima seorang warga."
    )
    active = BooleanField("Dipakai", default=True, description="Program yang tidak dipakai tidak disebut dalam saran.")

    def validate_decile_limit(self, field: Whole) -> None:
        check_decile(field.data)

    def validate_doubtful_decile(self, field: Whole) -> None:
        check_decile(field.data)

    def entry(self) -> ProgramEntry:
        """What was typed, for the action."""
        return ProgramEntry(
            name=self.name.data,
            decile_limit=self.decile_limit.data,
            doubtful_decile=self.doubtful_decile.data,
            received=bool(self.received.data),
            active=bool(self.active.data),
        )


def check_decile(decile: int | None) -> None:
    """Raise ValidationError unless it is empty or one of ten."""
    if decile is not None and not 1 <= decile <= 10:
        raise ValidationError("Desil antara 1 dan 10.")
