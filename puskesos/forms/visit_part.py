"""One further part of a visit report, its fields made from the questions of rules/assessment_questions.py."""

from __future__ import annotations

from typing import Any

from wtforms import Field, MultipleFileField, RadioField, SelectField, StringField, TextAreaField

from puskesos.forms.base import OnceForm, VersionForm
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.choices import offer, pick
from puskesos.rules.assessment import Typed, field_name, members_of, read_part
from puskesos.rules.assessment_questions import CHOICE, MANY, MONEY, NUMBER, PARAGRAPH, QUESTIONS, Question
from puskesos.rules.visit_form import MOST_PHOTOS, PhotoKind, VisitPart

FEW = 3  # so many choices stand side by side


class PartForm(VersionForm):
    """Keeps whatever was typed; `problems` are the complaints of the rules, shown at the fields."""

    part = VisitPart.VERVAL

    def check(self, typed: Typed) -> bool:
        """Put the complaints about what was typed at the fields; True when there are none."""
        _, problems = read_part(self.part, typed)
        for name, message in problems.items():
            if name in self:
                self[name].errors = [message]
            else:
                self.form_errors.append(message)
        return not problems

    def rows(self) -> list[list[Field]]:
        """The fields as they stand on the page: all in one row, or a row per member of the family."""
        rows = [
            [self[name] for question in QUESTIONS[self.part] if (name := field_name(question, member)) in self]
            for member in members_of(self.part)
        ]
        return [row for row in rows if row]


def part_form(part: VisitPart, members: int) -> type[PartForm]:
    """The form of a part with room for so many members of the family."""
    places = [place for place in members_of(part) if place <= members]
    fields: dict[str, Any] = {
        field_name(question, place): _field(question, place) for place in places for question in QUESTIONS[part]
    }
    return type(PartForm.__name__, (PartForm,), fields | {"part": part})


class PhotosForm(OnceForm):
    """Photos of a report that was sent: one by one from a phone with scripts, several at once without."""

    kind = pick("Yang difoto", PhotoKind, empty="Tidak disebut")
    photos = MultipleFileField("Pilih foto", description=f"Paling banyak {MOST_PHOTOS} untuk satu laporan.")


def _field(question: Question, member: int) -> Any:
    about = {"description": question.hint}
    if question.kind == MANY:
        field = CheckboxesField(question.label, thing=question.label.lower(), choices=offer(list(question.options)))
    elif question.kind == CHOICE:
        choices = offer([("", "Belum diisi"), *question.options])
        kind = RadioField if len(question.options) <= FEW and not member else SelectField
        field = kind(question.label, choices=choices, default="", validate_choice=False, **about)
    elif question.kind == PARAGRAPH:
        field = TextAreaField(question.label, **about)
    else:
        digits = {"inputmode": "numeric"} if question.kind in {NUMBER, MONEY} else {}
        field = StringField(question.label, render_kw=digits | {"autocomplete": "off"}, **about)
    return field
