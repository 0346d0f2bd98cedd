"""What can be typed about the kop, the page and the numbers of letters."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, FileField, RadioField, StringField
from wtforms.validators import ValidationError

from puskesos.actions.letter_settings import KopEntry, NumbersEntry
from puskesos.forms.base import HubForm, Needed, OneOfChoices, VersionForm, line, paragraph
from puskesos.forms.choices import offer
from puskesos.forms.field_settings import number
from puskesos.forms.setup import PAPERS
from puskesos.models.letter_settings import LetterSettings
from puskesos.rules.letter import LONGEST_CODE, LONGEST_PATTERN, PLACEHOLDERS, LetterKind
from puskesos.rules.letter_numbers import class_problem, mark_problem, numbers_problem
from puskesos.rules.letter_page import LARGEST_MARGIN, SMALLEST_MARGIN, above_problem

OFF = {"autocomplete": "off"}
COUNTING = [("1", "Satu nomor urut untuk semua jenis (buku agenda)"), ("0", "Setiap jenis punya nomor urut sendiri")]
KOP = ("above", "name", "address", "margin_top", "margin_right", "margin_bottom", "margin_left", "archive")


def millimetres(label: str) -> Any:
    """A margin."""
    return number(label, SMALLEST_MARGIN, LARGEST_MARGIN)


class KopForm(VersionForm):
    """The kop, the paper and its margins; an empty line of the kop means ours."""

    above = paragraph("Baris di atas nama unit", limit=400, render_kw=OFF)
    name = line("Nama unit", limit=80, render_kw=OFF)
    address = line("Baris alamat", limit=200, render_kw=OFF)
    paper = RadioField("Ukuran kertas", [OneOfChoices()], choices=PAPERS, validate_choice=False)
    margin_top = millimetres("Margin atas (mm)")
    margin_right = millimetres("Margin kanan (mm)")
    margin_bottom = millimetres("Margin bawah (mm)")
    margin_left = millimetres("Margin kiri (mm)")
    archive = BooleanField(
        "Simpan surat sebagai PDF/A",
        description="Bentuk untuk arsip: tetap dapat dibuka bertahun-tahun kemudian. Berkasnya sedikit lebih besar.",
    )

    def validate_above(self, field: StringField) -> None:
        if problem := above_problem(field.data or ""):
            raise ValidationError(problem)

    def entry(self) -> KopEntry:
        """What was typed, for the action."""
        typed = {name: self[name].data for name in KOP} | {"paper": self.paper.data}
        return KopEntry(**{name: "" if value is None else value for name, value in typed.items()})

    @staticmethod
    def known(settings: LetterSettings, paper: str) -> dict[str, object]:
        """The settings as the form shows them."""
        return {name: getattr(settings, name) for name in (*KOP, "version")} | {"paper": paper}


class LogoForm(VersionForm):
    """A picture for one side of the kop."""

    logo = FileField("Gambar", description="PNG, JPG, atau WebP. Diperkecil sendiri.", render_kw={"accept": "image/*"})


class NumbersForm(VersionForm):
    """The pattern, the hub's own code, how it is counted, and a classification code per kind (fields klas_…)."""

    number_pattern = line("Pola nomor", Needed("pola nomor"), limit=LONGEST_PATTERN, render_kw=OFF)
    hub_mark = line("Kode hub", limit=LONGEST_CODE, render_kw=OFF)
    together = RadioField("Nomor urut", [OneOfChoices()], choices=offer(COUNTING), validate_choice=False)

    def classes(self) -> dict[LetterKind, str]:
        """The codes by kind, with the fields' names turned back into kinds."""
        return {kind: self[class_field(kind)].data or "" for kind in LetterKind}

    def class_fields(self) -> list[tuple[LetterKind, StringField]]:
        """Kinds with their fields, for the page."""
        return [(kind, self[class_field(kind)]) for kind in LetterKind]

    def validate_hub_mark(self, field: StringField) -> None:
        if problem := mark_problem(field.data or ""):
            raise ValidationError(problem)

    def validate_number_pattern(self, field: StringField) -> None:
        together = self.together.data == "1"
        if problem := numbers_problem(field.data or "", together=together, classes=self.classes()):
            raise ValidationError(problem)

    def entry(self) -> NumbersEntry:
        """What was typed, for the action."""
        pattern, mark = self.number_pattern.data, self.hub_mark.data or ""
        return NumbersEntry(pattern, mark, self.together.data == "1", self.classes())

    @staticmethod
    def offered() -> dict[str, str]:
        """The places a pattern may have, with what they mean."""
        return PLACEHOLDERS


def class_field(kind: LetterKind) -> str:
    """The name of the field of one kind's code."""
    return f"klas_{kind}"


def check_class(_form: HubForm, field: StringField) -> None:
    """Say what is wrong with a classification code."""
    if problem := class_problem(field.data or ""):
        raise ValidationError(problem)


for _kind in LetterKind:
    _hint = {**OFF, "list": "letter-classes", "inputmode": "decimal"}
    setattr(NumbersForm, class_field(_kind), line(_kind.label, check_class, limit=20, render_kw=_hint))
