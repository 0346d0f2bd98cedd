"""What is asked before a copy of somebody's data leaves the house."""

from __future__ import annotations

from flask import request

from puskesos.forms.base import HubForm, paragraph
from puskesos.forms.choices import pick_one
from puskesos.rules.blackout import split_words
from puskesos.rules.person_copy import AskerCheck, CopyFormat


class PersonCopyForm(HubForm):
    """Who asks, and which other words are to be blacked out; the pressed button says the format."""

    checked = pick_one("Peminta diperiksa lewat", AskerCheck, thing="cara memeriksa peminta")
    words = paragraph(
        "Kata lain yang dihitamkan",
        limit=1000,
        description="Nama orang lain yang masih terbaca. Pisahkan dengan koma. Keluarga dan pelapor sudah dihitamkan.",
    )

    def blacked_words(self) -> list[str]:
        """The names and words typed."""
        return split_words(self.words.data or "")

    def asker(self) -> AskerCheck:
        """How the asker was checked."""
        return AskerCheck(self.checked.data)

    def wanted(self) -> CopyFormat:
        """The pressed button; reading on screen when none or an odd one was sent."""
        pressed = request.form.get("format", "")
        return CopyFormat(pressed) if pressed in set(CopyFormat) else CopyFormat.PRATINJAU
