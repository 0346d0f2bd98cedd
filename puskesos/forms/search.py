"""The one search box."""

from __future__ import annotations

from puskesos.forms.base import HubForm, line
from puskesos.rules.nik import clean_digits


class SearchForm(HubForm):
    """A name, NIK, KK, phone or case number; sent by POST so that numbers never stand in an address."""

    q = line("Nama, NIK, telepon, atau nomor kasus", limit=100)


def looks_like_number(text: str) -> bool:
    """Whether the typed text is meant as a NIK rather than a name."""
    digits = clean_digits(text)
    return len(digits) >= 6 and digits.isdigit()
