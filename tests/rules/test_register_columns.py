"""Headings of real-looking registers find their fields; what is nobody's business stays unmapped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos.rules.register_columns import COMBINED, FIELDS, header_row, headings, is_numbering, recognise
from puskesos.rules.register_headings import SYNONYMS

# Each: headings as they stand in such files, and what they are ("" for none).
REGISTERS = {
    "OpenSID, resident import": (
        "alamat,dusun,rw,rt,nama,no_kk,nik,sex,tempatlahir,tanggallahir,agama_id,pendidikan_kk_id,pendidikan_sedang_id,"
        "pekerjaan_id,status_kawin,kk_level,warganegara_id,ayah_nik,nama_ayah,ibu_nik,nama_ibu,golongan_darah_id,"
        "akta_lahir,dokumen_pasport,tanggal_akhir_paspor,dokumen_kitas,akta_perkawinan,tanggalperkawinan,"
        "akta_perceraian,tanggalperceraian,cacat_id,cara_kb_id,hamil,ktp_el,status_rekam,alamat_sekarang,status_dasar,"
        "suku,tag_id_card,id_asuransi",
        "address,dusun,rw,rt,name,kk,nik,sex,birth_place,birth_date,religion,education,,occupation,marital_status,"
        "household_role,nationality,,,,,,,,,,,,,,disability,,,,,,status,,,",
    ),
    "OpenSID, resident export": (
        "Alamat,Dusun,RW,RT,Nama,Nomor KK,Nomor NIK,Jenis Kelamin,Tempat Lahir,Tanggal Lahir,Agama,Pendidikan (dLm KK),"
        "Pendidikan (sdg ditemph),Pekerjaan,Kawin,Hub. Keluarga,Kewarganegaraan,Nama Ayah,Nama Ibu,"
        "Gol. Darah,Cacat,Hamil",
        "address,dusun,rw,rt,name,kk,nik,sex,birth_place,birth_date,religion,education,,occupation,marital_status,"
        "household_role,nationality,,,,disability,",
    ),
    "OpenSID, family export": (
        "No,Nomor KK,Kepala Keluarga,NIK,Jumlah Anggota,Jenis Kelamin,Alamat,Dusun,RW,RT,Tanggal Terdaftar",
        ",kk,name,nik,,sex,address,dusun,rw,rt,",
    ),
    "Dukcapil, SIAK table": (
        "NO_KK,NIK,NAMA_LGKP,JENIS_KLMIN,TMPT_LHR,TGL_LHR,AGAMA,STAT_KWN,STAT_HBKEL,PDDK_AKH,JENIS_PKRJN,ALAMAT,NO_RT,"
        "NO_RW,NAMA_LGKP_IBU",
        "kk,nik,name,sex,birth_place,birth_date,religion,marital_status,household_role,education,occupation,address,rt,rw,",
    ),
    "DTSEN table": (
        "id_keluarga,nomor_kartu_keluarga,nomor_induk_kependudukan,nama,jenis_kelamin,tanggal_lahir,alamat,"
        "nama_kecamatan,nama_kelurahan,desil_nasional",
        ",kk,nik,name,sex,birth_date,address,district,village,decile",
    ),
    "SIKS-NG, beneficiaries": (
        "No,NAMA PENERIMA,NIK KTP,TAHAP,BANSOS,IDSEMESTA,NO KEL,NM PROV,NM KAB,NM KEC,NM KEL,ALAMAT,UMUR,STATUS",
        ",name,nik,,program,,,,,district,village,address,age,",
    ),
    "DTKS with programs": (
        "NO,ID DTKS,NIK,NO KK,NAMA,TGL LAHIR,ALAMAT,RT,RW,KELURAHAN,BPNT,PKH,PBI,STATUS DTKS",
        ",,nik,kk,name,birth_date,address,rt,rw,village,has_sembako,has_pkh,has_pbi_jk,dtsen_status",
    ),
    "PKH companion's list": (
        "No.,Nama Pengurus,NIK,No. KK,Alamat Lengkap,RT/RW,Desa/Kel,No. Kartu KKS,Status Kepesertaan,Ket.",
        ",name,nik,kk,address,rt_rw,village,card_number,program_status,note",
    ),
    "BLT Dana Desa, by name by address": (
        "NO,NIK,NAMA KEPALA KELUARGA,JENIS KELAMIN,TANGGAL LAHIR,JUMLAH ANGGOTA KELUARGA,ALAMAT,RT,RW,JENIS PEKERJAAN,"
        "KODE_JP,KRITERIA BLT,METODE PEMBAYARAN",
        ",nik,name,sex,birth_date,,address,rt,rw,occupation,,,",
    ),
    "PBI-JK list": (
        "No,No Kartu BPJS,NIK,Nama Peserta,L/P,TTL,Faskes,Alamat",
        ",card_number,nik,name,sex,birth_place_date,,address",
    ),
    "neighbourhood head's own list": (
        "No|Nama\nLengkap|N I K|No.\nKK|JK\n(L/P)|Tempat, Tgl. Lahir|Hub. Kel.|No HP / WA|RT / RW|Ket",
        "|name|nik|kk|sex|birth_place_date|household_role|phone|rt_rw|note",
    ),
    "with the head of the family beside the person": (
        "NIK,Nama KRT,Nama ART,Hubungan dengan KRT,Usia",
        "nik,head_name,name,household_role,age",
    ),
    "hints and numbers in the headings": (
        "1. NIK (16 digit)*|2. Nama Lengkap *|Tgl Lahir (dd/mm/yyyy)|Tanggal Lahir dd/mm/yyyy|No. HP [08…]|"
        "Alamat (sesuai KTP)",
        "nik|name|birth_date||phone|id_card_address",
    ),
    "domicile and card side by side": (
        "NIK|Nama|Alamat Domisili|Desa/Kelurahan|Alamat KTP|RT KTP|RW KTP|Kecamatan KTP|Kabupaten/Kota KTP",
        "nik|name|address|village|id_card_address|id_card_rt|id_card_rw|id_card_district|id_card_regency",
    ),
    "camel case": (
        "noKK,nik,namaLengkap,jenisKelamin,tempatLahir,tanggalLahir,statusNikah,pendidikanTerakhir,shdk,desil",
        "kk,nik,name,sex,birth_place,birth_date,marital_status,education,household_role,decile",
    ),
}


@pytest.mark.parametrize("name", REGISTERS)
def test_headings_find_their_fields(name: str) -> None:
    names, fields = (text.split("|" if "|" in text else ",") for text in REGISTERS[name])
    assert len(names) == len(fields)
    assert recognise(names) == {place: field for place, field in enumerate(fields) if field}


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "head_name"])
def test_what_a_field_is_called_by_us_finds_it(field: str) -> None:
    assert recognise([FIELDS[field]]) == {0: field}


def test_every_field_has_names_and_every_name_a_field() -> None:
    assert set(SYNONYMS) == set(FIELDS)
    assert {part for parts in COMBINED.values() for part in parts} <= set(FIELDS)


def test_no_two_fields_share_a_name_except_the_head_of_the_family() -> None:
    names = [name for field, text in SYNONYMS.items() if field != "head_name" for name in text.split("|")]
    assert not {name for name in names if names.count(name) > 1}


@pytest.mark.parametrize(
    "heading", ["", "NO", "Nama Ibu Kandung", "Gol. Darah", "x" * 500, "NIK Ayah", "Status", "Tahap"]
)
def test_what_we_do_not_keep_stays_unmapped(heading: str) -> None:
    assert recognise([heading]) == {}


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_headings_give_each_field_at_most_once(names: list[str]) -> None:
    found = recognise(names)
    assert len(set(found.values())) == len(found)
    assert 0 <= header_row([names]) <= 1


def test_the_heading_row_is_found_below_titles() -> None:
    rows = [["PEMERINTAH DESA PANTAI BAHAGIA"], [], ["Data per Oktober"], ["No", "NIK", "Nama"], ["1", "3216", "Karta"]]
    assert header_row(rows) == 4


def test_without_known_headings_there_is_no_guess() -> None:
    assert header_row([["3216991202700003", "Karta", "L"], ["Nama", "x"]]) == 0


def test_headings_over_two_rows_are_joined() -> None:
    rows = [["NIK", "NAMA", "ALAMAT", "", ""], ["", "", "DUSUN", "RT", "RW"], ["321", "Karta", "Gaga", "1", "2"]]
    assert header_row(rows) == 2
    assert headings(rows, 2) == ["NIK", "NAMA", "DUSUN", "RT", "RW"]


def test_a_person_whose_program_reads_like_a_heading_is_no_heading() -> None:
    rows = [["NIK", "NAMA", "BANTUAN KE-1", "ALAMAT"], ["3216991202700003", "", "PKH", ""]]
    assert header_row(rows) == 1
    assert headings(rows, 2) == rows[1]


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (["1", "2", "3", "4"], True),
        (["(1)", "(2)", "(3)"], True),
        (["", "1", "2", "3"], True),
        (["1", "3216991202700003", "Karta"], False),
        (["7", "8", "9"], False),
        (["1", "2"], False),
        ([], False),
    ],
)
def test_a_row_that_only_counts_the_columns(row: list[str], counts: bool) -> None:
    assert is_numbering(row) is counts
