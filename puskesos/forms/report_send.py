"""What goes with a month that is sent up."""

from __future__ import annotations

from wtforms import BooleanField

from puskesos.forms.base import HubForm


class SendReportForm(HubForm):
    """Whether the koordinator's words go along."""

    with_notes = BooleanField(
        "Sertakan kendala dan usul",
        description="Baca dahulu: teksnya tidak boleh memuat nama, alamat, atau keadaan yang menunjuk satu orang.",
    )
