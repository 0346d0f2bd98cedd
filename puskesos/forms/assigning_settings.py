"""What can be typed about how much is enough for a volunteer and how the WhatsApp hand-off reads."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import ValidationError

from puskesos.forms.base import HubForm, Needed, Whole, paragraph
from puskesos.rules.handoff import MOST, handoff_problem, offered_words


class AssigningSettingsForm(HubForm):
    """The hub's load limit and its own words."""

    load_limit = Whole(
        "Tugas terbuka yang wajar untuk satu relawan",
        [Needed("angkanya")],
        description="1 sampai 60. Di atas ini koordinator diperingatkan; menugaskan tetap boleh.",
    )
    handoff_text = paragraph(
        "Kalimat untuk setiap tugas",
        limit=MOST,
        description=f"Kosongkan untuk kalimat bawaan. Boleh memakai {offered_words()}. Jangan sebut nama warga.",
    )

    def validate_load_limit(self, field: Whole) -> None:
        if field.data is not None and not 1 <= field.data <= 60:
            raise ValidationError("Antara 1 dan 60 tugas.")

    def validate_handoff_text(self, field: StringField) -> None:
        if problem := handoff_problem(field.data or ""):
            raise ValidationError(problem)
