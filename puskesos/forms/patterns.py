"""One field of each kind, for the page of components."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, MultipleFileField, PasswordField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from puskesos.forms.base import Day, HubForm, Needed, OneOfChoices, line, paragraph


class PatternForm(HubForm):
    """Sent empty it shows every complaint."""

    version = HiddenField(default="3")
    name = line("Nama klien", Needed("nama klien"), render_kw={"autocomplete": "off"})
    nik = line("NIK", description="16 angka di KTP. Boleh dengan spasi.", render_kw={"inputmode": "numeric"})
    birth_date = Day("Tanggal lahir")
    sex = RadioField(
        "Jenis kelamin",
        [Needed("jenis kelamin", "Pilih")],
        choices=[SelectChoice("L", "Laki-laki"), SelectChoice("P", "Perempuan")],
        validate_choice=False,
    )
    village = SelectField(
        "Desa/kelurahan",
        [Needed("desa/kelurahan", "Pilih"), OneOfChoices()],
        choices=[SelectChoice("", "Pilih desa"), SelectChoice("1", "Pantai Bahagia")],
        validate_choice=False,
    )
    password = PasswordField("Kata sandi", [Needed("kata sandi")])
    story = paragraph("Uraian masalah", Needed("uraian masalah"))
    told = BooleanField("Keluarga sudah diberi tahu")
    photos = MultipleFileField("Foto")
