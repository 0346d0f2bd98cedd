"""The hub's own words of a kind of letter."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import ValidationError

from puskesos.forms.base import VersionForm, paragraph
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_text import MOST_LETTERS, text_problem


class LetterTextForm(VersionForm):
    """The words; `kind` says which places they may have and is set by the view."""

    kind: LetterKind = LetterKind.REKOMENDASI
    text = paragraph("Teks surat", limit=MOST_LETTERS, render_kw={"autocomplete": "off"})

    def validate_text(self, field: StringField) -> None:
        if problem := text_problem(self.kind, field.data or ""):
            raise ValidationError(problem)
