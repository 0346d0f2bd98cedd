"""Select fields over the field's code lists and the hub's own lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from puskesos.forms.base import Needed, OneOfChoices
from puskesos.models.hub import Service, Village
from puskesos.rules.code import Code
from puskesos.rules.intake import Area


def pick(
    label: str, codes: type[Code] | list[tuple[str, str]], *, thing: str = "", empty: str = "", **options: Any
) -> SelectField:
    """A select; `thing` makes it required ("Pilih {thing}."), `empty` is the text of the first, empty option."""
    offered = list(codes) if isinstance(codes, list) else codes.choices()
    choices = ([("", empty or f"Pilih {label.lower()}")] if empty or thing else []) + offered
    validators: list[Callable[..., None]] = [Needed(thing, "Pilih")] if thing else []
    return SelectField(
        label, choices=offer(choices), validators=[*validators, OneOfChoices()], validate_choice=False, **options
    )


def pick_one(label: str, codes: type[Code], *, thing: str = "", **options: Any) -> RadioField:
    """Radio buttons over a short code list."""
    validators = [Needed(thing, "Pilih")] if thing else []
    return RadioField(
        label,
        choices=offer(codes.choices()),
        validators=[*validators, OneOfChoices()],
        validate_choice=False,
        **options,
    )


def village_choices(villages: list[Village], empty: str = "Pilih desa/kelurahan") -> list[tuple[str, str]]:
    """Village ids as text with their names."""
    return [("", empty)] + [(str(village.id), village.name) for village in villages]


def service_choices(services: list[Service]) -> list[SelectChoice]:
    """Service ids with their names, in an option group per area."""
    return [SelectChoice(value="", label="Pilih jenis layanan")] + [
        SelectChoice(value=str(one.id), label=one.name, optgroup=area.label)
        for area in Area
        for one in services
        if one.area == area
    ]


def offer(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    """Pairs of value and text as the options of a field."""
    return [SelectChoice(value=value, label=text) for value, text in pairs]
