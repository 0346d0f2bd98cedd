"""What the koordinator writes for a month's report."""

from __future__ import annotations

from puskesos.forms.base import HubForm, Needed, OnceForm, VersionForm, line, paragraph


class MonthNoteForm(VersionForm):
    """Obstacles and proposals, free text of the report's last section."""

    obstacles = paragraph("Kendala", limit=2000, description="Yang menghambat bulan ini. Jangan menulis nama warga.")
    proposals = paragraph("Usul", limit=2000, description="Apa yang diusulkan kepada desa, kecamatan, atau Dinsos.")


class CloseMonthForm(HubForm):
    """One button."""


class ReopenMonthForm(OnceForm):
    """Why a closed month is opened again."""

    reason = line("Alasan dibuka kembali", Needed("alasan dibuka kembali"), limit=200)
