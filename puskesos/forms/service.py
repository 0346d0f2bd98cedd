"""A service of the catalogue as the hub edits it."""

from __future__ import annotations

from wtforms import BooleanField
from wtforms.validators import ValidationError

from puskesos.actions.service import ServiceEntry
from puskesos.forms.base import Needed, OnceForm, VersionForm, Whole, line, paragraph
from puskesos.forms.checkboxes import CheckboxesField
from puskesos.forms.choices import pick
from puskesos.rules.intake import Area, Pillar, Priority, Sector
from puskesos.rules.service import MOST_PAPERS, check_papers, codes_of, read_papers, write_papers

MOST_TARGET_DAYS = 60
LISTS = ("agencies", "ppks", "spm")
Pairs = list[tuple[str, str]]


class OfferForm(VersionForm):
    """The button that takes a service into or out of use."""

    active = pick("Pemakaian", [("1", "Pakai"), ("0", "Tidak dipakai")], thing="pemakaian")


class ServiceForm(OnceForm, VersionForm):
    """A new service, or one that is changed; the lists of codes are offered by `offer`."""

    name = line("Nama layanan", Needed("nama layanan"), limit=80, render_kw={"autocomplete": "off"})
    area = pick("Bidang", Area, thing="bidang")
    pillar = pick("Pilar", Pillar, thing="pilar")
    sector = pick("Sektor", Sector, thing="sektor")
    priority = pick("Prioritas biasanya", Priority, thing="prioritas")
    target_days = Whole(
        "Target selesai (hari kerja)",
        [Needed("target hari kerja")],
        description="0 berarti hari yang sama.",
        render_kw={"inputmode": "numeric"},
    )
    papers = paragraph(
        "Berkas yang diminta",
        limit=6000,
        description=f"Satu nama berkas per baris, paling banyak {MOST_PAPERS}. Beri tanda @hub, @desa, atau @instansi "
        "di belakang berkas yang bukan urusan keluarga, misalnya “Surat keterangan Dinsos @instansi”.",
    )
    hint = line("Petunjuk untuk petugas", limit=200, render_kw={"autocomplete": "off"})
    restricted = BooleanField(
        "Kasus layanan ini selalu terbatas (rahasia)", description="Untuk kekerasan, NAPZA, HIV, ODGJ, dan anak."
    )
    agencies = CheckboxesField("Instansi yang biasa dituju", thing="instansi")
    ppks = CheckboxesField("Petunjuk PPKS", thing="PPKS")
    spm = CheckboxesField("Petunjuk SPM", thing="SPM")

    def offer(self, agencies: Pairs, ppks: Pairs, spm: Pairs) -> None:
        """The code lists to tick from."""
        for field, pairs in ((self.agencies, agencies), (self.ppks, ppks), (self.spm, spm)):
            field.offer(pairs)

    def validate_target_days(self, field: Whole) -> None:
        if field.data is not None and field.data > MOST_TARGET_DAYS:
            raise ValidationError(f"Target paling lama {MOST_TARGET_DAYS} hari kerja.")

    def validate_papers(self, field: object) -> None:
        if problem := check_papers(read_papers(self.papers.data or "")):
            raise ValidationError(problem)

    def entry(self) -> ServiceEntry:
        """What was typed, for the action."""
        plain = ("name", "area", "pillar", "sector", "priority", "target_days")
        return ServiceEntry(
            **{name: self[name].data for name in plain},
            papers=write_papers(read_papers(self.papers.data or "")),
            restricted=bool(self.restricted.data),
            hint=self.hint.data or "",
            **{name: ",".join(self[name].data or []) for name in LISTS},
        )

    @staticmethod
    def known(service: object) -> dict[str, object]:
        """A service as the form shows it."""
        plain = (
            "name",
            "area",
            "pillar",
            "sector",
            "priority",
            "target_days",
            "papers",
            "hint",
            "restricted",
            "version",
        )
        lists = {name: list(codes_of(getattr(service, name))) for name in LISTS}
        return {name: getattr(service, name) for name in plain} | lists
