"""What a worker adds to a composed handover."""

from __future__ import annotations

from puskesos.forms.base import OnceForm, paragraph
from puskesos.forms.choices import pick
from puskesos.rules.handover import Since


class HandoverForm(OnceForm):
    """The own note; `since` is the chosen beginning."""

    since = pick("Sejak", Since, empty="-")
    note = paragraph("Pesan untuk petugas berikutnya", limit=1500)
