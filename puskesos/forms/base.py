"""What all forms share: messages built from the thing's name, cleaned text, a submission key, a version."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, StopValidation

from puskesos.errors import RuleBroken

LONG = 4000
EARLIEST = date(1900, 1, 1)


class Needed(InputRequired):
    """Required, with a sentence from the thing's name: "Isi nama klien." or "Pilih desa/kelurahan."."""

    def __init__(self, thing: str, verb: str = "Isi") -> None:
        super().__init__(f"{verb} {thing}.")

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation(self.message)


class AtMost:
    """A length limit that says the thing and the number."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.data and len(field.data) > self.limit:
            raise StopValidation(f"{field.label.text} paling banyak {self.limit} huruf; sekarang {len(field.data)}.")


class OneOfChoices:
    """The value must be one of the offered ones; the sentence says where to look."""

    def __call__(self, form: FlaskForm, field: Any) -> None:
        if (field.data or "") not in {value for value, *_ in field.iter_choices()}:
            raise StopValidation(f"Pilih {field.label.text.lower()} dari daftar.")


class HubForm(FlaskForm):
    """Base of every form that changes something."""

    restored = False

    def add_problems(self, problems: Mapping[str, str]) -> bool:
        """Put each sentence at its field unless that field has one already; returns whether there are none."""
        for name, message in problems.items():
            if not self[name].errors:
                self[name].errors = [message]
        return not problems

    def carry(self, problem: RuleBroken) -> None:
        """Put an action's refusal at its field, or above the form."""
        field = self._fields.get(problem.field or "")
        if field is None or isinstance(field, HiddenField):
            self.form_errors.append(problem.message)
        else:
            field.errors = [*field.errors, problem.message]


def new_key() -> str:
    """The key of one showing of a form whose effect happens once."""
    return str(uuid.uuid4())


class OnceForm(HubForm):
    """A form whose effect happens once: it carries a key made when it was first shown."""

    key = HiddenField(default=new_key, filters=[lambda text: (text or "")[:64]])

    def submission_key(self) -> str:
        """The key as sent; a missing or odd one is replaced by a fresh one."""
        try:
            return str(uuid.UUID(self.key.data))
        except (ValueError, TypeError, AttributeError):
            self.key.data = str(uuid.uuid4())
            return self.key.data


class VersionForm(HubForm):
    """A form on a row that others may change meanwhile."""

    version = HiddenField()

    def expected_version(self) -> int:
        """The version the person saw; 0 (always stale) when none or no sensible number was sent."""
        text = str((self.version.raw_data or [""])[0])
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def clean_line(text: str | None) -> str:
    """One line: control characters and doubled spaces gone."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text or "").split())


def clean_text(text: str | None) -> str:
    """Several lines: line ends unified, control characters gone, outer space trimmed."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(c for c in line if c.isprintable() or c == "\t").rstrip() for line in lines).strip()


def line(label: str, *validators: Callable[..., None], limit: int = 100, **options: Any) -> StringField:
    """A one-line text field, cleaned and bounded."""
    return StringField(label, filters=[clean_line], validators=[*validators, AtMost(limit)], **options)


def paragraph(label: str, *validators: Callable[..., None], limit: int = LONG, **options: Any) -> TextAreaField:
    """A several-line text field, cleaned and bounded."""
    return TextAreaField(label, filters=[clean_text], validators=[*validators, AtMost(limit)], **options)


class Day(DateField):
    """A date field whose complaint is Indonesian and which refuses years nobody alive was born in."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        if not text:
            self.data = None
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError:
            self.data = None
            raise ValueError("Tanggal tidak terbaca. Pakai bentuk 2026-11-21.") from None
        if not EARLIEST <= self.data <= date(2100, 12, 31):
            self.data = None
            raise ValueError("Tahun pada tanggal ini tidak wajar.")


class Hour(TimeField):
    """A time of day whose complaint is Indonesian; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip().replace(".", ":")
        self.data = None
        if not text:
            return
        try:
            self.data = time.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            raise ValueError("Jam tidak terbaca. Pakai bentuk 09:30.") from None


def local_moment(day: date | None, hour: time | None, zone: str) -> datetime | None:
    """The moment of a day and an hour in the hub's zone; a day without an hour counts from noon, none is None."""
    return datetime.combine(day, hour or time(12), ZoneInfo(zone)).astimezone(UTC) if day else None


class Whole(IntegerField):
    """A whole number field with an Indonesian complaint; at most nine digits, so that no database overflows."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        if not text:
            self.data = None
            return
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            self.data = None
            raise ValueError(f"{self.label.text} harus angka.")
        self.data = int(text)
