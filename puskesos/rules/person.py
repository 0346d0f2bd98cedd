"""Code lists of a person and a family (domain.md 2.1 C and D, appendix B), and what fields are called in histories."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from puskesos.rules.code import Code
from puskesos.rules.data_check import DataCheckChannel, DataCheckStatus
from puskesos.rules.health_insurance import HealthInsurance, InsuranceStatus
from puskesos.rules.intake import IdentityKnown, NikReason, Sex
from puskesos.rules.nik import mask_number


class PersonStatus(Code):
    """Keadaan warga."""

    HIDUP = "hidup", "Hidup"
    MENINGGAL = "meninggal", "Meninggal"
    PINDAH = "pindah", "Pindah"


class Religion(Code):
    """Agama."""

    ISLAM = "islam", "Islam"
    KRISTEN = "kristen", "Kristen"
    KATOLIK = "katolik", "Katolik"
    HINDU = "hindu", "Hindu"
    BUDDHA = "buddha", "Buddha"
    KHONGHUCU = "khonghucu", "Khonghucu"
    KEPERCAYAAN = "kepercayaan", "Kepercayaan terhadap Tuhan YME"


class MaritalStatus(Code):
    """Status perkawinan."""

    BELUM = "belum", "Belum kawin"
    KAWIN = "kawin", "Kawin"
    CERAI_HIDUP = "cerai_hidup", "Cerai hidup"
    CERAI_MATI = "cerai_mati", "Cerai mati"


class Education(Code):
    """Pendidikan."""

    BELUM = "belum", "Tidak/belum sekolah"
    BELUM_SD = "belum_sd", "Belum tamat SD"
    SD = "sd", "Tamat SD"
    SLTP = "sltp", "SLTP"
    SLTA = "slta", "SLTA"
    D2 = "d2", "D I/II"
    D3 = "d3", "Akademi/D III"
    S1 = "s1", "D IV/S1"
    S2 = "s2", "S2"
    S3 = "s3", "S3"


class Nationality(Code):
    """Kewarganegaraan."""

    WNI = "wni", "WNI"
    WNA = "wna", "WNA"
    DUA = "dua", "Dua kewarganegaraan"


class HouseholdRole(Code):
    """Hubungan dalam KK (SHDK), in the order in which a family card lists people."""

    KEPALA = "kepala", "Kepala keluarga"
    SUAMI = "suami", "Suami"
    ISTRI = "istri", "Istri"
    ANAK = "anak", "Anak"
    MENANTU = "menantu", "Menantu"
    CUCU = "cucu", "Cucu"
    ORANG_TUA = "orang_tua", "Orang tua"
    MERTUA = "mertua", "Mertua"
    FAMILI = "famili", "Famili lain"
    PEMBANTU = "pembantu", "Pembantu"
    LAINNYA = "lainnya", "Lainnya"


class HouseholdStatus(Code):
    """Keadaan keluarga: a family whose last member has left stays for its history."""

    AKTIF = "aktif", "Aktif"
    KOSONG = "kosong", "Tidak ada anggota"


class MoveTarget(Code):
    """Where a person belongs from now on."""

    TETAP = "tetap", "Tetap di keluarga ini, ubah hubungan saja"
    KK = "kk", "Ke keluarga dengan nomor KK ini"
    BARU = "baru", "Ke keluarga baru, nomor KK belum ada"
    KELUAR = "keluar", "Keluar dari keluarga"


class Disability(Code):
    """Jenis disabilitas."""

    FISIK = "fisik", "Fisik"
    INTELEKTUAL = "intelektual", "Intelektual"
    MENTAL = "mental", "Mental"
    NETRA = "netra", "Sensorik netra"
    RUNGU = "rungu", "Sensorik rungu"
    WICARA = "wicara", "Sensorik wicara"
    GANDA = "ganda", "Ganda"


class Condition(Code):
    """Kondisi khusus."""

    HAMIL = "hamil", "Hamil"
    BALITA = "balita", "Balita"
    LANSIA = "lansia", "Lansia"
    ODGJ = "odgj", "ODGJ"
    SAKIT_KRONIS = "sakit_kronis", "Sakit kronis"
    PASUNG = "pasung", "Pasung"


class MembershipStatus(Code):
    """Keadaan kepesertaan program."""

    AKTIF = "aktif", "Aktif"
    USULAN = "usulan", "Usulan"
    BERHENTI = "berhenti", "Berhenti"


class ChangeSource(Code):
    """Where a change of a person came from."""

    TANGAN = "tangan", "diisi petugas"
    IMPOR = "impor", "impor"
    GABUNG = "gabung", "penggabungan"


FIELD_LABELS = {
    "name": "nama",
    "alias": "panggilan",
    "nik": "NIK",
    "nik_reason": "alasan tanpa NIK",
    "sex": "jenis kelamin",
    "birth_place": "tempat lahir",
    "birth_date": "tanggal lahir",
    "birth_year_estimate": "perkiraan tahun lahir",
    "village_id": "desa/kelurahan",
    "address": "alamat",
    "rt": "RT",
    "rw": "RW",
    "landmark": "patokan",
    "phone": "nomor HP",
    "occupation": "pekerjaan",
    "identity": "keterangan identitas",
    "religion": "agama",
    "marital_status": "status perkawinan",
    "education": "pendidikan",
    "nationality": "kewarganegaraan",
    "id_card_address": "alamat KTP",
    "id_card_rt": "RT pada KTP",
    "id_card_rw": "RW pada KTP",
    "id_card_village": "desa/kelurahan pada KTP",
    "id_card_district": "kecamatan pada KTP",
    "id_card_regency": "kabupaten/kota pada KTP",
    "disability": "disabilitas",
    "condition": "kondisi khusus",
    "status": "keadaan",
    "status_on": "tanggal keadaan",
    "status_note": "keterangan keadaan",
    "dtsen_status": "status DTSEN",
    "decile": "desil",
    "decile_period": "periode data DTSEN",
    "decile_on": "tanggal cek DTSEN",
    "decile_channel": "cara cek DTSEN",
    "health_insurance": "jaminan kesehatan",
    "insurance_number": "nomor kartu JKN",
    "insurance_status": "keadaan kartu JKN",
    "deactivated_on": "kartu nonaktif sejak",
    "deactivation_number": "nomor penonaktifan",
    "household_id": "keluarga",
    "household_role": "hubungan dalam keluarga",
    "kk": "nomor KK",
    "program": "program",
    "card_number": "nomor kartu program",
}
_LISTS: dict[str, type[Code]] = {
    "nik_reason": NikReason,
    "sex": Sex,
    "identity": IdentityKnown,
    "religion": Religion,
    "marital_status": MaritalStatus,
    "education": Education,
    "nationality": Nationality,
    "disability": Disability,
    "condition": Condition,
    "status": PersonStatus,
    "dtsen_status": DataCheckStatus,
    "decile_channel": DataCheckChannel,
    "health_insurance": HealthInsurance,
    "insurance_status": InsuranceStatus,
    "household_role": HouseholdRole,
}


def code_label(field: str, text: str) -> str:
    """The label of a stored word, or of several joined by commas; what is no word of the list stays as it is."""
    words = _LISTS.get(field)
    known = dict(words.choices()) if words else {}
    return ", ".join(known.get(part, part) for part in text.split(",")) if known else text


def unknown_name(sex: str, village: str, found_on: date) -> str:
    """What somebody without identity is called until it is known: "Tanpa identitas (L), Cikarang 12-07-2026"."""
    return f"Tanpa identitas ({sex}), {village} {found_on:%d-%m-%Y}"


def programs_in_words(programs: Iterable[tuple[str, str]]) -> str:
    """Names with their MembershipStatus as one phrase: "PKH (aktif), Sembako (berhenti)"."""
    return ", ".join(f"{name} ({MembershipStatus(status).label.lower()})" for name, status in programs)


def show_value(field: str, text: str) -> str:
    """A stored value as a history shows it: labels for codes, NIK and KK masked, "kosong" for nothing."""
    if not text:
        return "kosong"
    return mask_number(text) if field in {"nik", "kk", "card_number", "insurance_number"} else code_label(field, text)
