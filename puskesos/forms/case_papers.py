"""One paper of a case in full, and a paper more."""

from __future__ import annotations

from wtforms.validators import ValidationError

from puskesos.forms.base import Day, HubForm, Needed, OnceForm, line
from puskesos.forms.choices import pick, pick_one
from puskesos.models.case import CaseDocument
from puskesos.rules.papers import PAPER_CHOICES, PaperOwner, PaperState
from puskesos.rules.service import MOST_LETTERS


class PaperForm(HubForm):
    """How a paper stands; `shown` is state and form at once ("ada:asli")."""

    shown = pick("Keadaan berkas", list(PAPER_CHOICES), thing="keadaan berkas")
    promised_on = Day("Dijanjikan tanggal", description="Untuk berkas yang menyusul; kosongkan bila belum tahu.")
    note = line("Keterangan", limit=200, description="Wajib bila tidak berlaku: tulis alasannya.")

    def validate_note(self, field: object) -> None:
        if self.shown.data == PaperState.TIDAK_BERLAKU and not self.note.data:
            raise ValidationError("Tulis mengapa berkas ini tidak berlaku.")

    def outcome(self) -> dict[str, object]:
        """What the action takes of it, by name."""
        state, _, form = self.shown.data.partition(":")
        return {"state": state, "form": form, "promised_on": self.promised_on.data, "note": self.note.data or ""}

    @staticmethod
    def known(paper: CaseDocument, chosen: str = "") -> dict[str, object]:
        """A paper as the form shows it; `chosen` is a state picked in the list before."""
        stands = f"{paper.state}:{paper.form}" if paper.form else paper.state
        return {"shown": chosen or stands, "promised_on": paper.promised_on, "note": paper.note}


class ExtraPaperForm(OnceForm):
    """A paper that this case needs beside those of its service."""

    name = line("Nama berkas", Needed("nama berkas"), limit=MOST_LETTERS, render_kw={"autocomplete": "off"})
    owner = pick_one("Diurus oleh", PaperOwner, thing="siapa yang mengurus", default=str(PaperOwner.KELUARGA))

    def asked(self) -> dict[str, str]:
        """What the action takes of it, by name."""
        return {"name": self.name.data, "owner": self.owner.data}
