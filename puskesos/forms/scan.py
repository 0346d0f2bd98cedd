"""What can be typed about sheets and scanned pages."""

from __future__ import annotations

from wtforms import BooleanField, FileField, HiddenField, MultipleFileField

from puskesos.forms.base import HubForm, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.rules.scan import MOST_FILES
from puskesos.rules.sheet import REASON_LETTERS


class ScanUploadForm(OnceForm):
    """Pictures and PDFs of sheets, chosen on the device or taken with its camera."""

    files = MultipleFileField(
        "Foto atau PDF", description=f"JPG, PNG, WebP, atau PDF banyak halaman; paling banyak {MOST_FILES} berkas."
    )
    camera = FileField("Ambil dengan kamera", description="Di ponsel, tombol ini membuka kamera.")


class SheetCodeForm(HubForm):
    """The short code that stands under the QR code of a sheet."""

    code = line("Kode lembar", Needed("kode lembar"), limit=40, description="Delapan huruf dan angka di bawah kode QR.")


class PlaceForm(VersionForm):
    """The chosen place of a page: a key of queries.scan_place; `rest` takes the pages after it along."""

    place = HiddenField(filters=[lambda text: (text or "")[:60]])
    rest = BooleanField("Bersama halaman sesudahnya")


class DiscardForm(VersionForm):
    """Why a page is thrown away."""

    reason = paragraph(
        "Alasan", Needed("alasan"), limit=REASON_LETTERS, description="Misalnya: halaman kosong, foto kabur."
    )


class DiscardTickedForm(HubForm):
    """Why the ticked pages of the tray are thrown away; which they are stands beside the form."""

    reason = line("Alasan", Needed("alasan"), limit=REASON_LETTERS, description="Misalnya: halaman kosong, foto kabur.")


class LostSheetForm(HubForm):
    """Why a sheet will not come back."""

    reason = paragraph(
        "Alasan", Needed("alasan"), limit=REASON_LETTERS, description="Misalnya: hilang, rusak, tidak jadi dipakai."
    )
