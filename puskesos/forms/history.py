"""Correcting what an entry of a case's history says."""

from __future__ import annotations

from puskesos.forms.base import HubForm, Needed, line, paragraph
from puskesos.forms.case import DataCheckForm


class EntryForm(HubForm):
    """New words for a note or a reason."""

    text = paragraph("Isi", Needed("isinya"), limit=2000)
    why = line("Mengapa diperbaiki", limit=200)


class CheckCorrectionForm(DataCheckForm):
    """The data check as it should have been."""

    why = line("Mengapa diperbaiki", limit=200)
