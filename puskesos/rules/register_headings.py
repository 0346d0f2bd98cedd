"""What registers call their columns, by import field, best name first.

Sources: OpenSID's resident import (Impor_model: "no_kk", "tempatlahir", "kk_level" …) and exports ("Nomor NIK",
"Pendidikan (dLm KK)", "Hub. Keluarga"); the Buku Induk Penduduk and SIAK tables of Dukcapil ("NAMA_LGKP", "STAT_HBKEL",
"JENIS_PKRJN"); lists of beneficiaries from SIKS-NG ("NAMA PENERIMA", "NIK KTP", "NM KEL", "BANSOS", "NO KKS");
DTSEN lists ("nomor_kartu_keluarga", "desil_nasional"); BLT Dana Desa by-name-by-address lists ("NAMA KEPALA KELUARGA").
Names are compared without spaces, signs and capitals.
"""

from __future__ import annotations

FIELDS = {
    "name": "Nama",
    "nik": "NIK",
    "kk": "Nomor KK",
    "sex": "Jenis kelamin",
    "birth_place": "Tempat lahir",
    "birth_date": "Tanggal lahir",
    "birth_place_date": "Tempat dan tanggal lahir (satu kolom)",
    "age": "Umur",
    "household_role": "Hubungan dalam keluarga",
    "head_name": "Nama kepala keluarga",
    "address": "Alamat",
    "dusun": "Dusun/kampung",
    "rt": "RT",
    "rw": "RW",
    "rt_rw": "RT/RW (satu kolom)",
    "village": "Desa/kelurahan",
    "district": "Kecamatan",
    "landmark": "Patokan lokasi",
    "phone": "Nomor HP",
    "alias": "Panggilan",
    "religion": "Agama",
    "marital_status": "Status perkawinan",
    "education": "Pendidikan",
    "occupation": "Pekerjaan",
    "nationality": "Kewarganegaraan",
    "disability": "Disabilitas",
    "condition": "Kondisi khusus",
    "status": "Keadaan (hidup/meninggal/pindah)",
    "status_on": "Tanggal meninggal/pindah",
    "dtsen_status": "Status DTSEN",
    "decile": "Desil",
    "decile_period": "Periode data DTSEN",
    "program": "Program",
    "program_status": "Status program",
    "card_number": "Nomor kartu program",
    "since": "Menerima sejak",
    "until": "Berhenti sejak",
    "note": "Keterangan",
    "has_pkh": "Menerima PKH (ya/tidak)",
    "has_sembako": "Menerima Sembako/BPNT (ya/tidak)",
    "has_pbi_jk": "Menerima PBI-JK (ya/tidak)",
    "has_pip": "Menerima PIP/KIP (ya/tidak)",
    "has_blt_dd": "Menerima BLT Dana Desa (ya/tidak)",
    "id_card_address": "Alamat KTP",
    "id_card_rt": "RT pada KTP",
    "id_card_rw": "RW pada KTP",
    "id_card_village": "Desa/kelurahan pada KTP",
    "id_card_district": "Kecamatan pada KTP",
    "id_card_regency": "Kabupaten/kota pada KTP",
}
COMBINED = {"rt_rw": ("rt", "rw"), "birth_place_date": ("birth_place", "birth_date")}

_HEADS = (
    "nama kepala keluarga|nama kk|kepala keluarga|nama krt|nama kepala rumah tangga|kepala rumah tangga|nama pengurus"
    "|krt|nama kepala"
)
SYNONYMS = {
    "name": "nama lengkap|nama|nama warga|nama penduduk|nama individu|nama art|nama anggota keluarga"
    "|nama anggota rumah tangga|nama penerima|nama penerima manfaat|nama penerima bantuan|nama kpm|nama peserta"
    "|nama lgkp|nama ktp|nama sesuai ktp|nama sesuai kk|nama sesuai dukcapil|nama anggota|nama klien|nama pm|nama siswa"
    f"|nama jelas|nama dan gelar|nm lengkap|nm penerima|full name|name|{_HEADS}",
    "nik": "nik|no nik|nomor nik|nik ktp|no ktp|nomor ktp|nomor induk kependudukan|no induk kependudukan|noktp"
    "|nik penerima|nik kpm|nik individu|nik art|nik peserta|nik anggota keluarga|nik nomor induk kependudukan"
    "|no nik ktp|nik pengurus|nik kepala keluarga|nik krt|nik kk|nomor identitas",
    "kk": "no kk|nomor kk|nkk|nomor kartu keluarga|no kartu keluarga|kk|no kk keluarga|nokk|kartu keluarga"
    "|nomor kartu kk|no kk sesuai dukcapil",
    "sex": "jenis kelamin|jk|l p|sex|jenis klmin|jns kelamin|kelamin|gender|jenkel|jekel|j k|lp|laki laki perempuan"
    "|jns klmn|j kel|jenis kel",
    "birth_place": "tempat lahir|tmp lahir|tmpt lahir|tempatlahir|tmpt lhr|tmp lhr|tpt lahir|kota lahir"
    "|tempat kelahiran",
    "birth_date": "tanggal lahir|tgl lahir|tanggallahir|tgl lhr|tgllahir|tanggal kelahiran|tgl kelahiran|lahir"
    "|tgl bln thn lahir|tanggal bulan tahun lahir|birth date|date of birth|dob",
    "birth_place_date": "ttl|tempat tanggal lahir|tempat tgl lahir|tempat dan tanggal lahir|tmp tgl lahir|tpt tgl lahir"
    "|tempat tgl lhr|tmpt tgl lahir|tempat dan tgl lahir|kelahiran",
    "age": "umur|usia|umur tahun|usia tahun|umur th",
    "household_role": "shdk|hubungan dalam keluarga|hub keluarga|hubungan keluarga|status hubungan dalam keluarga"
    "|status dalam keluarga|kk level|stat hbkel|hubungan dengan kepala keluarga|hub dengan kk|hubungan kk|hub kel"
    "|status hubungan keluarga|hdk|hbkel|hubungan dgn kepala keluarga|hub dlm keluarga|hubungan dengan krt|hub dgn krt"
    "|hubungan dengan kk|status hub dalam keluarga|status hub keluarga|hub dalam keluarga|hubungan",
    "head_name": _HEADS,
    "address": "alamat|alamat domisili|alamat tinggal|alamat sekarang|alamat rumah|alamat lengkap|kampung jalan"
    "|alamat tempat tinggal|jalan|nama jalan|alamat penerima|almt|alamat kpm",
    "dusun": "dusun|kampung|nama dusun|lingkungan|kp|dusun kampung|kampung dusun|banjar|nama sls|blok",
    "rt": "rt|no rt|nomor rt|r t|rukun tetangga",
    "rw": "rw|no rw|nomor rw|r w|rukun warga",
    "rt_rw": "rt rw|rt dan rw|no rt rw|alamat rt rw|rtrw",
    "village": "desa kelurahan|desa|kelurahan|kelurahan desa|nama desa|nama kelurahan|desa kel|kel desa|nm kel|nm desa"
    "|kel|nama kel|kel name|nama desa kelurahan|nama kelurahan desa|desa domisili|nmkel|nama kel desa",
    "district": "kecamatan|nama kecamatan|nm kec|kec|nama kec|kec name|distrik",
    "landmark": "patokan|patokan lokasi|ancar ancar",
    "phone": "no hp|nomor hp|hp|no telepon|telepon|no telp|telp|no wa|no hp wa|nomor telepon|no handphone|whatsapp"
    "|nomor hp wa|no tlp|kontak|no kontak|nomor telp|nomor handphone|wa|no telepon hp",
    "alias": "panggilan|nama panggilan|alias|nama alias",
    "religion": "agama|agama id|agama kepercayaan",
    "marital_status": "status perkawinan|status kawin|kawin|stat kwn|status nikah|perkawinan|status pernikahan"
    "|sts kawin|statuskawin|pernikahan|marital",
    "education": "pendidikan|pendidikan terakhir|pendidikan dalam kk|pendidikan dlm kk|pendidikan kk id|pddk akh"
    "|pendidikan kk|ijazah tertinggi|pendidikan akhir|pddk terakhir|pendidikan tertinggi",
    "occupation": "pekerjaan|jenis pekerjaan|jenis pkrjn|pekerjaan id|pekerjaan utama|mata pencaharian|kerja"
    "|jns pekerjaan",
    "nationality": "kewarganegaraan|warga negara|warganegara id|wni wna|kwrngrn|status warga negara|kebangsaan",
    "disability": "disabilitas|cacat|jenis disabilitas|penyandang cacat|cacat id|jenis cacat|pnydng cct"
    "|ragam disabilitas|penyandang disabilitas",
    "condition": "kondisi khusus|kondisi|keadaan khusus",
    "status": "keadaan|status hidup|status dasar|status penduduk|stat hidup|keadaan warga|hidup meninggal"
    "|status individu|keberadaan|status keberadaan",
    "status_on": "tanggal meninggal|tgl meninggal|tanggal kematian|tanggal pindah|tgl pindah|tanggal keadaan|tgl mati",
    "dtsen_status": "status dtsen|dtsen|status dtks|dtks|status di dtsen|status dtks dtsen|terdaftar dtsen|ket dtsen",
    "decile": "desil|desil nasional|desil dtsen|peringkat desil|desil kesejahteraan|pemeringkatan desil|desil keluarga"
    "|desil kemensos|hasil desil",
    "decile_period": "periode desil|periode dtsen|periode data|periode pemutakhiran|triwulan|periode|versi dtsen",
    "program": "program|bansos|jenis bansos|jenis bantuan|nama program|program bantuan|nama bantuan|jenis program"
    "|bantuan|nama bansos|program bansos",
    "program_status": "status kepesertaan|status bansos|status penerima|status peserta|status bantuan|status kpm"
    "|status program|status salur|status kepesertaan program",
    "card_number": "no kks|nomor kks|no kartu|nomor kartu|no kartu kks|nomor kartu kks|no kartu program|no peserta pkh"
    "|nomor peserta|no peserta|id pkh|no kartu bpjs|no kis|no kartu kis|noka|nomor kartu program|no peserta pbi|no kip"
    "|no kartu peserta|psnoka|nomor kartu bpjs|nomor peserta pkh",
    "since": "sejak|menerima sejak|tanggal mulai|tgl mulai|mulai|terdaftar sejak|tanggal masuk|tmt",
    "until": "berhenti sejak|sampai|tanggal berhenti|tgl berhenti|tanggal selesai|tgl selesai|berakhir|tanggal keluar",
    "note": "keterangan|ket|catatan|keterangan lain|kriteria|alasan",
    "has_pkh": "pkh|penerima pkh|menerima pkh|ada pkh|status pkh|program keluarga harapan|peserta pkh",
    "has_sembako": "sembako|bpnt|penerima bpnt|penerima sembako|sembako bpnt|bpnt sembako|status bpnt|ada bpnt|rastra"
    "|status sembako|program sembako|menerima bpnt",
    "has_pbi_jk": "pbi|pbi jk|pbijk|pbi jkn|penerima pbi|kis pbi|bpjs pbi|ada pbi|status pbi|jkn pbi",
    "has_pip": "pip|kip|penerima pip|penerima kip|peserta kip|pip kip|status pip",
    "has_blt_dd": "blt|blt dd|blt dana desa|bltdd|penerima blt|blt desa|penerima blt dd",
    "id_card_address": "alamat ktp|alamat sesuai ktp|alamat pada ktp|alamat kk|alamat sesuai kk|alamat sebelumnya"
    "|alamat asal|alamat di ktp",
    "id_card_rt": "rt ktp|rt sesuai ktp|rt pada ktp",
    "id_card_rw": "rw ktp|rw sesuai ktp|rw pada ktp",
    "id_card_village": "desa ktp|kelurahan ktp|desa kelurahan ktp|desa pada ktp|desa kelurahan pada ktp"
    "|desa sesuai ktp",
    "id_card_district": "kecamatan ktp|kecamatan pada ktp|kecamatan sesuai ktp",
    "id_card_regency": "kabupaten ktp|kabupaten kota ktp|kab kota ktp|kabupaten kota pada ktp|kabupaten pada ktp",
}
