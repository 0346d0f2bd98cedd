"""What can be typed about who signs, and which kinds of letters they sign."""

from __future__ import annotations

from wtforms import SelectField

from puskesos.actions.letter_signer import KindSigners, SignerEntry
from puskesos.forms.base import Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.choices import offer, pick, pick_one
from puskesos.models.letter_settings import LetterSigner
from puskesos.queries.letter_settings import Signer
from puskesos.rules.letter import OUR_SIGNER, LetterKind
from puskesos.rules.letter_signer import Acting, Identity

OFF = {"autocomplete": "off"}
NOBODY, NOT_YET = "Tidak ada", "Belum dipilih"
BY_ITSELF = {LetterKind.RUJUKAN: "Koordinator yang menetapkan", LetterKind.BERITA_ACARA: "Yang menyerahkan"}
TYPED = ("name", "position", "acting", "superiors", "rank", "identity", "identity_number")


class SignerForm(OnceForm, VersionForm):
    """Somebody who signs, new or known."""

    name = line("Nama dengan gelar", Needed("nama"), limit=80, render_kw=OFF)
    position = line("Jabatan", Needed("jabatan"), limit=80, render_kw=OFF, description="Misalnya: Koordinator Puskesos")
    acting = pick_one("Menandatangani sebagai", Acting, thing="kewenangan", default=str(Acting.SENDIRI))
    superiors = paragraph(
        "Jabatan yang diwakili",
        limit=170,
        description="Hanya untuk a.n. (satu baris, misalnya Camat Muaragembong) dan u.b. (dua baris: yang diwakili, "
        "lalu yang di antaranya).",
    )
    rank = line("Pangkat, golongan", limit=60, render_kw=OFF, description="Untuk ASN, misalnya: Penata Muda, III/a")
    identity = pick_one("Nomor di bawah nama", Identity, thing="jenis nomor", default=str(Identity.KOSONG))
    identity_number = line("Nomornya", limit=40, render_kw={**OFF, "inputmode": "numeric"})

    def entry(self) -> SignerEntry:
        """What was typed, for the action."""
        return SignerEntry(**{name: self[name].data or "" for name in TYPED})

    @staticmethod
    def known(signer: LetterSigner) -> dict[str, object]:
        """A signer as the form shows them."""
        return {name: getattr(signer, name) for name in (*TYPED, "version")}


class ChoiceForm(VersionForm):
    """Who signs and who acknowledges letters of each kind (fields signer_… and acknowledger_…)."""

    def offer(self, signers: list[LetterSigner], usual: Signer | None) -> None:
        """The signers to choose from; who signs where nobody is chosen is named in the first choice."""
        people = [(str(one.id), f"{one.name}, {one.position}") for one in signers]
        for kind, signer, acknowledger in self.rows():
            first = f"{usual.name}, {usual.position}" if usual and kind in OUR_SIGNER else BY_ITSELF.get(kind, NOT_YET)
            signer.choices = offer([("", first), *people])
            acknowledger.choices = offer([("", NOBODY), *people])

    def rows(self) -> list[tuple[LetterKind, SelectField, SelectField]]:
        """Each kind with its two fields."""
        return [(kind, self[f"signer_{kind}"], self[f"acknowledger_{kind}"]) for kind in LetterKind]

    def chosen(self) -> dict[LetterKind, KindSigners]:
        """What was chosen, for the action."""
        return {kind: KindSigners(_id(signer.data), _id(known.data)) for kind, signer, known in self.rows()}

    @staticmethod
    def known(chosen: dict[LetterKind, KindSigners], version: int) -> dict[str, object]:
        """The choices as the form shows them."""
        told: dict[str, object] = {"version": version}
        for kind, people in chosen.items():
            told |= {f"signer_{kind}": str(people.signer or ""), f"acknowledger_{kind}": str(people.acknowledger or "")}
        return told


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


for _kind in LetterKind:
    setattr(ChoiceForm, f"signer_{_kind}", pick(f"Penanda tangan {_kind.label.lower()}", [], empty=NOT_YET))
    setattr(ChoiceForm, f"acknowledger_{_kind}", pick(f"Mengetahui {_kind.label.lower()}", [], empty=NOBODY))
