"""One paper of a case in full, a paper more, and all that is asked of the family at once."""

from __future__ import annotations

from wtforms.validators import ValidationError

from puskesos.actions.case_papers import AskedEntry
from puskesos.forms.base import Day, HubForm, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.choices import pick, pick_one
from puskesos.models.case import CaseDocument
from puskesos.rules.papers import MISSING, PAPER_CHOICES, PaperOwner, PaperState, paper_words
from puskesos.rules.service import MOST_LETTERS, check_papers, read_papers


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


class IncompleteForm(VersionForm):
    """What the family still has to bring: papers of the case, those that are missing ticked beforehand, and others."""

    papers = CheckboxesField(
        "Berkas yang perlu dibawa", thing="berkas", description="Berkas yang ada tetapi belum memadai dapat dicentang."
    )
    more = paragraph("Berkas lain yang diminta", limit=1000, description="Satu berkas per baris.")
    reason = paragraph("Alasan", Needed("alasan"), limit=1000, description="Dibaca petugas lain di riwayat.")

    @staticmethod
    def missing(papers: list[CaseDocument]) -> list[str]:
        """The ticks of a fresh form: what the family lacks."""
        own = [paper for paper in papers if paper.owner == PaperOwner.KELUARGA]
        return [str(paper.position) for paper in own if paper.state in MISSING]

    def offer(self, papers: list[CaseDocument]) -> None:
        """Put the family's papers of the case into the form, each with how it stands."""
        own = [paper for paper in papers if paper.owner == PaperOwner.KELUARGA]
        said = [(paper, paper_words(paper.state, paper.form, paper.promised_on, paper.note)) for paper in own]
        self.papers.offer([(str(paper.position), f"{paper.name} ({words})") for paper, words in said])

    def validate(self, extra_validators: object = None) -> bool:
        """Something must be asked for."""
        passed = super().validate(extra_validators)
        if self.papers.data or read_papers(self.more.data or ""):
            return passed
        field = "papers" if self.papers.choices else "more"
        return self.add_problems({field: "Centang berkas yang kurang, atau tulis berkas lain yang diminta."})

    def validate_more(self, field: object) -> None:
        if said := check_papers(read_papers(self.more.data or "")):
            raise ValidationError(said)

    def entry(self) -> AskedEntry:
        """What is asked for, for the action."""
        positions = tuple(int(position) for position in self.papers.data or [])
        return AskedEntry(self.reason.data, positions, tuple(paper.name for paper in read_papers(self.more.data or "")))
