"""The questions of the full assessment (domain.md 2.2 and appendix C, the short subset), part by part."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos.rules import assessment_lists as lists
from puskesos.rules.assessment_lists import Options
from puskesos.rules.visit_form import VisitPart

MOST_MEMBERS = 12
MOST_NUMBER = 999_999_999
NONE = "tidak_ada"
LINE, PARAGRAPH, NUMBER, MONEY, CHOICE, MANY = "line", "paragraph", "number", "money", "choice", "many"


@dataclass(frozen=True)
class Question:
    """One field of a part; `most` is its longest text or its largest number."""

    name: str
    label: str
    kind: str
    options: Options = ()
    most: int = 0
    hint: str = ""


def _choice(name: str, label: str, options: Options) -> Question:
    return Question(name, label, CHOICE, options)


VERVAL = (
    _choice("identity_fits", "Identitas cocok dengan KTP/KK", lists.FITS),
    _choice("address_fits", "Alamat cocok dengan KTP/KK", lists.FITS),
    Question("members_counted", "Jumlah anggota keluarga", NUMBER, most=40),
    Question("programs_received", "Program yang benar-benar diterima", MANY, lists.PROGRAMS),
)
RUMAH = (
    _choice("building", "Status bangunan", lists.BUILDING),
    _choice("floor", "Lantai terluas", lists.FLOOR),
    _choice("wall", "Dinding", lists.WALL),
    _choice("roof", "Atap", lists.ROOF),
    _choice("water", "Air minum", lists.WATER),
    _choice("light", "Penerangan", lists.LIGHT),
    _choice("power", "Daya listrik", lists.POWER),
    _choice("fuel", "Bahan bakar masak", lists.FUEL),
    _choice("toilet", "Fasilitas BAB", lists.TOILET),
    _choice("closet", "Kloset", lists.CLOSET),
    _choice("waste", "Pembuangan tinja", lists.WASTE),
    Question("area", "Luas lantai (m²)", NUMBER, most=9999),
)
ASET = (
    Question("things", "Yang dimiliki", MANY, lists.THINGS),
    Question("livestock", "Ternak", LINE, most=120, hint="Misalnya 2 kambing, 5 ayam."),
    _choice("land", "Lahan selain tempat tinggal", lists.YES_NO),
    _choice("other_house", "Rumah di tempat lain", lists.YES_NO),
)
EKONOMI = (
    Question("occupation", "Pekerjaan pencari nafkah", LINE, most=120),
    Question("income", "Penghasilan sebulan (Rp)", MONEY, most=MOST_NUMBER),
    Question("spending", "Pengeluaran sebulan (Rp)", MONEY, most=MOST_NUMBER),
    Question("dependants", "Tanggungan (orang)", NUMBER, most=40),
    Question("debt", "Utang", LINE, most=200, hint="Jumlah dan kepada siapa, bila mau disebut."),
)
ANGGOTA = (
    Question("name", "Nama", LINE, most=100),
    _choice("relation", "Hubungan dengan kepala keluarga", lists.RELATIONS),
    Question("age", "Umur", NUMBER, most=120),
    _choice("school", "Sekolah", lists.SCHOOL),
    _choice("work", "Pekerjaan", lists.WORK),
    _choice("difficulty", "Disabilitas/kesulitan", lists.DIFFICULTY),
    _choice("level", "Seberapa sulit", lists.LEVEL),
    _choice("illness", "Penyakit kronis", lists.ILLNESS),
    _choice("insurance", "Jaminan kesehatan", lists.INSURANCE),
)
ASESMEN = tuple(
    Question(name, label, PARAGRAPH, most=1000, hint=hint)
    for name, label, hint in (
        ("physical", "Fisik", "Kesehatan, makan, kebersihan, tempat tinggal."),
        ("mental", "Mental/psikologis", "Perasaan, pikiran, perilaku."),
        ("social", "Sosial", "Keluarga, tetangga, kegiatan."),
        ("spiritual", "Spiritual", "Ibadah dan pegangan hidup, bila diceritakan."),
        ("economic", "Ekonomi", "Penghasilan dan beban."),
        ("needs", "Kebutuhan", "Yang paling perlu sekarang."),
        ("strengths", "Potensi dan sumber daya", "Kemampuan, keluarga, atau tetangga yang dapat membantu."),
    )
)
QUESTIONS: dict[VisitPart, tuple[Question, ...]] = {
    VisitPart.VERVAL: VERVAL,
    VisitPart.RUMAH: RUMAH,
    VisitPart.ASET: ASET,
    VisitPart.EKONOMI: EKONOMI,
    VisitPart.ANGGOTA: ANGGOTA,
    VisitPart.ASESMEN: ASESMEN,
}
