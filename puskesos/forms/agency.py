"""An office of the directory, as typed."""

from __future__ import annotations

import re

from wtforms import BooleanField
from wtforms.validators import ValidationError

from puskesos.actions.agency import AgencyEntry
from puskesos.forms.base import Needed, VersionForm, Whole, line, paragraph

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")


class AgencyForm(VersionForm):
    """An office with what people need to reach it."""

    name = line("Nama instansi", Needed("nama instansi"), limit=120)
    code = line("Kode", Needed("kode"), limit=20, description="Singkatan, misalnya DISDIK. Huruf besar dan angka.")
    purpose = line("Untuk urusan", limit=200, description="Misalnya PIP, anak putus sekolah.")
    address = paragraph("Alamat", limit=300)
    phone = line("Telepon/WA", limit=30, render_kw={"inputmode": "tel"})
    contact = line("Nama petugas penghubung", limit=100)
    opening = line("Jam buka", limit=100)
    answer_days = Whole(
        "Hari kerja sampai menjawab",
        description="Kosongkan untuk memakai batas dari pengaturan hub.",
        render_kw={"inputmode": "numeric"},
    )
    active = BooleanField("Ditawarkan pada rujukan baru", default=True)

    def validate_code(self, field: object) -> None:
        self.code.data = (self.code.data or "").upper()
        if not CODE.fullmatch(self.code.data):
            raise ValidationError("Kode berisi 2 sampai 20 huruf, angka, atau tanda hubung.")

    def validate_answer_days(self, field: Whole) -> None:
        if field.data is not None and not 1 <= field.data <= 60:
            raise ValidationError("Isi 1 sampai 60 hari kerja.")

    def entry(self) -> AgencyEntry:
        """The office for the action."""
        plain = ("purpose", "address", "phone", "contact", "opening")
        return AgencyEntry(
            code=self.code.data,
            name=self.name.data,
            answer_days=self.answer_days.data,
            active=bool(self.active.data),
            **{name: getattr(self, name).data or "" for name in plain},
        )
