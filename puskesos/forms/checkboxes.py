"""Several choices of a list as checkboxes."""

from __future__ import annotations

from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget


class CheckboxesField(SelectMultipleField):
    """Checkboxes; ticks that nobody offered are refused with "Pilih {thing} dari daftar."."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, *, thing: str, **options: Any) -> None:
        super().__init__(label, validators=[], validate_choice=False, **options)
        self.thing = thing

    def offer(self, pairs: list[tuple[str, str]]) -> None:
        """Put the list into the field: pairs of value and label."""
        self.choices = [SelectChoice(value=value, label=label) for value, label in pairs]

    def pre_validate(self, form: Any) -> None:
        if not set(self.data or []) <= {choice.value for choice in self.choices or []}:
            raise StopValidation(f"Pilih {self.thing} dari daftar.")
