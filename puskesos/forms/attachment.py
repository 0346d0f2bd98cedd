"""What can be typed about a file of a case."""

from __future__ import annotations

from typing import Any

from wtforms import FileField, MultipleFileField

from puskesos.forms.base import HubForm, Needed, OnceForm, line, paragraph
from puskesos.forms.choices import pick
from puskesos.rules.attachment import MOST_AT_ONCE, TITLE_LETTERS


class AttachmentForm(OnceForm):
    """Files chosen on the device or taken with its camera; `paper` is the place of the paper they show."""

    paper = pick("Untuk berkas", [], empty="Bukan berkas dari daftar")
    title = line("Judul", limit=TITLE_LETTERS, description="Misalnya: Surat kontrol RSUD. Tanpa nama atau NIK.")
    files = MultipleFileField("Foto atau PDF", description=f"JPG, PNG, WebP, atau PDF; paling banyak {MOST_AT_ONCE}.")
    camera = FileField("Ambil dengan kamera", description="Di ponsel, tombol ini membuka kamera.")

    def position(self) -> int | None:
        """The place of the chosen paper."""
        return int(self.paper.data) if self.paper.data else None

    def named(self, papers: list[Any]) -> str:
        """The title as typed, else the name of the chosen paper, else a plain word."""
        chosen = next((paper.name for paper in papers if paper.position == self.position()), "")
        return (self.title.data or chosen or "Lampiran")[:TITLE_LETTERS]


class RemovalForm(HubForm):
    """Why a file must not be seen any more."""

    reason = paragraph("Alasan", Needed("alasan"), limit=300, description="Misalnya: milik orang lain, salah kasus.")
