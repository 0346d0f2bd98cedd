"""What can be typed into a letter of each kind; the client's data come from the case."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField

from puskesos.actions.letter import LetterEntry
from puskesos.forms.base import Day, Needed, OnceForm, VersionForm, line, paragraph
from puskesos.forms.choices import pick
from puskesos.rules.letter import LetterKind
from puskesos.rules.letter_content import (
    CoverContent,
    HandedOver,
    HandingOverContent,
    Party,
    RecommendationContent,
    Stored,
    TaskContent,
    goods_from_lines,
    lines_from_goods,
)
from puskesos.rules.referral import LetterIdentity

ROWS_HINT = "Satu per baris: nama; banyaknya; keterangan. Contoh: Kursi roda; 1 unit; baru."
IDENTITY_HINT = "Kasus terbatas: nama lengkap hanya untuk amplop tertutup."


class LetterFields(OnceForm, VersionForm):
    """What every letter has. Each kind adds its own fields and turns them into its content."""

    kind: LetterKind
    usual_subject = ""
    dated_on = Day("Tanggal surat", validators=[Needed("tanggal surat")])
    subject = line("Perihal", Needed("perihal"), limit=160)
    addressee = line("Ditujukan kepada", limit=160)

    def entry(self) -> LetterEntry:
        """The letter for the action."""
        return LetterEntry(
            kind=self.kind,
            dated_on=self.dated_on.data or date.min,
            subject=self.subject.data or "",
            addressee=self.addressee.data or "",
            content=self.content().as_dict(),
        )

    def content(self) -> Stored:
        raise NotImplementedError

    @classmethod
    def shown(cls, content: Any) -> dict[str, object]:
        """The form's fields as the content fills them."""
        raise NotImplementedError

    def keep_names_open(self) -> None:
        """The case is not restricted: how its client is named is not asked."""
        if "identity" in self:
            del self.identity

    def _identity(self) -> str:
        return self.identity.data if "identity" in self else str(LetterIdentity.INISIAL)


class RecommendationForm(LetterFields):
    """Surat rekomendasi."""

    kind, usual_subject = LetterKind.REKOMENDASI, "Rekomendasi layanan sosial"
    purpose = line("Keperluan", Needed("keperluan"), limit=200, description="Misalnya: reaktivasi PBI-JK.")
    service = line("Layanan yang dituju", limit=160)
    applicant = line("Pemohon", limit=160, description="Bila bukan klien sendiri: nama dan hubungan.")
    statement = paragraph(
        "Keterangan",
        Needed("keterangan"),
        limit=2500,
        description="Keadaan keluarga dan pertimbangan. Baris kosong memulai paragraf; baris “- …” menjadi daftar.",
    )
    identity = pick("Identitas di surat", LetterIdentity, description=IDENTITY_HINT)

    def content(self) -> RecommendationContent:
        words = {name: self[name].data or "" for name in ("purpose", "service", "applicant", "statement")}
        return RecommendationContent(**words, identity=self._identity())

    @classmethod
    def shown(cls, content: RecommendationContent) -> dict[str, object]:
        return content.as_dict()


class CoverForm(LetterFields):
    """Surat pengantar."""

    kind, usual_subject = LetterKind.PENGANTAR, "Pengantar berkas warga"
    addressee = line(
        "Ditujukan kepada", Needed("tujuan surat"), limit=160, description="Misalnya: Kepala Dinas Sosial."
    )
    purpose = line("Keperluan", Needed("keperluan"), limit=200, description="Untuk apa berkas dikirim.")
    opening = paragraph("Keterangan", limit=1500)
    items = paragraph("Naskah atau berkas", Needed("naskah atau berkas"), limit=2000, description=ROWS_HINT)
    identity = pick("Identitas di surat", LetterIdentity, description=IDENTITY_HINT)

    def content(self) -> CoverContent:
        items = goods_from_lines(self.items.data or "")
        words = {"purpose": self.purpose.data or "", "opening": self.opening.data or ""}
        return CoverContent(**words, items=items, identity=self._identity())

    @classmethod
    def shown(cls, content: CoverContent) -> dict[str, object]:
        return content.as_dict() | {"items": lines_from_goods(content.items)}


class TaskLetterForm(LetterFields):
    """Surat tugas."""

    kind, usual_subject = LetterKind.TUGAS, "Kunjungan rumah"
    volunteer = line("Nama petugas", Needed("nama petugas"), limit=100)
    member_number = line("No. Anggota PSM", limit=40)
    position = line("Jabatan", limit=80)
    area = line("Wilayah tugas", limit=120)
    purpose = paragraph("Untuk", Needed("uraian tugas"), limit=700, description="Jangan tulis nama klien.")
    place = line("Tempat", limit=200, description="Kosong: alamat klien. Kasus terbatas: desa saja.")
    from_day = Day("Mulai", validators=[Needed("tanggal mulai")])
    until_day = Day("Sampai")
    report_by = Day("Lapor paling lambat")
    transport = line("Alat angkut", limit=80)
    companions = paragraph("Pengikut", limit=400, description="Satu nama per baris.")
    grounds = paragraph("Dasar lain", limit=600, description="Satu per baris, misalnya nomor SK.")
    rules = paragraph("Ketentuan lain", limit=600, description="Satu per baris.")

    def validate_until_day(self, field: Day) -> None:
        if field.data and self.from_day.data and field.data < self.from_day.data:
            field.errors = [*field.errors, "Tanggal selesai tidak boleh sebelum tanggal mulai."]

    def content(self) -> TaskContent:
        words = {
            name: self[name].data or ""
            for name in ("volunteer", "member_number", "position", "area", "purpose", "place", "transport")
        }
        days = {name: self[name].data for name in ("from_day", "until_day", "report_by")}
        lists = {name: _lines(self[name].data) for name in ("companions", "grounds", "rules")}
        return TaskContent(**words, **days, **lists)

    @classmethod
    def shown(cls, content: TaskContent) -> dict[str, object]:
        lists = {name: "\n".join(getattr(content, name)) for name in ("companions", "grounds", "rules")}
        days = {name: getattr(content, name) for name in ("from_day", "until_day", "report_by")}
        return content.as_dict() | lists | days


class HandingOverForm(LetterFields):
    """Berita acara serah terima."""

    kind, usual_subject = LetterKind.BERITA_ACARA, "Serah terima"
    what = pick("Yang diserahkan", HandedOver)
    place = line("Tempat", Needed("tempat"), limit=160)
    giver_name = line("Nama", Needed("nama pihak pertama"), limit=100)
    giver_position = line("Jabatan", limit=100)
    giver_identity = line("NIP atau No. Anggota", limit=60)
    giver_address = line("Alamat", limit=200)
    taker_name = line("Nama", Needed("nama pihak kedua"), limit=100)
    taker_position = line("Jabatan atau hubungan", limit=100)
    taker_identity = line("NIP atau No. Anggota", limit=60)
    taker_address = line("Alamat", limit=200)
    goods = paragraph("Barang", limit=2000, description=ROWS_HINT)
    condition = paragraph("Keadaan klien saat diserahkan", limit=800)
    belongings = paragraph("Barang bawaan klien", limit=600)
    purpose = line("Untuk keperluan", limit=200)
    witnesses = paragraph("Saksi", limit=400, description="Satu per baris: nama, jabatan.")
    needs_stamp = BooleanField("Perlu meterai")

    def validate_goods(self, field: Any) -> None:
        if self.what.data == HandedOver.BARANG and not goods_from_lines(field.data or ""):
            field.errors = [*field.errors, "Isi barang yang diserahkan."]

    def content(self) -> HandingOverContent:
        words = {name: self[name].data or "" for name in ("place", "condition", "belongings", "purpose")}
        return HandingOverContent(
            what=HandedOver(self.what.data),
            giver=self._party("giver"),
            taker=self._party("taker"),
            goods=goods_from_lines(self.goods.data or ""),
            witnesses=_lines(self.witnesses.data),
            needs_stamp=bool(self.needs_stamp.data),
            **words,
        )

    @classmethod
    def shown(cls, content: HandingOverContent) -> dict[str, object]:
        sides = {
            f"{side}_{name}": text
            for side in ("giver", "taker")
            for name, text in getattr(content, side).as_dict().items()
        }
        lists = {"goods": lines_from_goods(content.goods), "witnesses": "\n".join(content.witnesses)}
        return content.as_dict() | sides | lists

    def _party(self, side: str) -> Party:
        return Party(
            **{name: self[f"{side}_{name}"].data or "" for name in ("name", "position", "address", "identity")}
        )


FORMS: dict[LetterKind, type[LetterFields]] = {
    form.kind: form for form in (RecommendationForm, CoverForm, TaskLetterForm, HandingOverForm)
}
CONTENTS: dict[LetterKind, type[Stored]] = {
    LetterKind.REKOMENDASI: RecommendationContent,
    LetterKind.PENGANTAR: CoverContent,
    LetterKind.TUGAS: TaskContent,
    LetterKind.BERITA_ACARA: HandingOverContent,
}


class IssueForm(VersionForm):
    """The final print: the number is given now."""


class VoidForm(VersionForm):
    """Why a numbered letter is void."""

    reason = paragraph("Alasan pembatalan", Needed("alasan pembatalan"), limit=300)


class DropForm(VersionForm):
    """A draft that nobody wants."""


class ProofForm(OnceForm):
    """The code on a letter, typed by anybody."""

    key = HiddenField()
    code = line("Kode surat", Needed("kode surat"), limit=40)


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
